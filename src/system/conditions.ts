import type { Draws, Luck } from '../engine/luck.js';
import type { FaultPlan, ServicePlan, StepPlan } from '../plan/plan.js';
import { DECLINED, DONE, failed } from './answer.js';
import type { Attempt } from './attempt.js';

type LatencyFault = Extract<FaultPlan, { kind: 'latency' }>;
type RateFault = Extract<FaultPlan, { kind: 'errors' | 'poison' | 'decline' }>;

/** A fault that meets a share of the attempts (by attempt) or of the requests (whatever the attempt). */
interface Chance {
  fault: Pick<RateFault, 'kind' | 'rate' | 'at' | 'until'>;
  /** By step. */
  draws: Draws[];
}

/**
 * What an attempt meets at a service: how long its work takes and how it ends. It is decided when the attempt takes its
 * slot, from the faults that hold at that moment.
 */
export class Conditions {
  private readonly work: Draws[];
  private readonly latencies: LatencyFault[];
  private readonly failures: Chance[];
  private readonly declines: Chance[];

  constructor(
    private readonly service: ServicePlan,
    steps: readonly StepPlan[],
    faults: readonly FaultPlan[],
    luck: Luck,
  ) {
    const own = faults.filter((fault) => fault.service === service.name);
    this.work = steps.map((step) => luck.draws('work', step.name));
    this.latencies = own.filter((fault) => fault.kind === 'latency');
    const chances = (...kinds: RateFault['kind'][]): Chance[] =>
      kinds.flatMap((kind) =>
        own
          .filter((fault): fault is RateFault => fault.kind === kind)
          .map((fault, index) => ({
            fault,
            draws: steps.map((step) => luck.draws(kind, step.name, String(index))),
          })),
      );
    this.failures = chances('poison', 'errors');
    this.declines = chances('decline');
    if (service.declineRate > 0) {
      this.declines.unshift({
        fault: { kind: 'decline', rate: service.declineRate, at: 0, until: Infinity },
        draws: steps.map((step) => luck.draws('declineRate', step.name)),
      });
    }
  }

  /**
   * Sets the attempt's work time and fate.
   *
   * @param isKnown its step is idempotent, and has done it before: no work, and no decline
   */
  meet(attempt: Attempt, now: number, isKnown: boolean): void {
    attempt.workTime = isKnown ? 0 : this.workTime(attempt, now);
    if (anyMeets(this.failures, attempt, now)) {
      attempt.fate = failed('injected', this.service.index);
    } else if (!isKnown && anyMeets(this.declines, attempt, now)) {
      attempt.fate = DECLINED;
    } else {
      attempt.fate = DONE;
    }
  }

  private workTime(attempt: Attempt, now: number): number {
    const draws = this.work[attempt.step.index];
    if (draws === undefined) throw new RangeError(`no draws for step ${attempt.step.index}`);
    let time = this.service.latency.sample(draws.at(attempt.request.key, attempt.number));
    // Most services have none, and then even to begin to go through them costs.
    if (this.latencies.length === 0) return time;
    for (const fault of this.latencies) {
      if (fault.at <= now && now < fault.until) time = time * fault.multiply + fault.add;
    }
    return time;
  }
}

function anyMeets(chances: readonly Chance[], attempt: Attempt, now: number): boolean {
  if (chances.length === 0) return false;
  for (const chance of chances) {
    if (meets(chance, attempt, now)) return true;
  }
  return false;
}

function meets({ fault, draws }: Chance, attempt: Attempt, now: number): boolean {
  if (now < fault.at || now >= fault.until) return false;
  const attemptNumber = fault.kind === 'errors' ? attempt.number : 0;
  const own = draws[attempt.step.index];
  return own !== undefined && own.at(attempt.request.key, attemptNumber).next() < fault.rate;
}
