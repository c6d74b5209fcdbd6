import { VirtualClock } from '../engine/virtual-clock.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { Recorder } from '../measure/recorder.js';
import { type Plan, withoutFaults } from '../plan/plan.js';
import { applyVariant, type BaseMode } from './registry.js';
import { SimulatedBus } from '../system/bus.js';
import { SimulatedCalls } from '../system/calls.js';
import type { Facts } from '../system/facts.js';
import { scheduleFaults } from '../system/faults.js';
import { startLoad } from '../system/load.js';
import { World } from '../system/world.js';
import { direct } from './direct.js';
import { event } from './event.js';

export interface SimulateOptions {
  /** `false`: the control run, the same traffic and luck without the faults. */
  faults: boolean;
  /** Asked now and then: should the run end early? */
  interrupted?: () => boolean;
}

/** Something that has to say what is left in it when the run is over. */
interface Closable {
  close(): void;
}

type Couple = (world: World, calls: SimulatedCalls, bus: SimulatedBus) => Promise<Closable> | undefined;

/** What each mode makes of a plan. */
const COUPLINGS: Record<BaseMode, Couple> = {
  direct: ({ plan }, calls) => {
    direct(plan, calls);
    return undefined;
  },
  event: ({ plan }, calls, bus) => {
    event(plan, calls, bus);
    return undefined;
  },
  'shared-database': coupleByDatabase,
};

/** It is loaded with all that it stands on when it is asked for: most runs do without. */
async function coupleByDatabase(world: World, calls: SimulatedCalls): Promise<Closable> {
  const [{ sharedDatabase }, { SimulatedTable }] = await Promise.all([
    import('./shared-database.js'),
    import('../system/table.js'),
  ]);
  const table = new SimulatedTable(world);
  sharedDatabase(world.plan, calls, table);
  return table;
}

/**
 * Runs one mode in virtual time and measures it.
 *
 * @throws RangeError for a mode that there is not
 */
export async function simulate(plan: Plan, mode: string, options: SimulateOptions): Promise<RunMeasurements> {
  const clock = new VirtualClock();
  const recorder = new Recorder(applyVariant(plan, mode).plan, clock);
  return recorder.measurements(await runMode(plan, mode, clock, recorder, options));
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
  const variant = applyVariant(options.faults ? plan : withoutFaults(plan), mode);
  const couple = COUPLINGS[variant.mode];
  const effective = variant.plan;
  const world = new World(effective, clock, facts);
  const calls = new SimulatedCalls(world);
  const bus = new SimulatedBus(world);
  const table = await couple(world, calls, bus);
  scheduleFaults(world, bus);
  const load = startLoad(world, (request, answered) => {
    calls.ask(undefined, effective.entry, request, (answer) => {
      if (answer.state === 'done') facts.told(request, 'accepted');
      else if (answer.state === 'declined') facts.told(request, 'failed');
      else facts.told(request, answer.cause === 'timeout' ? 'timedOut' : 'failed', answer.origin);
      world.letGo(request);
      answered?.();
    });
  });
  const reason = await clock.run({
    limit: plan.load.duration + plan.load.drain,
    // Where nothing but the number of requests bounds the load, it may never come to its end.
    patience: plan.load.duration === Infinity ? plan.load.drain : Infinity,
    busy: () => world.openRequests > 0,
    interrupted: options.interrupted,
  });
  for (const service of world.services) service.close();
  table?.close();
  return reason !== 'interrupted' && load.hasSpun ? 'spinning' : reason;
}
