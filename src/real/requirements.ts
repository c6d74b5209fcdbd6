import { columnNames, findMode } from '../modes/registry.js';
import type { Plan } from '../plan/plan.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { checkBroker } from './broker-address.js';
import type { RealChoices } from './choices.js';
import { planFor } from './plan-for.js';
import { findPostgres } from './postgres/programs.js';
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
  choices: RealChoices = {},
  find = findProgram,
): Promise<void> {
  const { broker, database, join = false } = choices;
  const bases = columnNames(scenario.modes).map((column) => findMode(column, scenario.modes)?.base);
  const isShared = bases.includes('shared-database');
  if (isShared && join) {
    refuse('the shared database is of one machine: with --join choose --modes direct,event');
  }
  for (const column of columnNames(scenario.modes)) {
    const { plan } = planFor({ scenario, column, faults: true });
    const why = findUnreal(plan) ?? findNotOurs(plan, choices);
    if (why !== undefined) refuse(why);
  }
  if (isShared) {
    if (database !== undefined) {
      const { checkDatabase } = await import('./postgres/reach.js');
      await checkDatabase(database);
    } else if (findPostgres(find) === undefined) {
      throw new RealProblem(
        'PostgreSQL is not installed, and shared-database mode needs it: apt-get install postgresql (or brew install postgresql)',
      );
    }
  }
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
  for (const { on, kind, target, cycle } of faults.map((fault) => ({ cycle: undefined, ...fault }))) {
    const name = `${kind} of ${target}`;
    if (on === 'path' || on === 'message' || on === 'acknowledgement')
      return `${name} cannot be made real: what is on its way over loopback is neither lost nor delayed`;
    if (target === 'bus' && !((kind === 'outage' || kind === 'crash') && cycle === undefined))
      return `${name} has no real counterpart yet: of the bus, --bus-outage and --bus-crash have`;
  }
  return undefined;
}

/** What is done to a broker or a database only if it is the run's own. */
function findNotOurs({ faults }: Plan, { broker, database }: RealChoices): string | undefined {
  const fault = faults.find(
    ({ on, kind, target }) =>
      (broker !== undefined && on === 'switch' && target === 'bus') ||
      (database !== undefined && kind === 'crash' && target === 'database'),
  );
  if (fault === undefined) return undefined;
  const [what, flags] =
    fault.target === 'bus'
      ? ['broker', '--broker and NATS_URL']
      : ['database', '--database and DATABASE_URL'];
  return `${fault.kind} of ${fault.target}: your own ${what} is not touched; leave ${flags} out, and one is started for the run`;
}

function refuse(why: string): never {
  throw new UsageProblem('not-real', `--real: ${why}`);
}
