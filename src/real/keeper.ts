import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { monotonicNow } from '../engine/wall-clock.js';
import type { FaultPlan } from '../faults/effects.js';
import { Broker } from './broker.js';
import type { Assignment, HostOrders } from './host.js';
import { planFor } from './plan-for.js';
import { Journal } from './journal.js';
import type { BrokerAddress } from './broker-address.js';
import { addressOf, type DatabaseAddress } from './postgres/address.js';
import type { PostgresServer } from './postgres/server.js';
import { fileOf, KEEPER_PROCESS } from './keeping.js';
import { makeStreams, removeStreams } from './nats-streams.js';
import { RealProblem } from './problem.js';

/** What a keeper is told to run. */
export interface KeeperOrders extends Omit<Assignment, 'broker' | 'database'> {
  /** The user's broker, or one to be started for the run, where the mode needs one. */
  broker: BrokerAddress | 'none' | 'own';
  /** Likewise the database: the user's by its URL. */
  database: { url: string } | 'none' | 'own';
  /** The services that it starts, by their index; left out, all of them, and the stream of their events is its, too. */
  only?: number[];
}

/** What a keeper tells, besides the status of its services. */
export type KeeperMessage =
  { kind: 'ready'; addresses: (string | null)[] } | { kind: 'failed'; reason: string };

const STARTED_WITHIN = 15_000;
/** A database server that was killed is started so long before it has to be back: it reads its log first. Milliseconds. */
const RECOVERS_WITHIN = 1500;

/**
 * Owns all processes of a run: it starts the broker and the services, kills and stops them by the timetable of the faults, and
 * ends them all when its channel closes, however that came about. So nothing is left after `kill -9` of the command.
 */
class Keeper {
  private readonly hosts = new Map<number, ChildProcess>();
  private readonly lives = new Map<number, number>();
  /** By service, the end of its last crash. */
  private readonly downUntil = new Map<number, number>();
  private readonly ports = new Map<number, number>();
  private addresses: string[] = [];
  private origin = 0;
  /** The run's own; the user's is not touched. */
  private broker: Broker | undefined;
  private address: BrokerAddress | undefined;
  private databaseServer: PostgresServer | undefined;
  private database: DatabaseAddress | undefined;
  /** One that has begun has to be ended, whenever the run is. */
  private startingDatabase: Promise<void> | undefined;
  private journal: Journal | undefined;
  private isEnding = false;

  constructor(
    private readonly orders: KeeperOrders,
    private readonly tell: (message: object) => void,
  ) {}

  async start(): Promise<void> {
    mkdirSync(this.orders.folder, { recursive: true, mode: 0o700 });
    const { plan } = planFor(this.orders);
    const { broker } = this.orders;
    if (broker === 'own') {
      this.broker = await Broker.begin(this.orders.folder, (reason) => {
        this.fail(reason);
      });
      this.address = this.broker.address;
    } else if (broker !== 'none') this.address = broker;
    if (this.address !== undefined && this.isAlone) await makeStreams(this.address, plan.steps);
    this.startingDatabase = this.startDatabase();
    await this.startingDatabase;
    if (this.isEnding) return;
    this.journal = new Journal(fileOf(this.orders.folder, 'journal', KEEPER_PROCESS), (error) => {
      this.fail(error instanceof Error ? error.message : String(error));
    });
    const { listen, only = plan.services.map(({ index }) => index) } = this.orders;
    const addresses: (string | null)[] = plan.services.map(() => null);
    await Promise.all(
      only.map(async (service, place) => {
        const port = await this.startHost(service, 0, listen.port === 0 ? 0 : listen.port + place);
        this.ports.set(service, port);
        addresses[service] = `${listen.host}:${port}`;
      }),
    );
    this.tell({ kind: 'ready', addresses });
  }

  private async startDatabase(): Promise<void> {
    const { database } = this.orders;
    if (database === 'none') return;
    const { makeTable } = await import('./postgres/reach.js');
    if (database === 'own') {
      const { PostgresServer: Server } = await import('./postgres/server.js');
      this.databaseServer = await Server.begin((reason) => {
        this.fail(reason);
      });
      this.database = { config: this.databaseServer.config, schema: 'run' };
    } else this.database = addressOf(database.url);
    await makeTable(this.database);
  }

  private async endDatabase(): Promise<void> {
    await this.startingDatabase?.catch(() => undefined);
    if (this.databaseServer !== undefined) await this.databaseServer.end();
    else if (this.database !== undefined) {
      const { dropTable } = await import('./postgres/reach.js');
      await dropTable(this.database).catch(() => undefined);
    }
  }

  /** Time begins. */
  go(origin: number, addresses: string[]): void {
    this.origin = origin;
    this.addresses = addresses;
    for (const host of this.hosts.values()) host.send({ addresses, origin, listenAt: 0 });
    const { plan } = planFor(this.orders);
    for (const fault of plan.faults)
      this.schedule(
        fault,
        plan.services.map(({ name }) => name),
      );
  }

  /** Ends every process, and removes what they have left at a broker that goes on. */
  async end(): Promise<void> {
    this.isEnding = true;
    for (const host of this.hosts.values()) {
      host.kill('SIGCONT');
      host.kill('SIGKILL');
    }
    await this.endDatabase();
    if (this.broker !== undefined) this.broker.end();
    // Whoever has stopped the broker meanwhile has to remove its streams, too.
    else if (this.address !== undefined && this.isAlone)
      await removeStreams(this.address).catch(() => undefined);
  }

  /** Where there are other keepers, whoever drives the run makes and removes its stream. */
  private get isAlone(): boolean {
    return this.orders.only === undefined;
  }

  private schedule(fault: FaultPlan, services: readonly string[]): void {
    const { kind, target, at, until } = fault;
    if (target === 'bus') {
      const { broker } = this;
      if (broker === undefined) return;
      this.at(at, () => {
        if (kind === 'crash') broker.crash();
        else broker.stop();
      });
      if (until === Infinity) return;
      this.at(until, () => {
        if (kind === 'crash') broker.restart();
        else broker.goOn();
      });
    } else if (kind === 'crash' && target === 'database') {
      const server = this.databaseServer;
      this.at(at, () => server?.crash());
      if (until < Infinity) this.at(Math.max(at, until - RECOVERS_WITHIN), () => server?.restart());
    } else if (kind === 'crash') {
      const service = services.indexOf(target);
      this.at(at, () => {
        void this.crash(service, until);
      });
    }
  }

  private at(time: number, action: () => void): void {
    setTimeout(action, Math.max(0, this.origin + time - monotonicNow()));
  }

  /** A service has asked for it: its process stands still, and goes on unless it is killed before. */
  private freeze(host: ChildProcess, until: number): void {
    if (this.isEnding || this.origin + until <= monotonicNow()) return;
    host.kill('SIGSTOP');
    if (until < Infinity) this.at(until, () => host.kill('SIGCONT'));
  }

  /** Kills the process; the next one starts at once, and listens when the fault is over. */
  private async crash(service: number, until: number): Promise<void> {
    this.downUntil.set(service, Math.max(until, this.downUntil.get(service) ?? 0));
    const host = this.hosts.get(service);
    if (host === undefined || this.isEnding) return;
    const gone = new Promise((resolve) => host.once('exit', resolve));
    this.hosts.delete(service);
    host.kill('SIGKILL');
    await gone;
    this.journal?.write([monotonicNow() - this.origin, 'killed', service]);
    this.journal?.flush();
    if (this.downUntil.get(service) !== Infinity) await this.restart(service);
  }

  private async restart(service: number): Promise<void> {
    if (this.isEnding) return;
    const life = (this.lives.get(service) ?? 0) + 1;
    await this.startHost(service, life, this.ports.get(service) ?? 0);
    const listenAt = this.downUntil.get(service);
    this.hosts.get(service)?.send({ addresses: this.addresses, origin: this.origin, listenAt });
  }

  private startHost(service: number, life: number, port: number): Promise<number> {
    this.lives.set(service, life);
    const orders: HostOrders = {
      ...this.orders,
      broker: this.address,
      database: this.database,
      service,
      life,
      port,
    };
    const log = openSync(fileOf(this.orders.folder, 'log', service + 1), 'a');
    const child = fork(process.argv[1] ?? '', ['host'], { stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    this.hosts.set(service, child);
    child.send(orders);
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        const name = planFor(this.orders).plan.services[service]?.name ?? 'a service';
        reject(new RealProblem(`${name} did not start within ${STARTED_WITHIN / 1000} s`));
      }, STARTED_WITHIN);
      child.on(
        'message',
        (message: { kind: string; port?: number; reason?: string; until?: number | null }) => {
          if (message.kind === 'ready') {
            clearTimeout(patience);
            resolve(message.port ?? 0);
          } else if (message.kind === 'failed') {
            this.fail(message.reason ?? '');
          } else if (message.kind === 'freeze') {
            this.freeze(child, message.until ?? Infinity);
          } else {
            this.tell(message);
          }
        },
      );
      child.on('exit', () => {
        // One that is killed while it begins is not awaited any more.
        clearTimeout(patience);
        if (this.hosts.get(service) === child && !this.isEnding) this.fail('a service has ended by itself');
      });
    });
  }

  private fail(reason: string): void {
    this.tell({ kind: 'failed', reason });
  }
}

/** The keeper's process. */
export function keep(orders: KeeperOrders, tell: (message: object) => void): void {
  process.title = 'coupling-demo: keeper';
  const keeper = new Keeper(orders, tell);
  const end = async (): Promise<void> => {
    await keeper.end();
    // Whoever was killed just now may still have been writing.
    rmSync(orders.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
    process.exit(0);
  };
  process.on('disconnect', () => void end());
  process.on('uncaughtException', (error) => {
    const isOurs = !(error instanceof RealProblem);
    tell({ kind: 'failed', reason: isOurs ? (error.stack ?? error.message) : error.message });
  });
  // A Ctrl-C goes to all processes of the terminal; the command says when it is over.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('message', (message: { kind: string; origin?: number; addresses?: string[] }) => {
    if (message.kind === 'go') keeper.go(message.origin ?? 0, message.addresses ?? []);
    else if (message.kind === 'end') void end();
  });
  keeper.start().catch((error: unknown) => {
    tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  });
}
