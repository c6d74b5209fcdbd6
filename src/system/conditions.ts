import type { Draws, Luck } from '../engine/luck.js';
import { type FaultPlan, type FaultPlanOn, takesEffectOn } from '../faults/effects.js';
import type { ServicePlan, StepPlan } from '../plan/plan.js';
import { DECLINED, DONE, failed } from './answer.js';
import type { Attempt } from './attempt.js';

/** A fault that meets a share of the attempts, or of the requests, whatever the attempt. */
interface ShareFault {
  fault: Pick<FaultPlanOn<'outcome'>, 'luckOf' | 'rate' | 'at' | 'until'>;
  /** By step. */
  draws: Draws[];
}

/**
 * What an attempt meets at a service: how long its work takes and how it ends. It is decided when the attempt takes its
 * slot, from the faults that hold at that moment.
 */
export class Conditions {
  private readonly work: Draws[];
  private readonly slowdowns: FaultPlanOn<'work'>[];
  private readonly failures: ShareFault[];
  private readonly declines: ShareFault[];

  constructor(
    private readonly service: ServicePlan,
    steps: readonly StepPlan[],
    faults: readonly FaultPlan[],
    luck: Luck,
  ) {
    const own = faults.filter((fault) => fault.target === service.name);
    this.work = steps.map((step) => luck.draws('work', step.name));
    this.slowdowns = own.filter(takesEffectOn('work'));
    const withLuck = (outcome: FaultPlanOn<'outcome'>['outcome']): ShareFault[] =>
      own
        .filter(takesEffectOn('outcome'))
        .filter((fault) => fault.outcome === outcome)
        .map((fault) => ({
          fault,
          draws: steps.map((step) => luck.draws(fault.kind, step.name, String(fault.ordinal))),
        }));
    this.failures = withLuck('failed');
    this.declines = withLuck('declined');
    if (service.declineRate > 0) {
      this.declines.unshift({
        fault: { luckOf: 'request', rate: service.declineRate, at: 0, until: Infinity },
        draws: steps.map((step) => luck.draws('declineRate', step.name)),
      });
    }
  }

  /**
   * Sets the attempt's work time and fate.
   *
   * @param isKnown its step is idempotent, and has done it before: no work, and no decline
   */
  assignOutcome(attempt: Attempt, now: number, isKnown: boolean): void {
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
    // Most services have none, and even starting the loop costs.
    if (this.slowdowns.length === 0) return time;
    let more = 0;
    for (const { at, until, multiply, add } of this.slowdowns) {
      if (now < at || now >= until) continue;
      time *= multiply;
      more += add;
    }
    return time + more;
  }
}

function anyMeets(faults: readonly ShareFault[], attempt: Attempt, now: number): boolean {
  if (faults.length === 0) return false;
  for (const fault of faults) {
    if (meets(fault, attempt, now)) return true;
  }
  return false;
}

function meets({ fault, draws }: ShareFault, attempt: Attempt, now: number): boolean {
  if (now < fault.at || now >= fault.until) return false;
  const attemptNumber = fault.luckOf === 'attempt' ? attempt.number : 0;
  const own = draws[attempt.step.index];
  return own !== undefined && own.at(attempt.request.key, attemptNumber).next() < fault.rate;
}
