import { VirtualClock } from '../../src/engine/virtual-clock.js';
import { Recorder } from '../../src/measure/recorder.js';
import type { RunMeasurements } from '../../src/measure/measurements.js';
import { runMode } from '../../src/modes/simulate.js';
import type { Plan } from '../../src/plan/plan.js';
import { applyVariant } from '../../src/modes/registry.js';
import type { Facts } from '../../src/system/facts.js';
import type { Mode } from '../support/scenario.js';

/**
 * Timers that a run may set. The busiest of the random scenarios try to publish the events of all their requests every few
 * milliseconds, until a drain of ten minutes is over.
 */
const MOST = 10_000_000;

/** Virtual time that knows how many timers were set. */
export class BoundedClock extends VirtualClock {
  private timers = 0;

  constructor(private readonly most = MOST) {
    super();
  }

  get isExhausted(): boolean {
    return this.timers > this.most;
  }

  override setAt(...timer: Parameters<VirtualClock['setAt']>): void {
    this.timers += 1;
    super.setAt(...timer);
  }
}

/**
 * Runs one mode.
 *
 * @throws when it has set more timers than a run with an end would: no test hangs
 */
export async function runBounded(
  plan: Plan,
  mode: Mode,
  clock: BoundedClock,
  facts: Facts,
  faults: boolean,
): Promise<RunMeasurements['end']['reason']> {
  const interrupted = (): boolean => clock.isExhausted;
  const reason = await runMode(plan, mode, clock, facts, { faults, interrupted });
  // One that has come to its end by itself, as by its drain, had one.
  if (reason === 'interrupted') throw new Error(`${mode}: a run without an end, cut off at ${clock.now} ms`);
  return reason;
}

/** Measures one mode, with nobody else to listen. */
export async function measureBounded(plan: Plan, mode: Mode, faults = true): Promise<RunMeasurements> {
  const clock = new BoundedClock();
  const recorder = new Recorder(applyVariant(plan, mode).plan, clock);
  return recorder.measurements(await runBounded(plan, mode, clock, recorder, faults));
}
