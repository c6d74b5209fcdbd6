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
import type { Table } from '../system/ports.js';
import type { Request, Response } from '../system/request.js';
import type { SimulatedTable } from '../system/table.js';
import { World } from '../system/world.js';
import { applyVariant } from './registry.js';

export interface SimulateOptions {
  /** `false`: the control run, the same traffic and luck without the faults. */
  faults: boolean;
  /** Asked now and then: should the run end early? */
  interrupted?: () => boolean;
  /** Work that may be open at once before the run is ended early; it is all kept in memory. */
  mostOpen?: number;
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
  const { couple, plan: effective } = applyVariant(options.faults ? plan : withoutFaults(plan), mode);
  const world = new World(effective, clock, facts);
  const calls = new SimulatedCalls(world);
  const bus = new SimulatedBus(world);
  const table = effective.sharing === undefined ? undefined : await makeTable(world);
  couple(effective, { clock, calls, bus, table: table ?? NO_TABLE });
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

/** It is loaded with all that it stands on when it is needed: most runs do without. */
async function makeTable(world: World): Promise<SimulatedTable> {
  const { SimulatedTable } = await import('../system/table.js');
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

type Ask = (request: Request, heard: (answer: Answer) => void) => void;

/** The outer caller. One who tries again stands on promises and p-retry, which are loaded when they are needed. */
async function callerOf({ clock }: World, calls: SimulatedCalls): Promise<Ask> {
  const { retry, overallLimit } = calls.entry;
  if (retry === undefined) {
    return (request, heard) => {
      calls.ask(request, heard, clock.now + overallLimit);
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
  if (answer.state === 'declined') return 'declined';
  return answer.cause === 'timeout' ? 'timedOut' : 'failed';
}
