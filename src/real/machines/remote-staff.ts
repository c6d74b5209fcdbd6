import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { monotonicNow } from '../../engine/wall-clock.js';
import type { Plan } from '../../plan/plan.js';
import type { Scenario } from '../../scenario/scenario.js';
import { type Broker, connectTo } from '../broker-address.js';
import { type Line, parseJournal } from '../journal.js';
import { makeStreams, removeStreams } from '../nats-streams.js';
import { RealProblem } from '../problem.js';
import type { Listener, Machine, Staff } from '../staff.js';
import {
  aliveIn,
  type Answered,
  type Ask,
  type GoOrders,
  HELLO,
  type Hello,
  isProblem,
  KEEPER_MISSED_FOR,
  type Read,
  type ReadOrders,
  SIGN_OF_LIFE,
  type Started,
  type StartOrders,
  subjectOf,
  type Told,
  toldIn,
} from './messages.js';
import { type Offset, offsetOf, type Ping } from './offset.js';

/** Keepers that are there answer within so long. Milliseconds. */
const FOUND_WITHIN = 1500;
const ANSWERED_WITHIN = 20_000;
const PINGS = 20;

export interface RemoteRun {
  scenario: Scenario;
  column: string;
  faults: boolean;
  plan: Plan;
  /** The stream of the run's events; `undefined` where there are none. */
  stream: string | undefined;
}

/** The keepers of other machines, and the processes that they have started for a run. */
export class RemoteStaff implements Staff {
  readonly machines: Machine[] = [];
  private readonly run = randomBytes(8).toString('hex');
  /** Calls carry it, so that nobody else on the network is served. */
  readonly callToken = randomBytes(24).toString('base64url');
  private readonly keepers: { hello: Hello; clock: Offset }[] = [];
  private addresses: string[] = [];
  private signs: NodeJS.Timeout | undefined;
  /** By keeper, when it was heard of last. */
  private readonly heard = new Map<string, number>();
  private looked = monotonicNow();
  private connection: NatsConnection | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly of: RemoteRun,
    private readonly listener: Listener,
  ) {}

  async start(): Promise<string[]> {
    const connection = await connectTo(this.broker);
    this.connection = connection;
    const serving = shareOut(this.of.plan, await findKeepers(connection));
    for (const { hello } of serving)
      this.keepers.push({ hello, clock: offsetOf(await this.ping(hello.keeper)) });
    this.machines.push(
      ...this.keepers.map(({ hello: { host, cores, node, services }, clock }) => ({
        host,
        cores,
        node,
        services,
        clock,
      })),
    );
    const { stream, plan, scenario, column, faults } = this.of;
    if (stream !== undefined) await makeStreams({ ...this.broker, stream }, plan.steps);
    this.listen(connection);
    const orders: StartOrders = {
      run: this.run,
      scenario,
      column,
      faults,
      stream: stream ?? null,
      callToken: this.callToken,
    };
    const started = await Promise.all(
      this.keepers.map(({ hello }) => this.ask<Started>(hello, 'start', orders)),
    );
    this.addresses = plan.services.map(({ index, name }) => {
      const address = started.map(({ addresses }) => addresses[index]).find((one) => typeof one === 'string');
      if (typeof address !== 'string') throw new RealProblem(`${name}: no keeper has started it`);
      return address;
    });
    return this.addresses;
  }

  go(origin: number): void {
    for (const { hello, clock } of this.keepers) {
      const orders: GoOrders = { origin: origin + clock.offset, addresses: this.addresses };
      this.ask(hello, 'go', orders).catch((error: unknown) => {
        this.listener.failed(error as Error);
      });
    }
  }

  async journals(): Promise<Line[]> {
    const texts = await Promise.all(this.keepers.map(({ hello }) => this.journalsOf(hello)));
    return texts.flat().flatMap((text) => parseJournal(text));
  }

  async end(): Promise<void> {
    clearInterval(this.signs);
    const { connection } = this;
    if (connection === undefined) return;
    await Promise.all(
      this.keepers.map(({ hello }) => this.ask(hello, 'end', { run: this.run }).catch(() => undefined)),
    );
    const { stream } = this.of;
    if (stream !== undefined) await removeStreams({ ...this.broker, stream }).catch(() => undefined);
    await connection.close();
  }

  private listen(connection: NatsConnection): void {
    connection.subscribe(toldIn(this.run), {
      callback: (_, message) => {
        const told = message.json<Told>();
        if (told.kind === 'failed') this.listener.failed(new RealProblem(told.reason));
        else if (told.kind === 'alive') this.heard.set(told.keeper, monotonicNow());
        else this.listener.status(told);
      },
    });
    this.signs = setInterval(() => {
      connection.publish(aliveIn(this.run));
      this.lookForKeepers();
    }, SIGN_OF_LIFE);
  }

  /** A conductor that has stood still itself hears first what came meanwhile. */
  private lookForKeepers(): void {
    const now = monotonicNow();
    const isLate = now - this.looked > 2 * SIGN_OF_LIFE;
    this.looked = now;
    for (const { hello } of this.keepers) {
      const heard = this.heard.get(hello.keeper);
      if (isLate || heard === undefined) this.heard.set(hello.keeper, now);
      else if (now - heard > KEEPER_MISSED_FOR) {
        const names = hello.services.join(', ');
        this.listener.failed(new RealProblem(`the keeper on ${hello.host} has gone, and with it ${names}`));
      }
    }
  }

  private async ping(keeper: string): Promise<Ping[]> {
    const pings: Ping[] = [];
    for (let n = 0; n < PINGS; n += 1) {
      const asked = monotonicNow();
      const answer = await this.connection?.request(subjectOf(keeper, 'ping'), '', {
        timeout: ANSWERED_WITHIN,
      });
      const heard = monotonicNow();
      if (answer !== undefined) pings.push({ asked, heard, told: answer.json<{ now: number }>().now });
    }
    return pings;
  }

  private async journalsOf(hello: Hello): Promise<string[]> {
    const { files = [] } = await this.ask<Read>(hello, 'read', { offset: 0 } satisfies ReadOrders);
    const texts: string[] = [];
    for (const file of files) {
      const parts: Buffer[] = [];
      let offset = 0;
      for (;;) {
        const { part } = await this.ask<Read>(hello, 'read', { file, offset } satisfies ReadOrders);
        if (part === '') break;
        const bytes = Buffer.from(part, 'base64');
        parts.push(bytes);
        offset += bytes.length;
      }
      texts.push(Buffer.concat(parts).toString('utf8'));
    }
    return texts;
  }

  private async ask<T extends object>({ keeper, host }: Hello, what: Ask, orders: object): Promise<T> {
    if (this.connection === undefined) throw new Error('nobody is connected');
    const reply = await this.connection
      .request(subjectOf(keeper, what), JSON.stringify(orders), { timeout: ANSWERED_WITHIN })
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new RealProblem(`the keeper on ${host} does not answer (${why})`);
      });
    const answer = reply.json<Answered<T>>();
    if (isProblem(answer)) throw new RealProblem(`${host}: ${answer.problem}`);
    return answer;
  }
}

/** All keepers at the broker that answer in time. */
async function findKeepers(connection: NatsConnection): Promise<Hello[]> {
  const found = new Map<string, Hello>();
  const inbox = `coupling-demo.answers.${randomBytes(8).toString('hex')}`;
  const answers = connection.subscribe(inbox, {
    callback: (_, message) => {
      const hello = message.json<Hello>();
      found.set(hello.keeper, hello);
    },
  });
  connection.publish(HELLO, '', { reply: inbox });
  await sleep(FOUND_WITHIN);
  answers.unsubscribe();
  return [...found.values()];
}

/**
 * Who serves what: each service of the plan has to be served by one keeper.
 *
 * @throws {RealProblem} where one is missing or served twice
 */
export function shareOut({ services }: Pick<Plan, 'services'>, hellos: readonly Hello[]): { hello: Hello }[] {
  const serving = new Set<Hello>();
  for (const { name } of services) {
    const all = hellos.filter((hello) => hello.services.includes(name));
    const [first] = all;
    if (first === undefined) {
      const names = services.map((service) => service.name).join(' ');
      throw new RealProblem(
        `${name}: no keeper serves it: on its machine, start coupling-demo serve <scenario> ${name} (all: ${names})`,
      );
    }
    if (all.length > 1)
      throw new RealProblem(`${name}: served by ${all.map(({ host }) => host).join(' and ')}: one has to do`);
    if (first.isBusy)
      throw new RealProblem(`${name}: the keeper on ${first.host} is at work for another run`);
    serving.add(first);
  }
  return [...serving].map((hello) => ({ hello }));
}
