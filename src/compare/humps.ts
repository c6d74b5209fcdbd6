/** Two groups of values, far apart. */
export interface Humps {
  low: { mean: number; runs: number };
  high: { mean: number; runs: number };
}

/** Fewer runs, or fewer in one of the groups, may be far apart by chance. */
const LEAST_RUNS = 8;
const LEAST_IN_GROUP = 2;
/** The empty stretch between the groups, as a part of the whole range, and in itself. */
const EMPTY_SHARE = 0.4;
const EMPTY = 0.05;
/** How often values from one uniform distribution may be taken for two groups. A normal one has narrower stretches. */
const FALSE_ALARMS = 0.005;

/**
 * Do the shares fall into two groups with nothing between them? Then their mean is a value that no run had. The widest empty
 * stretch has to be wide in itself and beside the whole range, with at least two values on either side: the fewer values, the
 * wider it has to be, as a few lie far apart by chance.
 */
export function findHumps(values: readonly number[]): Humps | undefined {
  if (values.length < LEAST_RUNS) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  const range = at(sorted.length - 1) - at(0);
  let widest = { width: 0, place: 0 };
  for (let place = LEAST_IN_GROUP; place <= sorted.length - LEAST_IN_GROUP; place += 1) {
    const width = at(place) - at(place - 1);
    if (width > widest.width) widest = { width, place };
  }
  if (widest.width < EMPTY || widest.width < emptyShare(sorted.length) * range) return undefined;
  return { low: groupOf(sorted.slice(0, widest.place)), high: groupOf(sorted.slice(widest.place)) };
}

/**
 * Between the lowest and the highest of `count` uniform values, one stretch takes more than a share x of the range with the
 * probability (1 - x)^(count - 2), and `count - 3` of them have at least two values on either side.
 */
function emptyShare(count: number): number {
  const stretches = count + 1 - 2 * LEAST_IN_GROUP;
  return Math.max(EMPTY_SHARE, 1 - Math.exp(Math.log(FALSE_ALARMS / stretches) / (count - 2)));
}

function groupOf(values: readonly number[]): Humps['low'] {
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, runs: values.length };
}
