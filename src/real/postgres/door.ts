import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepPlan } from '../../plan/plan.js';
import { type Answer, DONE, failed } from '../../system/answer.js';
import { Attempt, type AttemptSource } from '../../system/attempt.js';
import { Request } from '../../system/request.js';
import type { World } from '../../system/world.js';
import { isLetIn, stepOf } from '../http-calls.js';
import type { Journal } from '../journal.js';
import type { Header, Ledger } from '../requests.js';
import type { Told } from '../told.js';
import type { OfferBody, QueryAnswer, QueryBody, ReadBody, ReclaimBody, WriteBody } from './messages.js';
import type { ClaimedRow, Committed, TableStore } from './store.js';
import { stepsAfter } from './table.js';

/** While the server is away, what it has to be asked is asked again after so long. Milliseconds. */
const TRY_AGAIN = 50;

/**
 * The database's process: a pool of connections in front of the server, with the slots, latency and faults of the scenario's
 * database. Whoever finds no connection free waits for one. What a query does, it does in PostgreSQL when its time is over.
 */
export class DatabaseDoor {
  /** Rows that have not ended, and commits of which nobody knows yet whether they took place. */
  open = 0;
  private readonly server: Server;

  constructor(
    private readonly world: World,
    private readonly store: TableStore,
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
      const reply = (answer: QueryAnswer): void => {
        this.journal.then(() => {
          response.end(JSON.stringify(answer));
        });
      };
      this.serve(JSON.parse(text) as QueryBody, response, reply);
    });
  }

  private serve(body: QueryBody, response: ServerResponse, reply: (answer: QueryAnswer) => void): void {
    if (body.kind === 'read') this.read(body, response, reply);
    else if (body.kind === 'write') this.write(body, response, reply);
    else {
      const done = body.kind === 'reclaim' ? this.reclaim(body) : this.offer(body);
      void done.then(() => {
        reply({ answer: DONE });
      });
    }
  }

  private read(
    { step, key, counted, limit, sent }: ReadBody,
    response: ServerResponse,
    reply: (answer: QueryAnswer) => void,
  ): void {
    const { plan, clock } = this.world;
    const request = new Request(plan, key, clock.now, counted);
    request.response = 'accepted';
    const number = this.told.nextNumber();
    let rows: ClaimedRow[] = [];
    let isHeard = false;
    const claim = async (): Promise<Answer> => {
      if (response.destroyed) return DONE;
      try {
        rows = await this.store.claim(step, limit, number);
      } catch (error) {
        this.unclaim(number);
        throw error;
      }
      // What nobody hears of would stay claimed.
      if (isHeard && rows.length > 0) this.unclaim(number);
      return DONE;
    };
    this.admit(request, stepOf(this.world, step), 0, sent, response, claim, (answer) => {
      isHeard = true;
      const isLost = answer.state === 'failed' || response.destroyed;
      if (isLost && rows.length > 0) this.unclaim(number);
      reply({ answer, rows: isLost ? [] : rows });
    });
  }

  private write(body: WriteBody, response: ServerResponse, reply: (answer: QueryAnswer) => void): void {
    // Nobody is there any more who could hear of it: it is rolled back.
    if (response.destroyed) return;
    const { world, told } = this;
    const step = stepOf(world, body.step);
    const request = this.ledger.find(body);
    const after = body.isDone ? stepsAfter(world, step, body.begunAt) : [];
    const next = after.map((one) => ({
      step: one.index,
      inputs: one.inputs.length,
      attempt: told.nextNumber(),
    }));
    const found = (committed: Committed): Answer => {
      if (committed.isEnded) return failed('inherited', step.service.index);
      this.tell(body, committed, next);
      return DONE;
    };
    const commit = async (): Promise<Answer> => {
      // Whatever its caller hears meanwhile, the request goes on until it is known what has become of this.
      told.tell('rowIn', body.key);
      try {
        const { attempt, row, key, begunAt, counted, isDone } = body;
        const isIdempotent = step.idempotent;
        const what = { attempt, row, step: step.index, key, begunAt, counted, isDone, isIdempotent, next };
        const answer = found(await this.store.commit(what));
        told.tell('settled', body.key);
        return answer;
      } catch (error) {
        void this.clearUp(body, found);
        throw error;
      }
    };
    world.pin(request);
    this.admit(request, step, body.call, body.sent, response, commit, (answer) => {
      world.unpin(request);
      reply({ answer });
    });
  }

  /** One query takes a slot, its time, and what it finds there. */
  private admit(
    request: Request,
    step: StepPlan,
    call: number,
    sent: number,
    response: ServerResponse,
    act: () => Promise<Answer>,
    answered: (answer: Answer) => void,
  ): void {
    const { world, told } = this;
    const query = world.plan.sharing?.queries[step.index];
    if (query === undefined) throw new RangeError('a plan without a database');
    const service = world.serviceOf(query);
    const ways = 2 * Math.max(0, world.clock.now - sent);
    const source = new ServedQuery(world, told, call, act, answered, () => this.store.roundTrip, ways);
    const attempt = new Attempt(query, request, service, source, false, call === 0);
    response.on('close', () => {
      source.cancel(attempt);
    });
    service.admit(attempt);
    if (attempt.state === 'over') told.over(attempt);
  }

  /** A commit has taken place. */
  private tell(
    { attempt, row, key, begunAt, counted, step, isDone }: WriteBody,
    { isFirst, isRepeated, inserted, offered }: Committed,
    next: readonly { step: number; attempt: number }[],
  ): void {
    const { told } = this;
    if (isDone) {
      if (!isFirst) told.tell('duplicate', attempt, key, step);
      if (!isRepeated) told.tell('effect', attempt, isFirst, key, step);
    }
    for (const place of inserted) {
      const one = next[place];
      if (one === undefined) continue;
      this.open += 1;
      told.tell('rowIn', key, one.step);
      told.tell('waits', one.attempt, key, one.step, true, begunAt, counted);
    }
    if (row === null) return;
    this.open -= 1;
    if (offered !== null) {
      told.tell('waited', offered);
      told.tell('over', offered);
    }
    told.tell('rowOut', key, step);
  }

  /** The server was killed while it committed: whether that took place, it says when it is back. */
  private async clearUp({ attempt, key }: WriteBody, found: (committed: Committed) => Answer): Promise<void> {
    this.open += 1;
    const committed = await this.persist(() => this.store.findCommit(attempt));
    if (committed !== undefined) found(committed);
    this.told.tell('settled', key);
    this.open -= 1;
  }

  private unclaim(claim: number): void {
    this.open += 1;
    void this.persist(() => this.store.unclaim(claim)).then(() => {
      this.open -= 1;
    });
  }

  private async offer({ kind, row, step, wait, key, begunAt, counted }: OfferBody): Promise<void> {
    const { told } = this;
    if (kind === 'end') {
      if (!(await this.persist(() => this.store.end(row)))) return;
      this.open -= 1;
      told.tell('rowOut', key, step);
      return;
    }
    const attempt = told.nextNumber();
    if (await this.persist(() => this.store.offer(row, attempt, wait)))
      told.tell('waits', attempt, key, step, true, begunAt, counted);
  }

  private async reclaim({ service }: ReclaimBody): Promise<void> {
    const steps = this.world.plan.steps.filter((step) => step.service.index === service);
    const rows = await this.persist(() => this.store.claimed(steps.map(({ index }) => index)));
    for (const row of rows)
      await this.offer({ kind: 'offer', ...headerOf(row), step: row.step, row: row.row, wait: row.wait });
  }

  private async persist<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch {
        await sleep(TRY_AGAIN);
      }
    }
  }
}

function headerOf({ key, begunAt, counted }: Header): Header {
  return { key, begunAt, counted };
}

/** A query of another process, as the database sees it. */
class ServedQuery implements AttemptSource {
  readonly from = undefined;
  private result: Answer = DONE;
  private isOver = false;

  constructor(
    private readonly world: World,
    private readonly told: Told,
    readonly callNumber: number,
    private readonly act: () => Promise<Answer>,
    private readonly heard: (answer: Answer) => void,
    private readonly roundTrip: () => number,
    /** Milliseconds that its way here took, and as much for the way back. */
    private readonly ways: number,
  ) {}

  /** The real ways count into what the scenario's database takes: what is left of that is waited for. */
  started(attempt: Attempt): void {
    const { clock } = this.world;
    if (attempt.service.isHung || attempt.workTime === 0) return;
    clock.clear(attempt);
    clock.set(attempt, Math.max(0, attempt.workTime - this.ways - this.roundTrip()));
  }

  worked(attempt: Attempt, outcome: Answer): void {
    if (outcome.state === 'failed') {
      this.fail(attempt, outcome);
      this.result = outcome;
      attempt.answer(outcome);
      return;
    }
    const { service } = attempt;
    this.act().then(
      (result) => {
        this.result = result;
        if (!attempt.isDropped) attempt.answer(outcome);
      },
      () => {
        if (attempt.isDropped) return;
        // The connection broke: the server was killed.
        this.result = failed('injected', service.index);
        this.fail(attempt, this.result);
        attempt.answer(this.result);
      },
    );
  }

  answered(): void {
    this.end(this.result);
  }

  dropped(attempt: Attempt, answer: Answer): void {
    if (answer.state === 'failed' && !this.isOver) this.fail(attempt, answer);
    this.end(answer);
  }

  /** Whoever asked does not hear any more: what has not begun in the server does not. */
  cancel(attempt: Attempt): void {
    if (this.isOver) return;
    this.isOver = true;
    this.heard(DONE);
    this.world.serviceOf(attempt.step).cancel(attempt);
  }

  private fail(attempt: Attempt, failure: Answer): void {
    if (failure.state !== 'failed') return;
    const { request, step } = attempt;
    const { key, begunAt, counted } = request;
    this.told.tell(
      'failed',
      key,
      step.index,
      failure.cause,
      failure.origin,
      this.told.numberOf(attempt),
      begunAt,
      counted,
    );
  }

  private end(answer: Answer): void {
    if (this.isOver) return;
    this.isOver = true;
    this.heard(answer);
  }
}
