import { columnNames, findMode } from '../modes/registry.js';
import { planColumn } from '../plan/column.js';
import type { FaultPlan } from '../faults/effects.js';
import type { Plan } from '../plan/plan.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { checkBroker } from './broker-address.js';
import type { RealChoices } from './choices.js';
import type { Database } from './postgres/address.js';
import { RealProblem } from './problem.js';
import { findProgram } from './programs.js';

/** The broker's program. */
const BROKER = 'nats-server';

/**
 * Looks for what a real run needs, before anything is started.
 *
 * @param find says where a program is
 * @throws {UsageProblem} when the scenario has what no real run can have: it says what
 * @throws {RealProblem} when a program is missing: it says how to get it
 */
export async function checkRequirements(
  scenario: Scenario,
  { broker, database, join = false }: RealChoices = {},
  find = findProgram,
): Promise<void> {
  const bases = columnNames(scenario.modes).map((column) => findMode(column, scenario.modes)?.base);
  const isShared = bases.includes('shared-database');
  if (isShared && join) {
    refuse('the shared database has no real counterpart with --join: choose --modes direct,event');
  }
  for (const column of columnNames(scenario.modes)) {
    const { plan } = planColumn(scenario, column);
    const why =
      findUnreal(plan) ??
      (broker === undefined ? undefined : findNotOurs(plan)) ??
      (database === undefined || plan.sharing === undefined ? undefined : findNotOurDatabase(plan));
    if (why !== undefined) refuse(why);
  }
  if (isShared) await checkDatabase(database, find);
  if (!bases.includes('event') && !join) return;
  if (broker !== undefined) await checkBroker(broker);
  else if (find(BROKER) === undefined) {
    throw new RealProblem(
      `${BROKER} is not installed, and event mode needs a broker: apt-get install nats-server (or brew install nats-server)`,
    );
  }
}

/** What cannot be made real, in words; `undefined` where all can be. */
function findUnreal({ faults, load, bus }: Plan): string | undefined {
  if (load.duration === Infinity)
    return 'load.requests alone does not bound a real run: give it a --duration';
  if (!bus.outbox) return 'bus.outbox: false has no real counterpart yet: its loss is simulated only';
  for (const { on, kind, target, cycle, forgets } of faults.map(withAll)) {
    const name = `${kind} of ${target}`;
    if (on === 'path' || on === 'message' || on === 'acknowledgement')
      return `${name} cannot be made real: what is on its way over loopback is neither lost nor delayed`;
    if (target === 'bus' && !((kind === 'outage' || kind === 'crash') && cycle === undefined))
      return `${name} has no real counterpart yet: of the bus, --bus-outage and --bus-crash have`;
    if (target === 'database' && forgets === true && cycle !== undefined)
      return `${name} has no real counterpart: of the database, --crash has`;
  }
  return undefined;
}

/** What is done to a broker only if it is the run's own. */
function findNotOurs({ faults }: Plan): string | undefined {
  const fault = faults.find(({ on, target }) => on === 'switch' && target === 'bus');
  if (fault === undefined) return undefined;
  return `${fault.kind} of bus: your own broker is not touched; leave --broker and NATS_URL out, and one is started for the run`;
}

function findNotOurDatabase({ faults }: Plan): string | undefined {
  const fault = faults.find(({ kind, target }) => kind === 'crash' && target === 'database');
  if (fault === undefined) return undefined;
  return 'crash of database: your own database is not touched; leave --database and DATABASE_URL out, and one is started for the run';
}

/** The user's, which is asked whether it is there; else the programs that start one. */
async function checkDatabase(
  database: Database | undefined,
  find: (name: string) => string | undefined,
): Promise<void> {
  if (database !== undefined) {
    const { askDatabase } = await import('./postgres/ask.js');
    await askDatabase(database);
  } else if (find('postgres') === undefined || find('initdb') === undefined) {
    throw new RealProblem(
      'postgres is not installed, and the shared database needs it: apt-get install postgresql (or brew install postgresql)',
    );
  }
}

function withAll(fault: FaultPlan): {
  on: string;
  kind: string;
  target: string;
  cycle?: object | undefined;
  forgets?: true;
} {
  return fault;
}

function refuse(why: string): never {
  throw new UsageProblem('not-real', `--real: ${why}`);
}
