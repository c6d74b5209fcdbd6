import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { Callback } from '../engine/clock.js';
import type { StepPlan } from '../plan/plan.js';
import { type Answer, failed } from '../system/answer.js';
import { Attempt, type AttemptSource, type AttemptState } from '../system/attempt.js';
import type { Call } from '../system/call.js';
import type { CallRouter } from '../system/calls.js';
import type { Carried, Carrier } from '../system/carrier.js';
import { countUp } from '../system/step-store.js';
import type { World } from '../system/world.js';
import type { Noise } from './noise.js';
import type { Journal } from './journal.js';
import type { Header, Ledger } from './requests.js';
import type { Told } from './told.js';

/** A call as it goes over HTTP. */
interface CallBody extends Header {
  step: number;
  missing: readonly number[];
  /** The caller's number of the call, and how many it has sent to this step for the request. */
  call: number;
  tries: number;
  sent: number;
  /** The moment at which it is there: when it was sent, and half of the network's latency. */
  arrives: number;
}

interface AnswerBody {
  answer: Answer;
  /** When it set out. */
  at: number;
  /** Milliseconds that the call took to come. */
  way: number;
}

/** Milliseconds that `networkLatency` adds to the answer's way; the real way counts into it. */
type OneWay = number;

/** Calls to other processes, with connections that are kept. */
export class HttpCarrier implements Carrier {
  private readonly pools: Pool[];
  private readonly headers: Record<string, string>;

  constructor(
    private readonly world: World,
    private readonly told: Told,
    private readonly journal: Journal,
    private readonly noise: Noise,
    addresses: readonly string[],
    token?: string,
  ) {
    this.headers = token === undefined ? {} : { authorization: bearer(token) };
    this.pools = addresses.map(
      (address) =>
        new Pool(`http://${address}`, {
          connections: null,
          pipelining: 1,
          headersTimeout: 0,
          bodyTimeout: 0,
          keepAliveTimeout: 600_000,
          keepAliveMaxTimeout: 600_000,
          connect: { timeout: 0 },
        }),
    );
  }

  /** Opens one connection to each service: the first call of the run should be as quick as the others. */
  async prime(): Promise<void> {
    const connections = Array.from({ length: 4 }, () => this.pools).flat();
    await Promise.all(
      connections.map(async (pool) => {
        const { body } = await pool.request({ path: '/', method: 'GET', headers: this.headers });
        await body.dump();
      }),
    );
  }

  carry(call: Call): Carried {
    const { world, told } = this;
    const { edge, request, from } = call.invocation;
    const { step } = edge;
    const tries = countUp((request.sent ??= []), step.index);
    const oneWay: OneWay = (edge.policy.networkLatency?.sample(edge.network.at(request.key, tries)) ?? 0) / 2;
    const { key, begunAt, counted } = request;
    const body: CallBody = {
      key,
      begunAt,
      counted,
      step: step.index,
      missing: from?.missing ?? [],
      call: told.numberOf(call),
      tries,
      sent: world.clock.now,
      arrives: world.clock.now + oneWay,
    };
    const aborter = new AbortController();
    this.journal.then(() => {
      this.send(call, body, oneWay, aborter.signal);
    });
    return {
      cancel: () => {
        aborter.abort();
      },
    };
  }

  private send(call: Call, body: CallBody, oneWay: OneWay, signal: AbortSignal): void {
    const { clock } = this.world;
    const { step } = call.invocation.edge;
    const pool = this.pools[step.service.index];
    if (pool === undefined) throw new RangeError(`no service ${step.service.name}`);
    pool
      .request({ path: '/', method: 'POST', headers: this.headers, body: JSON.stringify(body), signal })
      .then(async (response) => {
        const { answer, at, way } = (await response.body.json()) as AnswerBody;
        const { now } = clock;
        this.noise.httpRoundTrip(way + now - at);
        const wait = at + oneWay - now;
        const hear = (): void => {
          call.comeBack(answer);
        };
        if (wait <= 0) hear();
        else clock.set(new Callback(hear), wait);
      })
      .catch((error: unknown) => {
        const wasRefused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
        // Nobody is there who could tell that the call has come.
        if (wasRefused)
          this.told.tell('refused', body.key, step.index, body.call, body.begunAt, body.counted);
        call.comeBack(failed('injected', step.service.index));
      });
  }

  async close(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.destroy()));
  }
}

/** A call that another process has made, as its callee sees it. */
class ServedCall implements AttemptSource {
  /** An attempt of another process waits for it. */
  readonly from = undefined;

  constructor(
    readonly callNumber: number,
    private readonly calls: CallRouter,
    private readonly reply: (answer: Answer) => void,
  ) {}

  started(): void {
    // Nobody needs to know.
  }

  worked(attempt: Attempt, outcome: Answer): void {
    this.calls.serveCall(attempt, outcome);
  }

  answered(_: Attempt, answer: Answer): void {
    this.reply(answer);
  }

  dropped(_: Attempt, answer: Answer, before: AttemptState): void {
    if (before !== 'blocked') this.reply(answer);
  }
}

/** Where the calls to one service's process come in. */
export class HttpDoor {
  private readonly server: Server;

  constructor(
    private readonly world: World,
    private readonly calls: CallRouter,
    private readonly ledger: Ledger,
    private readonly journal: Journal,
    private readonly told: Told,
    private readonly token?: string,
  ) {
    this.server = createServer((request, response) => {
      this.take(request, response);
    });
    this.server.keepAliveTimeout = 0;
    this.server.requestTimeout = 0;
    this.server.headersTimeout = 0;
    this.server.on('clientError', (_, socket) => socket.destroy());
  }

  /** @param port 0 for any that is free; its number is the result */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ port, host, backlog: 4096 }, () => {
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    if (this.token !== undefined && !isLetIn(request, this.token)) {
      response.writeHead(401).end();
      return;
    }
    if (request.method === 'GET') {
      response.end();
      return;
    }
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      const body = JSON.parse(text) as CallBody;
      const { now } = this.world.clock;
      const wait = body.arrives - now;
      const admit = (): void => {
        this.admit(body, now - body.sent, response);
      };
      if (wait <= 0) admit();
      else this.world.clock.set(new Callback(admit), wait);
    });
  }

  /** @param way how long it was on its way, as far as that was real */
  private admit(body: CallBody, way: number, response: ServerResponse): void {
    const { world } = this;
    const step = stepOf(world, body.step);
    const request = this.ledger.find(body);
    if (response.destroyed) return;
    world.pin(request);
    const open = { isOpen: true };
    const close = (): boolean => {
      if (!open.isOpen) return false;
      open.isOpen = false;
      world.unpin(request);
      return true;
    };
    const source = new ServedCall(body.call, this.calls, (answer) => {
      if (!close()) return;
      const reply: AnswerBody = { answer, at: world.clock.now, way };
      this.journal.then(() => {
        response.end(JSON.stringify(reply));
      });
    });
    const service = world.serviceOf(step);
    const attempt = new Attempt(step, request, service, source, false);
    attempt.missing = body.missing;
    // What was refused by nobody has counted, too: with the caller's number the n-th try has the luck of the n-th.
    request.attempts[step.index] = Math.max(request.attempts[step.index] ?? 0, body.tries - 1);
    response.on('close', () => {
      // The caller has gone away before it was answered.
      if (!open.isOpen) return;
      service.cancel(attempt);
      close();
    });
    service.admit(attempt);
    if (attempt.state === 'over') this.told.over(attempt);
  }
}

function bearer(token: string): string {
  return `Bearer ${token}`;
}

/** Compared in a time that tells nothing of how much of it is right. */
export function isLetIn({ headers }: IncomingMessage, token: string): boolean {
  const [given, wanted] = [headers.authorization ?? '', bearer(token)].map((text) =>
    createHash('sha256').update(text).digest(),
  );
  return given !== undefined && wanted !== undefined && timingSafeEqual(given, wanted);
}

export function stepOf({ plan }: World, index: number): StepPlan {
  const step = plan.steps[index];
  if (step === undefined) throw new RangeError(`no step ${index}`);
  return step;
}
