import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { columnNames, findMode } from '../modes/registry.js';
import { planColumn } from '../plan/column.js';
import type { Plan } from '../plan/plan.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { checkBroker } from './broker-address.js';
import type { RealChoices } from './choices.js';
import { RealProblem } from './problem.js';

/** The broker's program. Debian keeps it where only root looks. */
const BROKER = 'nats-server';
const MORE_FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

/**
 * Looks for what a real run needs, before anything is started.
 *
 * @param find says where a program is
 * @throws {UsageProblem} when the scenario has what no real run can have: it says what
 * @throws {RealProblem} when a program is missing: it says how to get it
 */
export async function checkRequirements(
  scenario: Scenario,
  { broker, join = false }: RealChoices = {},
  find = findProgram,
): Promise<void> {
  const bases = columnNames(scenario.modes).map((column) => findMode(column, scenario.modes)?.base);
  if (bases.includes('shared-database')) {
    refuse('the shared database has no real counterpart yet: choose --modes direct,event');
  }
  for (const column of columnNames(scenario.modes)) {
    const { plan } = planColumn(scenario, column);
    const why = findUnreal(plan) ?? (broker === undefined ? undefined : findNotOurs(plan));
    if (why !== undefined) refuse(why);
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
    if (target === 'database') return `${name} has no real counterpart yet`;
  }
  return undefined;
}

/** What is done to a broker only if it is the run's own. */
function findNotOurs({ faults }: Plan): string | undefined {
  const fault = faults.find(({ on, target }) => on === 'switch' && target === 'bus');
  if (fault === undefined) return undefined;
  return `${fault.kind} of bus: your own broker is not touched; leave --broker and NATS_URL out, and one is started for the run`;
}

function refuse(why: string): never {
  throw new UsageProblem('not-real', `--real: ${why}`);
}

/** Where a program is, as a shell would find it. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...MORE_FOLDERS];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
