import type { Plan } from '../plan/plan.js';
import type { Phase } from './measurements.js';

const PHASES = ['before', 'during', 'after'] as const;

/** The part of the run that rates are taken over, from the end of the warm-up to the end of the load, and its phases. */
export class Window {
  readonly from: number;
  /** Known from the start, or (where the number of requests bounds the load) when the load has ended. */
  to: number;
  private readonly faultsFrom: number;
  private readonly faultsTo: number;
  private readonly hasFaults: boolean;

  constructor(plan: Plan) {
    this.from = plan.load.warmup;
    this.to = plan.load.duration;
    this.hasFaults = plan.faults.length > 0;
    this.faultsFrom = Math.min(...plan.faults.map((fault) => fault.at));
    this.faultsTo = Math.max(...plan.faults.map((fault) => fault.until));
  }

  has(time: number): boolean {
    return time >= this.from && time < this.to;
  }

  /** How much of the time from `start` to `end` lies in the window. */
  overlap(start: number, end: number): number {
    return Math.max(0, Math.min(end, this.to) - Math.max(start, this.from));
  }

  /** Seconds. */
  get length(): number {
    return Math.max(0, this.to - this.from) / 1000;
  }

  /** The number of the phase that a moment belongs to. */
  phaseAt(time: number): number {
    if (time < this.faultsFrom) return 0;
    return time < this.faultsTo ? 1 : 2;
  }

  /** The phases that have a length, with the rates of what was counted in each. */
  phases(counts: readonly Counts[]): Phase[] {
    if (!this.hasFaults) return [];
    const cut = (time: number): number => Math.min(Math.max(time, this.from), this.to);
    const edges = [this.from, cut(this.faultsFrom), cut(this.faultsTo), this.to];
    return PHASES.flatMap((name, index) => {
      const from = edges[index] ?? 0;
      const to = edges[index + 1] ?? 0;
      const count = counts[index];
      if (to <= from || count === undefined) return [];
      return [{ name, from, to, ...rates(count, (to - from) / 1000) }];
    });
  }
}

export interface Counts {
  offered: number;
  accepted: number;
  completed: number;
}

/** Per second; 0 for no time at all. */
export function rates(counts: Counts, seconds: number): Counts {
  const rate = (count: number): number => (seconds > 0 ? count / seconds : 0);
  return {
    offered: rate(counts.offered),
    accepted: rate(counts.accepted),
    completed: rate(counts.completed),
  };
}
