/** How the mean of independent runs stands to what is expected. */
export interface Judgement {
  simulated: number;
  standardError: number;
  /** 99.99 %: 4.9 standard errors to each side, by Student's t of 20 runs. */
  interval: [low: number, high: number];
  held: boolean;
  /** Why it failed. */
  reason?: string;
}

/** Standard errors that the mean may be off: the 99.99 % quantile of Student's t with 19 degrees of freedom is 4.897. */
const STANDARD_ERRORS = 4.9;
/** A standard error beyond this share of the figure proves nothing. */
const NOISE = 0.02;
/** Of floating point. */
const ROUNDING = 1e-9;

/** The mean of the runs is as near as its own scatter allows, and the scatter is small. */
export function judgeMean(expected: number, values: readonly number[]): Judgement {
  const mean = meanOf(values);
  const standardError = standardErrorOf(values, mean);
  const half = STANDARD_ERRORS * standardError;
  const judged = { simulated: mean, standardError, interval: [mean - half, mean + half] as [number, number] };
  if (!(Math.abs(mean - expected) <= half + rounding(expected))) {
    return { ...judged, held: false, reason: 'outside the interval' };
  }
  if (!(standardError <= NOISE * Math.abs(expected) + rounding(expected))) {
    return { ...judged, held: false, reason: 'too noisy to tell' };
  }
  return { ...judged, held: true };
}

/** Each run is near enough: nothing about it is random. */
export function judgeEach(expected: number, values: readonly number[], within: number): Judgement {
  const off = values.filter((value) => !(Math.abs(value - expected) <= within + rounding(expected)));
  const simulated = meanOf(values);
  const judged = {
    simulated,
    standardError: standardErrorOf(values, simulated),
    interval: [Math.min(...values), Math.max(...values)] as [number, number],
  };
  if (off.length === 0) return { ...judged, held: true };
  const allowed = within === 0 ? 'exactly this' : `within ${within}`;
  return { ...judged, held: false, reason: `${off.length} of ${values.length} runs not ${allowed}` };
}

function rounding(expected: number): number {
  return ROUNDING * Math.max(1, Math.abs(expected));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean; 0 for a single run, which is judged as it is. */
function standardErrorOf(values: readonly number[], mean: number): number {
  const { length } = values;
  if (length < 2) return 0;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (length - 1) / length);
}
