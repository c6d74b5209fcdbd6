import { VirtualClock } from '../engine/virtual-clock.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { Recorder } from '../measure/recorder.js';
import { type Plan, withoutFaults } from '../plan/plan.js';
import { SimulatedBus } from '../simulated/bus.js';
import { CallRouter } from '../system/calls.js';
import type { Facts } from '../system/facts.js';
import { scheduleFaults } from '../system/faults.js';
import type { Table } from '../system/ports.js';
import type { SimulatedTable } from '../simulated/table.js';
import { TellBoth } from '../system/tell-both.js';
import { World } from '../system/world.js';
import { beginLoad } from './outer-caller.js';
import { applyVariant } from './registry.js';

export interface SimulateOptions {
  /** `false`: the control run, the same traffic and luck without the faults. */
  faults: boolean;
  /** Asked now and then: should the run end early? */
  interrupted?: () => boolean;
  /** Asked often: is all known that the run is for? It ends then, as an interrupted one does. */
  isEnough?: () => boolean;
  /** Work that may be open at once before the run is ended early; it is all kept in memory. */
  mostOpen?: number;
  /** Who listens beside measuring, told what the plan of the mode is and what its clock. */
  listener?: (plan: Plan, clock: VirtualClock) => Facts;
}

/** Work that may be open at once: of what is kept in memory for it, less than a gigabyte. */
const MOST_OPEN = 2_000_000;

/**
 * Runs one mode in virtual time and measures it.
 *
 * @throws RangeError for a mode that there is not
 */
export async function simulate(plan: Plan, mode: string, options: SimulateOptions): Promise<RunMeasurements> {
  const clock = new VirtualClock();
  const { plan: effective } = applyVariant(plan, mode);
  const recorder = new Recorder(effective, clock);
  const other = options.listener?.(effective, clock);
  const facts = other === undefined ? recorder : new TellBoth(recorder, other);
  return recorder.measurements(await runMode(plan, mode, clock, facts, options));
}

/**
 * Runs one mode, and tells what happens to whoever wants to know: measuring is one listener, and the run is the same
 * with another.
 *
 * @throws RangeError for a mode that there is not
 */
export async function runMode(
  plan: Plan,
  mode: string,
  clock: VirtualClock,
  facts: Facts,
  options: SimulateOptions,
): Promise<RunMeasurements['end']['reason']> {
  const { couple, plan: effective } = applyVariant(options.faults ? plan : withoutFaults(plan), mode);
  const world = new World(effective, clock, facts);
  const calls = new CallRouter(world);
  const bus = new SimulatedBus(world);
  const table = effective.sharing === undefined ? undefined : await makeTable(world);
  couple(effective, { clock, calls, bus, table: table ?? NO_TABLE });
  scheduleFaults(world, bus);
  const load = await beginLoad(world, calls);
  const reason = await clock.run({
    open: () => world.openWork,
    mostOpen: options.mostOpen ?? MOST_OPEN,
    interrupted: options.interrupted,
    isEnough: options.isEnough,
  });
  for (const service of world.services) service.close();
  table?.close();
  return reason !== 'interrupted' && load.hasSpun ? 'spinning' : reason;
}

/** It is loaded with all that it stands on when it is needed: most runs do without. */
async function makeTable(world: World): Promise<SimulatedTable> {
  const { SimulatedTable } = await import('../simulated/table.js');
  return new SimulatedTable(world);
}

/** Only a plan for a shared database has one. */
const NO_TABLE: Table = {
  poll: refuseTable,
  commit: refuseTable,
};

function refuseTable(): never {
  throw new Error('a plan without a database');
}
