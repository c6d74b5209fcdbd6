import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import type { Scenario } from '../scenario/scenario.js';
import { averageOf } from '../stats/average.js';
import { figuresOf } from '../stats/figures.js';
import { estimate, type Interval, isSignificant } from '../stats/interval.js';
import { compare, type ModeRun } from './compare.js';
import type { Comparison, Paired } from './comparison.js';
import { verdict } from './verdict.js';

/**
 * From many runs, one for each seed, to one comparison: its figures are means, with their intervals, and with the
 * intervals of the differences between the modes. These are taken seed by seed: both modes had the same luck, so what
 * luck does to both is not in the difference.
 *
 * @param runs for each seed, the runs of all modes
 */
export function compareRuns(
  scenario: Scenario,
  version: string,
  seeds: readonly number[],
  runs: readonly (readonly ModeRun[])[],
): Comparison {
  const comparisons = runs.map((modeRuns) => compare(scenario, version, modeRuns));
  const [first] = comparisons;
  if (first === undefined) throw new RangeError('no run to compare');
  const modes = averages(comparisons.map((comparison) => comparison.modes));
  const controls = comparisons.flatMap(({ control }) => (control === undefined ? [] : [control]));
  const control = controls.length === 0 ? {} : { control: averages<RunMeasurements>(controls) };
  const figures = Object.keys(modes).map((mode) => ({ mode, figures: collect(comparisons, mode) }));
  const [baseline, ...others] = figures;
  return {
    ...first,
    modes,
    ...control,
    verdict: verdict({ scenario, modes, ...control }),
    runs: { seeds: [...seeds] },
    intervals: Object.fromEntries(figures.map((one) => [one.mode, intervals(one.figures)])),
    paired: baseline === undefined ? [] : others.flatMap((other) => paired(other, baseline)),
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

function collect(comparisons: readonly Comparison[], mode: string): Values {
  const all = comparisons.map((comparison) => figuresOf(comparison.modes[mode] ?? ({} as Measurements)));
  const values: Values = new Map();
  for (const path of all[0]?.keys() ?? []) {
    const list = all.map((figures) => figures.get(path));
    if (list.every((value) => typeof value === 'number')) values.set(path, list);
  }
  return values;
}

function intervals(values: Values): Record<string, Interval> {
  return Object.fromEntries([...values].map(([path, list]) => [path, estimate(list).interval]));
}

interface ModeValues {
  mode: string;
  figures: Values;
}

function paired(other: ModeValues, baseline: ModeValues): Paired[] {
  return [...other.figures].flatMap(([figure, values]) => {
    const base = baseline.figures.get(figure);
    if (base === undefined) return [];
    const { mean, interval } = estimate(values.map((value, index) => value - (base[index] ?? 0)));
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
