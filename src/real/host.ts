import type { NatsConnection } from '@nats-io/transport-node';
import { WallClock } from '../engine/wall-clock.js';
import { Callback } from '../engine/clock.js';
import type { Plan } from '../plan/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import type { CanCrash, FaultPlan } from '../faults/effects.js';
import { CallRouter } from '../system/calls.js';
import { scheduleFaults } from '../system/faults.js';
import type { Table } from '../system/ports.js';
import { World } from '../system/world.js';
import { Freezes } from './freezes.js';
import { type BrokerAddress, connectTo } from './broker-address.js';
import { HttpCarrier, HttpDoor } from './http-calls.js';
import { Journal, readJournal } from './journal.js';
import { NatsBus } from './nats-bus.js';
import { fileOf } from './keeping.js';
import { planFor } from './plan-for.js';
import { RealProblem } from './problem.js';
import { Noise, type NoiseSamples } from './noise.js';
import type { DatabaseAddress } from './postgres/address.js';
import { DatabaseClient } from './postgres/client.js';
import { DatabaseDoor } from './postgres/door.js';
import { PostgresTable } from './postgres/table.js';
import { Ledger } from './requests.js';
import { Told } from './told.js';

/** What is run, for every process of a run. */
export interface Assignment {
  scenario: Scenario;
  /** A column's name. */
  column: string;
  faults: boolean;
  /** Where the journals are. */
  folder: string;
  broker: BrokerAddress | undefined;
  database: DatabaseAddress | undefined;
  /** Where services listen: on loopback, unless others are to reach them. */
  listen: Listen;
  /** What calls have to carry; left out where nobody else is within reach. */
  callToken?: string;
}

/** A host, and the first port; 0 for any that are free. */
export interface Listen {
  host: string;
  port: number;
}

export const LOOPBACK: Listen = { host: '127.0.0.1', port: 0 };

/** What a service's process is told to be. */
export interface HostOrders extends Assignment {
  service: number;
  /** How often it has begun before. */
  life: number;
  /** To listen on; 0 for any. */
  port: number;
}

/** Then, with everybody's addresses, and the moment at which time is 0; a later life begins to listen at its own moment. */
interface GoOrders {
  addresses: string[];
  origin: number;
  listenAt: number;
}

export interface Status {
  kind: 'status';
  service: number;
  life: number;
  open: number;
  owed: number;
  settled: number;
  noise: NoiseSamples;
}

/** Kills and stops are the keeper's; what a process does to itself are all the others. */
function withoutKills(plan: Plan): Plan {
  const { sharing } = plan;
  // The database's process lets go of what it works on when the server behind it is killed.
  const isOwn = ({ kind, target }: FaultPlan): boolean =>
    (kind !== 'crash' || target === sharing?.database.name) && kind !== 'freeze' && target !== 'bus';
  return { ...plan, faults: plan.faults.filter(isOwn) };
}

const NO_TABLE: Table = { poll: refuse, commit: refuse };

function refuse(): never {
  throw new Error('there is no shared table in this run');
}

/** The bus is a process of its own: what happens to it, the keeper does. */
const NOT_MINE: CanCrash = {
  beginOutage: () => undefined,
  endOutage: () => undefined,
  crash: () => undefined,
};

/** One service's process: the ordinary service, behind a door of its own. */
export async function host(orders: HostOrders, tell: (message: object) => void): Promise<void> {
  const fail = (error: unknown): void => {
    tell({ kind: 'failed', reason: reasonOf(error) });
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const { couple, plan } = planFor(orders);
  process.title = `coupling-demo: ${plan.services[orders.service]?.name ?? ''}`;
  const path = fileOf(orders.folder, 'journal', orders.service + 1);
  const before = readJournal(path);
  const journal = new Journal(path, fail);
  const clock = new WallClock(fail);
  const told = new Told(journal, clock, orders.service + 1, orders.life, plan.services.length);
  const world = new World(plan, clock, told, told);
  const noise = new Noise(clock, plan.load.warmup);
  const ledger = new Ledger(plan);
  ledger.restore(before);
  const calls = new CallRouter(world);
  let connection: NatsConnection | undefined;
  let bus: NatsBus | undefined;
  if (orders.broker !== undefined) {
    connection = await connectTo(orders.broker);
    bus = new NatsBus(world, connection, orders.broker, orders.service, ledger, journal, told, noise);
  }
  const { service: own, database, callToken, life } = orders;
  const server = plan.sharing?.database.index;
  const table =
    server === undefined || server === own ? undefined : new PostgresTable(world, own, ledger, journal, told);
  couple(plan, {
    clock,
    calls,
    bus: bus ?? { subscribe: refuse, publish: refuse },
    table: table ?? (server === own ? { ...NO_TABLE, poll: () => undefined } : NO_TABLE),
  });
  let pool: DatabaseDoor | undefined;
  if (server === own && database !== undefined) {
    const { openStore } = await import('./postgres/store.js');
    const store = await openStore(database, plan.services[own]?.concurrency ?? 1, fail);
    pool = new DatabaseDoor(world, store, ledger, journal, told, callToken);
  }
  const door = pool ?? new HttpDoor(world, calls, ledger, journal, told, callToken);
  const [service] = world.services.filter(({ index }) => index === orders.service);
  if (service === undefined) throw new RangeError(`no service ${orders.service}`);
  const freezes = new Freezes(world, service, journal, told, (until) => {
    tell({ kind: 'freeze', until });
  });
  const { host: at } = orders.listen;
  const port = life === 0 ? await door.listen(orders.port, at) : orders.port;
  tell({ kind: 'ready', port });

  process.on('message', ({ addresses, origin, listenAt }: GoOrders) => {
    const begin = async (): Promise<void> => {
      if (server !== undefined)
        table?.connect(new DatabaseClient(addresses[server] ?? '', server, callToken));
      if (life > 0) await door.listen(port, at);
      freezes.open();
      bus?.restore(before);
      await bus?.open();
      await table?.open(life === 0);
    };
    const carrier = new HttpCarrier(world, told, journal, noise, addresses, orders.callToken);
    world.carrier = carrier;
    void carrier
      .prime()
      .catch(() => undefined)
      .then(async () => {
        scheduleFaults({ plan: withoutKills(plan), services: world.services, clock }, NOT_MINE);
        clock.start(origin);
        freezes.schedule();
        if (listenAt > 0) clock.setAt(new Callback(() => void begin().catch(fail)), listenAt);
        else await begin();
        tell({ kind: 'going' });
      })
      .catch(fail);
    setInterval(() => {
      const status: Status = {
        kind: 'status',
        service: orders.service,
        life: orders.life,
        open: world.openWork + (bus?.unsent ?? 0),
        owed: bus?.owed ?? pool?.open ?? 0,
        settled: bus?.settled ?? 0,
        noise: noise.take(),
      };
      tell(status);
    }, 100);
  });
}

/** What is wrong with the world is said in a sentence, and what is wrong with us in all detail. */
function reasonOf(error: unknown): string {
  if (error instanceof RealProblem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
