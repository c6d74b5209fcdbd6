import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { monotonicNow } from '../../engine/wall-clock.js';
import type { Scenario } from '../../scenario/scenario.js';
import { type Broker, connectTo } from '../broker-address.js';
import type { Status } from '../host.js';
import { planFor } from '../plan-for.js';
import type { KeeperMessage, KeeperOrders } from '../keeper.js';
import {
  aliveIn,
  type Ask,
  type GoOrders,
  HELLO,
  type Hello,
  CONDUCTOR_MISSED_FOR,
  type Read,
  type ReadOrders,
  SIGN_OF_LIFE,
  type Started,
  type StartOrders,
  subjectOf,
  type Told,
  toldIn,
} from './messages.js';

/** Of a journal, in one message. A broker takes a megabyte unless it is told otherwise. Bytes. */
const PART = 256 * 1024;

export interface ServeOptions {
  broker: Broker;
  services: string[];
  /** Where its services listen, and from which port on; 0 for any that are free. */
  listen: { host: string; port: number };
  /** What a process of a real run is started from. */
  entry: string;
  version: string;
  say: (line: string) => void;
}

/** A keeper that lends this machine to runs that are driven from another. */
export class Served {
  private readonly id = randomBytes(8).toString('hex');
  private work: Work | undefined;

  private constructor(
    private readonly connection: NatsConnection,
    private readonly options: ServeOptions,
  ) {}

  /** Connects, and answers from then on. */
  static async begin(options: ServeOptions): Promise<Served> {
    const served = new Served(await connectTo(options.broker), options);
    served.listen();
    await served.connection.flush();
    return served;
  }

  /** Ends what is at work, and answers no more. */
  async end(): Promise<void> {
    await this.endWork();
    await this.connection.close();
  }

  private listen(): void {
    const { connection, options } = this;
    connection.subscribe(HELLO, {
      callback: (_, message) => {
        const hello: Hello = {
          keeper: this.id,
          host: hostname(),
          cores: availableParallelism(),
          node: process.version,
          version: options.version,
          services: options.services,
          isBusy: this.work !== undefined,
        };
        message.respond(JSON.stringify(hello));
      },
    });
    this.answer('ping', () => ({ now: monotonicNow() }));
    this.answer('start', (orders: StartOrders) => this.start(orders));
    this.answer('go', (orders: GoOrders) => this.ours.go(orders));
    this.answer('read', (orders: ReadOrders) => this.ours.read(orders));
    this.answer('end', async () => {
      await this.endWork();
      return {};
    });
  }

  private get ours(): Work {
    if (this.work === undefined) throw new Error('nothing is at work here');
    return this.work;
  }

  /** What goes wrong is the answer, too. */
  private answer(ask: Ask, act: (orders: never) => object | Promise<object>): void {
    const respond = async (message: Msg): Promise<void> => {
      const text = message.string();
      const answer = await act((text === '' ? {} : JSON.parse(text)) as never);
      message.respond(JSON.stringify(answer));
    };
    this.connection.subscribe(subjectOf(this.id, ask), {
      callback: (_, message) => {
        respond(message).catch((error: unknown) => {
          const problem = error instanceof Error ? error.message : String(error);
          message.respond(JSON.stringify({ problem }));
        });
      },
    });
  }

  private async start(orders: StartOrders): Promise<Started> {
    if (this.work !== undefined) throw new Error('it is at work for another run');
    const { options, connection } = this;
    const work = new Work(orders, options, (told) => {
      connection.publish(toldIn(orders.run), JSON.stringify(told));
    });
    this.work = work;
    const alive = connection.subscribe(aliveIn(orders.run), {
      callback: () => {
        work.heard();
      },
    });
    const signs = setInterval(() => {
      connection.publish(
        toldIn(orders.run),
        JSON.stringify({ kind: 'alive', keeper: this.id } satisfies Told),
      );
    }, SIGN_OF_LIFE);
    void work.ended.then(() => {
      clearInterval(signs);
      alive.unsubscribe();
      if (this.work === work) this.work = undefined;
      options.say(`ended: ${orders.column}`);
    });
    options.say(`run: ${orders.column}${orders.faults ? '' : ', without the faults'}`);
    try {
      return { addresses: await work.started };
    } catch (error) {
      await this.endWork();
      throw error;
    }
  }

  private async endWork(): Promise<void> {
    await this.work?.end();
    this.work = undefined;
  }
}

/** One run, as this machine works for it: a keeper of its own, and a folder. */
class Work {
  readonly started: Promise<Started['addresses']>;
  readonly ended: Promise<void>;
  private readonly folder = mkdtempSync(join(tmpdir(), 'coupling-demo-'));
  private readonly keeper: ChildProcess;
  private patience: NodeJS.Timeout | undefined;

  constructor(orders: StartOrders, options: ServeOptions, tell: (told: Status | KeeperMessage) => void) {
    const keeper = fork(options.entry, ['keeper'], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    });
    this.keeper = keeper;
    this.started = new Promise((resolve, reject) => {
      keeper.on('message', (message: KeeperMessage | Status | { kind: 'going' }) => {
        if (message.kind === 'ready') resolve(message.addresses);
        else if (message.kind === 'failed' || message.kind === 'status') tell(message);
        if (message.kind === 'failed') reject(new Error(message.reason));
      });
    });
    this.ended = new Promise((resolve) => {
      keeper.once('exit', () => {
        clearTimeout(this.patience);
        rmSync(this.folder, { recursive: true, force: true });
        resolve();
      });
    });
    keeper.send(keeperOrders(orders, options, this.folder));
    this.heard();
  }

  /** Whoever drives the run is there: the next sign of life may take its time. */
  heard(): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => void this.end(), CONDUCTOR_MISSED_FOR);
  }

  go({ origin, addresses }: GoOrders): object {
    this.keeper.send({ kind: 'go', origin, addresses });
    return {};
  }

  read({ file, offset }: ReadOrders): Read {
    const files = readdirSync(this.folder).filter((name) => name.startsWith('journal-'));
    if (file === undefined) return { files, part: '' };
    if (!files.includes(file)) throw new Error('there is no such journal');
    const handle = openSync(join(this.folder, file), 'r');
    try {
      const part = Buffer.alloc(PART);
      return { part: part.subarray(0, readSync(handle, part, 0, PART, offset)).toString('base64') };
    } finally {
      closeSync(handle);
    }
  }

  async end(): Promise<void> {
    if (this.keeper.connected) this.keeper.disconnect();
    await this.ended;
  }
}

function keeperOrders(
  { scenario, column, faults, stream, callToken }: StartOrders,
  { broker, services, listen }: ServeOptions,
  folder: string,
): KeeperOrders {
  const { plan } = planFor({ scenario, column, faults });
  return {
    scenario,
    column,
    faults,
    folder,
    database: 'none',
    broker: stream === null ? 'none' : { ...broker, stream },
    only: plan.services.filter(({ name }) => services.includes(name)).map(({ index }) => index),
    listen,
    callToken,
  };
}

/** @returns what of a scenario's services is not among them */
export function unknownServices(scenario: Scenario, services: readonly string[]): string[] {
  return services.filter((name) => !Object.hasOwn(scenario.services, name));
}
