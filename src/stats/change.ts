import { differences, type Interval } from './interval.js';
import { studentFactor, studentQuantile, studentTails } from './student.js';

/** How a mean has changed from one set of runs to another. */
export interface MeanChange {
  change: number;
  /** 95 %. */
  interval: Interval;
  /** How likely so much is, or more, where nothing has changed. */
  p: number;
}

/** What is known of the runs of a figure. */
export interface Sample {
  count: number;
  mean: number;
  /** Of the single runs. */
  variance: number;
}

/** Sums of the same values in another order differ by so much. */
const ROUNDING = 1e-9;

export function sampleOf(values: readonly number[]): Sample {
  const { length: count } = values;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { count, mean, variance: count < 2 ? 0 : squares / (count - 1) };
}

/** What a mean's 95 % interval says of the single runs. */
export function sampleFrom(mean: number, [low, high]: Interval, count: number): Sample {
  const error = (high - low) / 2 / studentFactor(count);
  return { count, mean, variance: error * error * count };
}

/** Seed by seed, as both had the same random numbers (paired t). Of two runs or more. */
export function pairedChange(base: readonly number[], next: readonly number[]): MeanChange {
  const { count, mean, variance } = sampleOf(differences(next, base));
  return changeOf(mean, variance / count, count - 1, Math.abs(mean));
}

/** Of runs that have nothing in common, whose spreads may differ (Welch's t). Of two runs or more on either side. */
export function welchChange(base: Sample, next: Sample): MeanChange {
  const [one, other] = [base.variance / base.count, next.variance / next.count];
  const degrees =
    one + other === 0
      ? base.count + next.count - 2
      : ((one + other) * (one + other)) /
        ((one * one) / (base.count - 1) + (other * other) / (next.count - 1));
  const size = Math.max(Math.abs(base.mean), Math.abs(next.mean));
  return changeOf(next.mean - base.mean, one + other, degrees, size);
}

/** @param size of the numbers whose difference it is */
function changeOf(change: number, errorSquared: number, degrees: number, size: number): MeanChange {
  const error = Math.sqrt(errorSquared);
  if (error <= ROUNDING * size) {
    // Every run the same on either side: there is no noise that could explain a change.
    const isNone = Math.abs(change) <= ROUNDING * size;
    return isNone ? { change: 0, interval: [0, 0], p: 1 } : { change, interval: [change, change], p: 0 };
  }
  const half = studentQuantile(degrees) * error;
  return { change, interval: [change - half, change + half], p: studentTails(change / error, degrees) };
}

/**
 * Which of several findings hold together: those of no change are all left out in 95 of 100 cases, however many there are and
 * however they hang together (Holm, *A Simple Sequentially Rejective Multiple Test Procedure*, 1979).
 *
 * @param ps how likely each of them is by chance
 */
export function holm(ps: readonly number[], level = 0.05): boolean[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const holds = ps.map(() => false);
  for (const [rank, { p, index }] of order.entries()) {
    if (p > level / (ps.length - rank)) break;
    holds[index] = true;
  }
  return holds;
}
