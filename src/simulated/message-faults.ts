import type { Draws } from '../engine/luck.js';
import type { Plan, StepPlan } from '../plan/plan.js';
import { isMet, type RateFault, rateFaultsOn } from './rate-fault.js';

/** What can happen to the events of one step on their way to one subscription. */
interface Leg {
  faults: RateFault<'message'>[];
  copyLatency: Draws;
}

/** What happens to one event on its way. */
export interface MessageFate {
  arrivesTwice: boolean;
  /** Milliseconds more than it would take. */
  late: number;
  /** It is delivered before those that were published before it and still wait or are on their way. */
  overtakes: boolean;
}

/** What can happen to an event between its publisher and the queue of one subscription. */
export class MessageFaults {
  /** By publishing step. */
  private readonly legs: (Leg | undefined)[];

  constructor(plan: Plan, step: StepPlan) {
    this.legs = plan.steps.map((from) =>
      step.inputs.includes(from.index)
        ? {
            faults: rateFaultsOn(plan, 'message', from.name, step.name),
            copyLatency: plan.luck.draws('copy', from.name, step.name),
          }
        : undefined,
    );
  }

  /** What happens to the n-th event of a request that sets out now. */
  drawMessageFaults(from: StepPlan, now: number, request: number, n: number): MessageFate {
    const fate: MessageFate = { arrivesTwice: false, late: 0, overtakes: false };
    for (const one of this.legFrom(from).faults) {
      if (!isMet(one, now, request, n)) continue;
      const { arrivesTwice, late, overtakes } = one.fault;
      fate.arrivesTwice ||= arrivesTwice;
      fate.late += late;
      fate.overtakes ||= overtakes;
    }
    return fate;
  }

  /** The luck of a second copy's own way. */
  copyLatency(from: StepPlan): Draws {
    return this.legFrom(from).copyLatency;
  }

  private legFrom(from: StepPlan): Leg {
    const leg = this.legs[from.index];
    if (leg === undefined) throw new RangeError(`nobody waits for ${from.name}`);
    return leg;
  }
}
