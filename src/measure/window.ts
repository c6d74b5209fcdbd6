import type { Plan } from '../plan/plan.js';
import type { Phase, PhaseName, RunMeasurements } from './measurements.js';

const PHASES = ['before', 'during', 'after'] as const satisfies PhaseName[];

/** The part of the run that rates are taken over, from the end of the warm-up to the end of the load, and its phases. */
export class Window {
  readonly from: number;
  /** Known from the start, or (where the number of requests bounds the load) when the load has ended. */
  to: number;
  private readonly faultsFrom: number;
  private readonly faultsTo: number;
  readonly hasFaults: boolean;

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
  phaseAt(time: number): 0 | 1 | 2 {
    if (time < this.faultsFrom) return 0;
    return time < this.faultsTo ? 1 : 2;
  }

  /** Rates over the whole window, and over those phases that have a length. */
  throughput(counts: PhaseCounts): RunMeasurements['throughput'] {
    const all = [0, 1, 2];
    const { offered, accepted, completed } = ratesOf(counts, all, this.length);
    const goodput = rate(counts.goodput, all, this.length);
    return { offered, accepted, completed, goodput, phases: this.phases(counts) };
  }

  private phases(counts: PhaseCounts): Phase[] {
    return this.phaseEdges().map(({ name, index, from, to }) => ({
      name,
      from,
      to,
      ...ratesOf(counts, [index], (to - from) / 1000),
    }));
  }

  /** The phases that have a length; none without faults. */
  phaseEdges(): { name: PhaseName; index: number; from: number; to: number }[] {
    if (!this.hasFaults) return [];
    const cut = (time: number): number => Math.min(Math.max(time, this.from), this.to);
    const edges = [this.from, cut(this.faultsFrom), cut(this.faultsTo), this.to];
    return PHASES.flatMap((name, index) => {
      const from = edges[index] ?? 0;
      const to = edges[index + 1] ?? 0;
      return to <= from ? [] : [{ name, index, from, to }];
    });
  }
}

/** Counts before, during and after the faults. */
export type PhaseCounts = Record<'offered' | 'accepted' | 'completed' | 'goodput', [number, number, number]>;

function ratesOf(counts: PhaseCounts, phases: readonly number[], seconds: number) {
  return {
    offered: rate(counts.offered, phases, seconds),
    accepted: rate(counts.accepted, phases, seconds),
    completed: rate(counts.completed, phases, seconds),
  };
}

/** Per second; 0 for no time at all. */
function rate(perPhase: readonly number[], phases: readonly number[], seconds: number): number {
  const count = phases.reduce((sum, phase) => sum + (perPhase[phase] ?? 0), 0);
  return seconds > 0 ? count / seconds : 0;
}
