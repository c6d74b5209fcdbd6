import type { Comparison } from '../compare/comparison.js';
import { Spread } from '../compare/spread.js';
import { listFigures } from '../measure/list-figures.js';
import type { Measurements } from '../measure/measurements.js';
import { isEmptyTimes, isRecord } from '../measure/read-figure.js';

/**
 * A saved result as it was before it was saved: a percentile of nothing is 0 again and not `null`, and behind means stand the
 * single runs.
 */
export function restore(saved: Comparison): Comparison {
  const comparison = withZeros(saved) as Comparison;
  const runs = singleRuns(comparison);
  return runs === undefined ? comparison : { ...comparison, spread: new Spread(runs) };
}

function withZeros(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isRecord) ? value.map(withZeros) : value;
  if (!isRecord(value)) return value;
  const isNothing = isEmptyTimes(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, isNothing && child === null ? 0 : withZeros(child)]),
  );
}

/** What each run had of every figure. Of the control runs nothing is saved but their means. */
function singleRuns({ modes, runs, samples }: Comparison): Pick<Comparison, 'modes'>[] | undefined {
  if (runs === undefined || samples === undefined || runs.seeds.length < 2) return undefined;
  return runs.seeds.map((_, seed) => ({
    modes: Object.fromEntries(
      Object.entries(modes).map(([mode, means]) => [mode, singleRun(means, samples[mode] ?? {}, seed)]),
    ),
  }));
}

function singleRun(
  means: Measurements,
  samples: Record<string, (number | null)[]>,
  seed: number,
): Measurements {
  const { series, ...figures } = means;
  const run: Measurements = { ...structuredClone(figures), series };
  for (const { words } of listFigures(means)) {
    const values = samples[words.join('.')];
    if (values !== undefined) put(run, words, values[seed] ?? null);
  }
  return run;
}

/** Elements of a list are found by their names. */
function put(run: object, words: readonly string[], value: number | null): void {
  let place: unknown = run;
  for (const word of words.slice(0, -1)) {
    if (Array.isArray(place)) place = place.find((one) => isRecord(one) && one.name === word);
    else if (isRecord(place)) place = place[word];
  }
  const last = words.at(-1);
  if (isRecord(place) && last !== undefined) place[last] = value;
}
