import type { Draws } from '../engine/luck.js';
import type { FaultPlan, Plan, StepPlan } from '../plan/plan.js';
import { type Chance, chancesOf, isMet } from './chance.js';

/** What the bus's faults do to the events of one step on their way to one subscription. */
interface Mishap {
  duplicates: Chance[];
  delays: Chance<Extract<FaultPlan, { kind: 'delay' }>>[];
  reorders: Chance[];
  copyLatency: Draws;
}

/** What happens to one event on its way. */
export interface Way {
  arrivesTwice: boolean;
  /** Milliseconds more than it would take. */
  late: number;
  /** It is delivered before those that were published before it and still wait or are on their way. */
  overtakes: boolean;
}

/** What can happen to an event between its publisher and the queue of one subscription. */
export class Mishaps {
  /** By publishing step. */
  private readonly mishaps: (Mishap | undefined)[];

  constructor(plan: Plan, step: StepPlan) {
    this.mishaps = plan.steps.map((from) =>
      step.inputs.includes(from.index)
        ? {
            duplicates: chancesOf(plan, 'duplicates', from.name, step.name),
            delays: chancesOf(plan, 'delay', from.name, step.name),
            reorders: chancesOf(plan, 'reorder', from.name, step.name),
            copyLatency: plan.luck.draws('copy', from.name, step.name),
          }
        : undefined,
    );
  }

  /** What happens to the n-th event of a request that sets out now. */
  meet(from: StepPlan, now: number, request: number, n: number): Way {
    const { duplicates, delays, reorders } = this.of(from);
    let late = 0;
    for (const delay of delays) {
      if (isMet(delay, now, request, n)) late += delay.fault.by;
    }
    return {
      arrivesTwice: duplicates.some((chance) => isMet(chance, now, request, n)),
      late,
      overtakes: reorders.some((chance) => isMet(chance, now, request, n)),
    };
  }

  /** The luck of a second copy's own way. */
  copyLatency(from: StepPlan): Draws {
    return this.of(from).copyLatency;
  }

  private of(from: StepPlan): Mishap {
    const mishap = this.mishaps[from.index];
    if (mishap === undefined) throw new RangeError(`nobody waits for ${from.name}`);
    return mishap;
  }
}
