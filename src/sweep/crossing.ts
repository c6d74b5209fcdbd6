import { estimate, type Interval } from '../stats/interval.js';
import { studentFactor } from '../stats/student.js';

/** Where the two modes change places, and which has the lower figure on either side. */
export interface Crossing {
  modes: [string, string];
  at: number;
  /** 95 %, from the noise of the difference and its slope there. */
  interval: Interval;
  /** The mode whose figure is the lower one below the crossing. */
  lowerBelow: string;
}

/** The difference between two modes at one place: a value for each seed, so both modes had the same luck. */
export type Differences = readonly number[];

/** Halvings of the interval between two points; then the line between the two ends is straight enough. */
const HALVINGS = 5;

/**
 * Finds where the mean difference changes its sign between two places, by halving; both modes run with the same luck, so
 * the difference is a smooth function of the place for each seed.
 *
 * @param differenceAt measures the differences at a place between the two; `undefined` where there is nothing between (half
 * a slot, say)
 */
export async function findCrossing(
  modes: [string, string],
  from: { at: number; differences: Differences },
  to: { at: number; differences: Differences },
  differenceAt: (at: number) => Promise<Differences | undefined>,
): Promise<Crossing> {
  let low = from;
  let high = to;
  const lowerBelow = meanOf(low) < 0 ? modes[0] : modes[1];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const at = (low.at + high.at) / 2;
    const differences = await differenceAt(at);
    if (differences === undefined) break;
    const middle = { at, differences };
    if (meanOf(middle) < 0 === meanOf(low) < 0) low = middle;
    else high = middle;
  }
  const slope = (meanOf(high) - meanOf(low)) / (high.at - low.at);
  const at = low.at - meanOf(low) / slope;
  return { modes, at, interval: intervalAt(at, slope, low.differences), lowerBelow };
}

function meanOf({ differences }: { differences: Differences }): number {
  return estimate(differences).mean;
}

/** The noise of the difference, turned into one of the place by the slope (the delta method). */
function intervalAt(at: number, slope: number, differences: Differences): Interval {
  const { length } = differences;
  if (length < 2) return [at, at];
  const { mean } = estimate(differences);
  const variance =
    differences.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (length - 1);
  const half = (studentFactor(length) * Math.sqrt(variance / length)) / Math.abs(slope);
  return [at - half, at + half];
}
