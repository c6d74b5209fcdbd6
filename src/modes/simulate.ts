import { VirtualClock } from '../engine/virtual-clock.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { Recorder } from '../measure/recorder.js';
import { type Plan, withoutFaults } from '../plan/plan.js';
import type { Answer } from '../system/answer.js';
import { SimulatedBus } from '../system/bus.js';
import { SimulatedCalls } from '../system/calls.js';
import type { Facts } from '../system/facts.js';
import { scheduleFaults } from '../system/faults.js';
import { startLoad } from '../system/load.js';
import type { Request, Response } from '../system/request.js';
import { World } from '../system/world.js';
import { direct } from './direct.js';
import { event } from './event.js';
import { applyVariant, type BaseMode } from './registry.js';

export interface SimulateOptions {
  /** `false`: the control run, the same traffic and luck without the faults. */
  faults: boolean;
  /** Asked now and then: should the run end early? */
  interrupted?: () => boolean;
  /** Work that may be open at once before the run is ended early; it is all kept in memory. */
  mostOpen?: number;
}

/** What a mode makes of a plan, and what of it has to say what is left when the run is over. */
interface Closable {
  close(): void;
}

type Couple = (world: World, calls: SimulatedCalls, bus: SimulatedBus) => Promise<Closable> | undefined;

/** What each mode makes of a plan. */
const COUPLINGS: Record<BaseMode, Couple> = {
  direct: ({ plan }, calls) => {
    direct(plan, { calls });
    return undefined;
  },
  event: ({ plan }, calls, bus) => {
    event(plan, { calls, bus });
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
  sharedDatabase(world.plan, { calls, table });
  return table;
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
  const ask = await callerOf(world, calls);
  const load = startLoad(world, (request, answered) => {
    ask(request, (answer) => {
      respond(world, request, answer);
      answered?.();
    });
  });
  const reason = await clock.run({
    open: () => world.openWork,
    mostOpen: options.mostOpen ?? MOST_OPEN,
    interrupted: options.interrupted,
  });
  for (const service of world.services) service.close();
  table?.close();
  return reason !== 'interrupted' && load.hasSpun ? 'spinning' : reason;
}

type Ask = (request: Request, heard: (answer: Answer) => void) => void;

/** The outer caller. One who tries again stands on promises and p-retry, which are loaded when they are needed. */
async function callerOf({ clock }: World, calls: SimulatedCalls): Promise<Ask> {
  const { retry, deadline } = calls.entry;
  if (retry === undefined) {
    return (request, heard) => {
      calls.ask(request, heard, clock.now + deadline);
    };
  }
  const { askWithRetries } = await import('../system/caller.js');
  return (request, heard) => {
    askWithRetries(clock, calls, retry, request)
      .then(heard)
      .catch((error: unknown) => {
        clock.fail(error);
      });
  };
}

/** The caller has its answer. */
function respond(world: World, request: Request, answer: Answer): void {
  request.response = responseOf(answer);
  request.respondedAt = world.clock.now;
  if (answer.state === 'failed') world.facts.responded(request, answer.origin);
  else world.facts.responded(request);
  world.unpin(request);
}

function responseOf(answer: Answer): Response {
  if (answer.state === 'done') return 'accepted';
  return answer.state === 'failed' && answer.cause === 'timeout' ? 'timedOut' : 'failed';
}
