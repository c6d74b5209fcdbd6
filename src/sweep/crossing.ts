import { estimate, type Interval, isSignificant } from '../stats/interval.js';

/** Where two modes change places along an axis, and which has the lower figure on the side where the axis begins. */
export interface Crossing {
  modes: [string, string];
  /** Where the mean difference is zero. */
  at: number;
  /** 95 %: the points around it where the difference is not significant. `null` where one run cannot tell. */
  interval: Interval | null;
  lowerBelow: string;
  /** Where there is nothing in between (half a slot): the last point before it and the first one after. */
  between?: [number, number];
}

/** The difference between two modes at one point of the axis: a value for each seed, as both had the same luck. */
export interface AxisPoint {
  at: number;
  differences: readonly number[];
}

/** `undefined` where no scenario has such a value. */
type DifferencesAt = (at: number) => Promise<readonly number[] | undefined>;

/** What is known of the mean difference at a point. */
interface Known {
  at: number;
  mean: number;
  /** Half the width of its 95 % interval. */
  half: number;
  isSignificant: boolean;
}

/** Halvings of the way between two points; after them, a straight line from one to the other is near enough. */
const HALVINGS = 5;

/**
 * Finds where one mode's figure goes from below the other's to above it, or the other way: between points where the
 * difference is significant, so that noise alone makes no crossing. As both modes have the same luck, the difference is
 * smooth along the axis for each seed, and halving finds its zero.
 *
 * @param points along the axis, from small to large
 */
export async function findCrossings(
  modes: [string, string],
  points: readonly AxisPoint[],
  differencesAt: DifferencesAt,
): Promise<Crossing[]> {
  const hasSpread = points.every(({ differences }) => differences.length > 1);
  const known = points.map(knownAt);
  const decided = known.filter((point) => point.isSignificant);
  const crossings: Crossing[] = [];
  for (const [index, to] of decided.entries()) {
    const from = decided[index - 1];
    if (from === undefined || Math.sign(from.mean) === Math.sign(to.mean)) continue;
    const stretch = known.slice(known.indexOf(from), known.indexOf(to) + 1);
    const { at, interval, between } = await findZero(stretch, Math.sign(from.mean), differencesAt);
    crossings.push({
      modes,
      at,
      interval: hasSpread ? interval : null,
      lowerBelow: from.mean < 0 ? modes[0] : modes[1],
      ...(between === undefined ? {} : { between }),
    });
  }
  return crossings;
}

interface Zero {
  at: number;
  interval: Interval;
  between?: [number, number];
}

/** @param side the sign of the mean difference at the first point; at the last one it is the other */
async function findZero(
  stretch: readonly Known[],
  side: number,
  differencesAt: DifferencesAt,
): Promise<Zero> {
  let known = [...stretch];
  let between: [number, number] | undefined;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const [low, high] = around(known, side);
    const middle = await measureBetween(low.at, high.at, differencesAt);
    if (middle === undefined) {
      between = [low.at, high.at];
      break;
    }
    known = [...known, middle].sort((a, b) => a.at - b.at);
  }
  const [low, high] = around(known, side);
  const share = low.mean / (low.mean - high.mean);
  const zero = {
    at: low.at + (high.at - low.at) * share,
    mean: 0,
    half: low.half + (high.half - low.half) * share,
  };
  const before = known.filter(({ at }) => at <= low.at);
  const after = known.filter(({ at }) => at >= high.at);
  const interval: Interval = [edge([...before, zero].reverse(), side), edge([zero, ...after], -side)];
  return { at: zero.at, interval, ...(between === undefined ? {} : { between }) };
}

/** The first neighbours between which the mean difference changes its sign. */
function around(known: readonly Known[], side: number): [Known, Known] {
  const isBefore = (point: Known): boolean => Math.sign(point.mean) === side;
  const index = known.findIndex((point, number) => number > 0 && !isBefore(point));
  const [low, high] = [known[index - 1], known[index]];
  if (low === undefined || high === undefined)
    throw new RangeError('the difference does not change its sign');
  return [low, high];
}

/** Halfway, rounded down where the axis takes whole numbers only. */
async function measureBetween(
  low: number,
  high: number,
  differencesAt: DifferencesAt,
): Promise<Known | undefined> {
  const middle = (low + high) / 2;
  for (const at of [middle, Math.floor(middle)]) {
    const differences = at > low && at < high ? await differencesAt(at) : undefined;
    if (differences !== undefined) return knownAt({ at, differences });
  }
  return undefined;
}

/**
 * The end of the interval on one side: where, going away from the zero, the difference becomes significant. These are the
 * points that a test of "no difference here" would not refuse, so the interval holds the true crossing as often as the
 * test is right.
 *
 * @param points from the zero on, the last of them significant
 * @param side the sign of the mean difference on this side
 */
function edge(points: readonly Pick<Known, 'at' | 'mean' | 'half'>[], side: number): number {
  const beyond = ({ mean, half }: Pick<Known, 'mean' | 'half'>): number => side * mean - half;
  const index = points.findIndex((point) => beyond(point) > 0);
  const [inside, outside] = [points[index - 1], points[index]];
  if (inside === undefined || outside === undefined) return points.at(-1)?.at ?? NaN;
  const share = beyond(inside) / (beyond(inside) - beyond(outside));
  return inside.at + (outside.at - inside.at) * share;
}

function knownAt({ at, differences }: AxisPoint): Known {
  const { mean, interval } = estimate(differences);
  return { at, mean, half: (interval[1] - interval[0]) / 2, isSignificant: isSignificant(interval) };
}
