import type { ServicePlan } from '../plan/plan.js';
import type { AttemptFact } from '../system/facts.js';
import { Histogram } from './histogram.js';
import type { Failures, ServiceMeasurements } from './measurements.js';
import { Occupancy } from './occupancy.js';
import type { ServiceSeriesRecorder } from './service-series.js';
import type { Window } from './window.js';

/** By so much of the time that it is, a difference of two moments may be off. */
const ROUNDING = 1e-14;

/** What is counted at one service. */
export class ServiceTally {
  attempts = 0;
  succeeded = 0;
  effects = 0;
  doubleEffects = 0;
  duplicates = 0;
  deadLettered = 0;
  copies = 0;
  outOfOrder = 0;
  lostAcks = 0;
  readonly failures: Failures = {
    injected: 0,
    inherited: 0,
    overload: 0,
    timeout: 0,
    breaker: 0,
    declined: 0,
  };
  readonly queue: Occupancy;
  readonly slots = new Occupancy();
  private had = 0;
  private readonly waitTime = new Histogram();
  private readonly serviceTime = new Histogram();
  /** Made when the first slot is held for longer than the work: until then it is the same as `serviceTime`. */
  private holdTime: Histogram | undefined = undefined;
  /** Milliseconds of slot time inside the window: taken, and taken only to wait for others. */
  private taken = 0;
  private blocked = 0;

  constructor(
    private readonly plan: ServicePlan,
    private readonly window: Window,
    readonly series: ServiceSeriesRecorder,
  ) {
    this.queue = new Occupancy(window.from);
  }

  started(attempt: AttemptFact, now: number): void {
    this.slots.enter(now);
    if (!attempt.request.counted) return;
    if (attempt.queued) this.had += 1;
    this.waitTime.record(now - attempt.arrivedAt);
  }

  waited(attempt: AttemptFact, now: number): void {
    this.queue.leave(now, attempt.arrivedAt);
    this.series.hasWaited(attempt.arrivedAt, now);
  }

  released(attempt: AttemptFact, now: number): void {
    this.slots.leave(now, attempt.startedAt);
    this.addSlotTime(attempt, now);
    if (!attempt.request.counted) return;
    const work = Math.min(attempt.workTime, attempt.workedAt - attempt.startedAt);
    const hold = now - attempt.startedAt;
    if (this.holdTime === undefined && hold - work > ROUNDING * now) this.holdTime = this.serviceTime.copy();
    this.serviceTime.record(work);
    this.holdTime?.record(hold);
  }

  /** The run has ended with the attempt still here. */
  left(attempt: AttemptFact, waiting: boolean, now: number): void {
    if (waiting) {
      this.waited(attempt, now);
    } else {
      this.slots.leave(now, attempt.startedAt);
      this.addSlotTime(attempt, now);
    }
  }

  measurements(): ServiceMeasurements {
    const { attempts, succeeded, effects, doubleEffects, duplicates, failures } = this;
    const { copies, outOfOrder, lostAcks, deadLettered } = this;
    const capacity = this.plan.concurrency * this.window.length * 1000;
    const waitTime = this.waitTime.times();
    return {
      attempts,
      succeeded,
      effects,
      doubleEffects,
      duplicates,
      deadLettered,
      copies,
      outOfOrder,
      lostAcks,
      failures,
      waitTime: { waited: waitTime.count === 0 ? 0 : this.had / waitTime.count, ...waitTime },
      serviceTime: this.serviceTime.times(),
      holdTime: (this.holdTime ?? this.serviceTime).times(),
      utilization: capacity > 0 ? this.taken / capacity : 0,
      blockedShare: this.taken > 0 ? this.blocked / this.taken : 0,
      peakQueue: this.queue.peak,
    };
  }

  private addSlotTime(attempt: AttemptFact, now: number): void {
    this.series.hasHeld(attempt.startedAt, attempt.workedAt, now);
    this.taken += this.window.overlap(attempt.startedAt, now);
    if (attempt.workedAt < now) this.blocked += this.window.overlap(attempt.workedAt, now);
  }
}
