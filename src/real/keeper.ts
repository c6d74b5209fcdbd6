import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { monotonicNow } from '../engine/wall-clock.js';
import type { FaultPlan } from '../faults/effects.js';
import type { Assignment, HostOrders } from './host.js';
import { planFor } from './host.js';
import { Journal } from './journal.js';
import { type BrokerAddress, removeStream } from './broker-address.js';
import { fileOf, KEEPER_PROCESS } from './keeping.js';
import { makeStream } from './nats-bus.js';
import { findProgram } from './requirements.js';

/** What a keeper is told to run. */
export interface KeeperOrders extends Omit<Assignment, 'broker'> {
  /** The user's broker, or one to be started for the run, where the mode needs one. */
  broker: BrokerAddress | 'none' | 'own';
  /** The services that it starts, by their index; left out, all of them, and the stream of their events is its, too. */
  only?: number[];
}

/** What a keeper tells, besides the status of its services. */
export type KeeperMessage =
  { kind: 'ready'; addresses: (string | null)[] } | { kind: 'failed'; reason: string };

const STARTED_WITHIN = 15_000;

/**
 * Owns all processes of a run: it starts the broker and the services, kills and stops them by the timetable of the faults, and
 * ends them all when its channel closes, however that came about. So nothing is left after `kill -9` of the command.
 */
class Keeper {
  private readonly hosts = new Map<number, ChildProcess>();
  private readonly lives = new Map<number, number>();
  private readonly ports = new Map<number, number>();
  private addresses: string[] = [];
  private origin = 0;
  private broker: { process?: ChildProcess; address: BrokerAddress } | undefined;
  private journal: Journal | undefined;
  private isEnding = false;

  constructor(
    private readonly orders: KeeperOrders,
    private readonly tell: (message: object) => void,
  ) {
    mkdirSync(orders.folder, { recursive: true, mode: 0o700 });
  }

  async start(): Promise<void> {
    const { plan } = planFor(this.orders);
    const { broker } = this.orders;
    if (broker === 'own') {
      this.broker = await startBroker(this.orders.folder, (reason) => {
        this.fail(reason);
      });
    } else if (broker !== 'none') this.broker = { address: broker };
    if (this.broker !== undefined && this.orders.only === undefined)
      await makeStream(this.broker.address, plan.steps);
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
    for (const host of this.hosts.values()) host.kill('SIGKILL');
    if (this.broker?.process !== undefined) this.broker.process.kill('SIGKILL');
    // Whoever has stopped the broker meanwhile has to remove its streams, too.
    else if (this.broker !== undefined && this.orders.only === undefined)
      await removeStream(this.broker.address).catch(() => undefined);
  }

  private schedule(fault: FaultPlan, services: readonly string[]): void {
    if (fault.kind === 'crash') {
      const service = services.indexOf(fault.target);
      this.at(fault.at, () => {
        void this.crash(service, fault.until);
      });
    } else if (fault.kind === 'outage' && fault.target === 'bus') {
      this.at(fault.at, () => this.broker?.process?.kill('SIGSTOP'));
      if (fault.until < Infinity) this.at(fault.until, () => this.broker?.process?.kill('SIGCONT'));
    }
  }

  private at(time: number, action: () => void): void {
    setTimeout(action, Math.max(0, this.origin + time - monotonicNow()));
  }

  /** Kills the process; the next one starts at once, and listens when the fault is over. */
  private async crash(service: number, until: number): Promise<void> {
    const host = this.hosts.get(service);
    if (host === undefined || this.isEnding) return;
    const gone = new Promise((resolve) => host.once('exit', resolve));
    this.hosts.delete(service);
    host.kill('SIGKILL');
    await gone;
    this.journal?.write([monotonicNow() - this.origin, 'killed', service]);
    this.journal?.flush();
    if (until === Infinity) return;
    const life = (this.lives.get(service) ?? 0) + 1;
    await this.startHost(service, life, this.ports.get(service) ?? 0);
    this.hosts.get(service)?.send({ addresses: this.addresses, origin: this.origin, listenAt: until });
  }

  private startHost(service: number, life: number, port: number): Promise<number> {
    this.lives.set(service, life);
    const orders: HostOrders = {
      ...this.orders,
      broker: this.broker?.address,
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
        reject(new Error('a service did not start in time'));
      }, STARTED_WITHIN);
      child.on('message', (message: { kind: string; port?: number; reason?: string }) => {
        if (message.kind === 'ready') {
          clearTimeout(patience);
          resolve(message.port ?? 0);
        } else if (message.kind === 'failed') {
          this.fail(message.reason ?? '');
        } else {
          this.tell(message);
        }
      });
      child.on('exit', () => {
        if (this.hosts.get(service) === child && !this.isEnding) this.fail('a service has ended by itself');
      });
    });
  }

  private fail(reason: string): void {
    this.tell({ kind: 'failed', reason });
  }
}

/** Starts a broker of the run's own, on loopback, with a folder and a token that nobody else knows. */
async function startBroker(
  folder: string,
  failed: (reason: string) => void,
): Promise<{ process: ChildProcess; address: BrokerAddress }> {
  const port = await freePort();
  const token = randomBytes(24).toString('base64url');
  const store = `${folder}/broker`;
  mkdirSync(store, { recursive: true });
  const config = `${folder}/broker.conf`;
  // In a file that only its owner reads: what stands in arguments, everybody can see.
  writeFileSync(
    config,
    `listen: "127.0.0.1:${port}"\nauthorization { token: "${token}" }\njetstream { store_dir: "${store}" }\nlog_file: "${folder}/broker.log"\n`,
    { mode: 0o600 },
  );
  const broker = spawn(findProgram('nats-server') ?? 'nats-server', ['-c', config], { stdio: 'ignore' });
  broker.on('error', (error) => {
    failed(`nats-server: ${error.message}`);
  });
  return { process: broker, address: { servers: [`nats://127.0.0.1:${port}`], token, stream: 'run' } };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/** The keeper's process. */
export function keep(orders: KeeperOrders, tell: (message: object) => void): void {
  process.title = 'coupling-demo: keeper';
  const keeper = new Keeper(orders, tell);
  const end = async (): Promise<void> => {
    await keeper.end();
    rmSync(orders.folder, { recursive: true, force: true });
    process.exit(0);
  };
  process.on('disconnect', () => void end());
  process.on('uncaughtException', (error) => {
    tell({ kind: 'failed', reason: error.stack ?? error.message });
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
