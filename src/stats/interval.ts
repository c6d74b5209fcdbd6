import { studentFactor } from './student.js';

/** Lower and upper end of a 95 % confidence interval. */
export type Interval = [low: number, high: number];

export interface Estimate {
  mean: number;
  interval: Interval;
}

/**
 * Mean of the values of independent runs and its 95 % interval (Student's t). One value has no width that could be known:
 * both ends are where it is.
 */
export function estimate(values: readonly number[]): Estimate {
  const { length } = values;
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  if (length < 2) return { mean, interval: [mean, mean] };
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const half = studentFactor(length) * Math.sqrt(squares / (length - 1) / length);
  return { mean, interval: [mean - half, mean + half] };
}

/** Zero lies outside: the difference is more than noise. */
export function isSignificant([low, high]: Interval): boolean {
  return low > 0 || high < 0;
}

/** What the same times come to when they are added up in another order. */
const ROUNDING = 1e-9;

/** Value by value, the first list's minus the second's; what only rounding tells apart is equal. */
export function differences(values: readonly number[], others: readonly number[]): number[] {
  return values.map((value, index) => {
    const other = others[index] ?? NaN;
    const difference = value - other;
    return Math.abs(difference) <= ROUNDING * Math.max(Math.abs(value), Math.abs(other)) ? 0 : difference;
  });
}
