import { VirtualClock } from '../engine/clock.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { Recorder } from '../measure/recorder.js';
import type { Plan } from '../plan/plan.js';
import { SimulatedBus } from '../system/bus.js';
import { SimulatedCalls } from '../system/calls.js';
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

/** The modes there are, each by what it makes of a plan. */
const MODES: Record<string, (plan: Plan, calls: SimulatedCalls, bus: SimulatedBus) => void> = {
  direct,
  event,
};

export const MODE_NAMES: readonly string[] = Object.keys(MODES);

/**
 * Runs one mode in virtual time and measures it.
 *
 * @throws RangeError for a mode that there is not
 */
export async function simulate(plan: Plan, mode: string, options: SimulateOptions): Promise<RunMeasurements> {
  const couple = MODES[mode];
  if (couple === undefined) throw new RangeError(`no mode ${mode}`);
  const effective = options.faults ? plan : { ...plan, faults: [] };
  const clock = new VirtualClock();
  const recorder = new Recorder(plan, clock);
  const world = new World(effective, clock, recorder);
  const calls = new SimulatedCalls(world);
  const bus = new SimulatedBus(world);
  couple(effective, calls, bus);
  scheduleFaults(world, bus);
  startLoad(world, async (request) => {
    const answer = await calls.call(undefined, plan.entry, request);
    if (answer.state === 'done') recorder.told(request, 'accepted');
    else if (answer.state === 'declined') recorder.told(request, 'failed');
    else recorder.told(request, answer.cause === 'timeout' ? 'timedOut' : 'failed', answer.origin);
    world.letGo(request);
  });
  const reason = await clock.run({
    limit: plan.load.duration + plan.load.drain,
    busy: () => world.openRequests > 0,
    interrupted: options.interrupted,
  });
  for (const service of world.services) service.close();
  return recorder.measurements(reason);
}
