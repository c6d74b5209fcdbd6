import type { RunMeasurements } from '../measure/measurements.js';
import type { Scenario } from '../scenario/scenario.js';
import { averageOf } from '../stats/average.js';
import { figuresOf } from '../measure/list-figures.js';
import { differences, estimate, type Interval, isSignificant } from '../stats/interval.js';
import { findBetter } from './better.js';
import { compare, type ModeRun } from './compare.js';
import type { Comparison, Paired } from './comparison.js';
import { sharesOf } from '../measure/shares.js';
import { Spread } from './spread.js';
import { findVerdict } from './verdict/find.js';
import { inWords } from './verdict/wording.js';

/** The runs of one seed, of all modes. */
export interface SeedRuns {
  seed: number;
  runs: readonly ModeRun[];
}

/**
 * From many runs, one for each seed, to one comparison: its figures are means, with their intervals, and with the
 * intervals of the differences between the modes. These are taken seed by seed: both modes had the same luck, so its
 * effect on both cancels out.
 *
 * @param asked how many seeds there should have been
 */
export function compareRuns(
  scenario: Scenario,
  version: string,
  seeds: readonly SeedRuns[],
  asked: number,
): Comparison {
  const comparisons = seeds.map(({ runs }) => compare(scenario, version, runs));
  const [first] = comparisons;
  if (first === undefined) throw new RangeError('no run to compare');
  const modes = averages(comparisons.map((comparison) => comparison.modes));
  const controls = comparisons.flatMap(({ control }) => (control === undefined ? [] : [control]));
  const control = controls.length === 0 ? {} : { control: averages<RunMeasurements>(controls) };
  const spread = new Spread(comparisons);
  const judged = { scenario, modes, ...control, ...(comparisons.length > 1 ? { spread } : {}) };
  const samples = Object.keys(modes).map((mode) => ({ mode, values: samplesOf(comparisons, mode) }));
  const figures = samples.map(({ mode, values }) => ({ mode, values: measuredInEach(values) }));
  const [baseline, ...others] = figures;
  return {
    ...first,
    modes,
    ...control,
    better: findBetter(judged),
    verdict: findVerdict(judged).map(inWords),
    runs: { seeds: seeds.map(({ seed }) => seed), ...(asked === seeds.length ? {} : { asked }) },
    ...(comparisons.length === 1
      ? {}
      : {
          intervals: Object.fromEntries(figures.map(({ mode, values }) => [mode, intervals(values)])),
          paired: baseline === undefined ? [] : others.flatMap((other) => paired(other, baseline)),
          samples: Object.fromEntries(samples.map(({ mode, values }) => [mode, Object.fromEntries(values)])),
          spread,
        }),
  };
}

function averages<Run extends RunMeasurements>(all: readonly Record<string, Run>[]): Record<string, Run> {
  return Object.fromEntries(
    Object.keys(all[0] ?? {}).map((mode) => {
      const [first, ...rest] = all.flatMap((one) => one[mode] ?? []);
      if (first === undefined) throw new RangeError(`no run of ${mode}`);
      return [mode, averageOf([first, ...rest])];
    }),
  );
}

/** A figure's values, seed by seed, by its path; only figures that every run has. */
type Values = Map<string, number[]>;

interface ModeValues {
  mode: string;
  values: Values;
}

/** By the paths that gates have: the places in the JSON, and the shares by their short names. `null` where a run has none. */
function samplesOf(comparisons: readonly Comparison[], mode: string): Map<string, (number | null)[]> {
  const all = comparisons.flatMap(({ modes: { [mode]: run } }) =>
    run === undefined ? [] : [new Map([...figuresOf(run), ...sharesOf(run)])],
  );
  const paths = new Set(all.flatMap((figures) => [...figures.keys()]));
  return new Map([...paths].map((path) => [path, all.map((figures) => figures.get(path) ?? null)]));
}

function measuredInEach(samples: ReadonlyMap<string, (number | null)[]>): Values {
  const values: Values = new Map();
  for (const [path, list] of samples) {
    if (list.every((value) => value !== null)) values.set(path, list);
  }
  return values;
}

function intervals(values: Values): Record<string, Interval> {
  return Object.fromEntries([...values].map(([path, list]) => [path, estimate(list).interval]));
}

function paired(other: ModeValues, baseline: ModeValues): Paired[] {
  return [...other.values].flatMap(([figure, values]) => {
    const base = baseline.values.get(figure);
    if (base === undefined) return [];
    const { mean, interval } = estimate(differences(values, base));
    return [
      {
        figure,
        modes: [other.mode, baseline.mode],
        difference: mean,
        interval,
        significant: isSignificant(interval),
      },
    ];
  });
}
