import { compare, type ModeRun } from '../compare/compare.js';
import type { Comparison } from '../compare/comparison.js';
import type { RunMeasurements } from '../measure/measurements.js';
import type { Job } from '../runs/job.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { estimate, type Interval } from '../stats/interval.js';
import { type Crossing, findCrossing } from './crossing.js';
import type { Axis } from './vary.js';

/** A mode's figure at one place; `null` where it was not measured, in one of the runs at least. */
export interface SweepFigure {
  mean: number | null;
  interval: Interval | null;
  /** Seed by seed. */
  runs: (number | null)[];
}

/** One place of a sweep: the values of what is varied, and each mode's figure there. */
export interface SweepPoint {
  values: string[];
  modes: Record<string, SweepFigure>;
}

/** A crossing along the first axis, in that axis's units. */
export interface SweepCrossing extends Crossing {
  /** The value of the second axis, where there is one. */
  second?: string;
  /** The place and the ends of its interval as a scenario would have them. */
  text: { at: string; interval: [string, string] };
}

/** What `sweep` measures, and its JSON. */
export interface Sweep {
  schema: 'coupling-demo/sweep@1';
  version: string;
  title: string;
  figure: string;
  vary: { path: string; values: string[] }[];
  seeds: number[];
  points: SweepPoint[];
  crossings: SweepCrossing[];
}

/** How a sweep gets its scenarios run and its figure read. */
export interface SweepMeans {
  version: string;
  axes: readonly [Axis, ...Axis[]];
  figure: string;
  seeds: readonly number[];
  /** Does the figure need the control run? */
  needsControl: boolean;
  /** The scenario with these values laid over it. */
  scenarioAt(values: readonly string[]): Promise<Scenario>;
  read(comparison: Comparison, mode: string): number | null;
  run(jobs: readonly Job[]): Promise<(RunMeasurements | undefined)[]>;
}

/** @returns `undefined` when it was interrupted */
export async function sweep(means: SweepMeans): Promise<Sweep | undefined> {
  const places = product(means.axes.map((axis) => axis.values));
  const scenarios = await Promise.all(places.map((values) => means.scenarioAt(values)));
  const points = await measureAt(means, places, scenarios);
  if (points === undefined) return undefined;
  const { axes, version, figure, seeds } = means;
  return {
    schema: 'coupling-demo/sweep@1',
    version,
    title: scenarios[0]?.title ?? '',
    figure,
    vary: axes.map(({ path, values }) => ({ path, values })),
    seeds: [...seeds],
    points,
    crossings: await findCrossings(means, points),
  };
}

async function measureAt(
  means: SweepMeans,
  places: readonly (readonly string[])[],
  scenarios: readonly Scenario[],
): Promise<SweepPoint[] | undefined> {
  const { seeds, needsControl } = means;
  const jobs = scenarios.flatMap((scenario) =>
    seeds.flatMap((seed) => scenario.modes.flatMap((mode) => jobsFor(scenario, seed, mode, needsControl))),
  );
  const results = await means.run(jobs);
  if (results.includes(undefined)) return undefined;
  let next = 0;
  const take = (): RunMeasurements => results[next++] as RunMeasurements;
  return scenarios.map((scenario, index) => {
    const runs = seeds.map(() => {
      const modeRuns = scenario.modes.map((mode): ModeRun => {
        const faulted = take();
        return hasControl(scenario, needsControl) ? { mode, faulted, control: take() } : { mode, faulted };
      });
      return compare(scenario, means.version, modeRuns);
    });
    const figures = scenario.modes.map((mode) => [mode, figureOf(runs.map((run) => means.read(run, mode)))]);
    return { values: [...(places[index] ?? [])], modes: Object.fromEntries(figures) as SweepPoint['modes'] };
  });
}

function jobsFor(scenario: Scenario, seed: number, mode: string, needsControl: boolean): Job[] {
  const job = { scenario, mode, seed };
  return hasControl(scenario, needsControl)
    ? [
        { ...job, faults: true },
        { ...job, faults: false },
      ]
    : [{ ...job, faults: true }];
}

function hasControl(scenario: Scenario, needsControl: boolean): boolean {
  return needsControl && scenario.faults.length > 0;
}

function figureOf(runs: (number | null)[]): SweepFigure {
  const values = runs.filter((value) => value !== null);
  return values.length < runs.length ? { mean: null, interval: null, runs } : { ...estimate(values), runs };
}

/** Along the first axis, between the baseline and each other mode, wherever the sign of their difference changes. */
async function findCrossings(means: SweepMeans, points: readonly SweepPoint[]): Promise<SweepCrossing[]> {
  const [first, second] = means.axes;
  const { scale } = first;
  if (scale === undefined) return [];
  const crossings: SweepCrossing[] = [];
  for (const other of second?.values ?? [undefined]) {
    const row = points.filter(({ values }) => values[1] === other);
    const [baseline, ...modes] = Object.keys(row[0]?.modes ?? {});
    for (const mode of baseline === undefined ? [] : modes) {
      const pair: [string, string] = [mode, baseline ?? ''];
      const ends = row.flatMap((point) => {
        const differences = differencesOf(point, pair);
        return differences === undefined ? [] : [{ at: scale.read(point.values[0] ?? ''), differences }];
      });
      for (const [index, to] of ends.entries()) {
        const from = ends[index - 1];
        if (from === undefined || estimate(from.differences).mean * estimate(to.differences).mean >= 0)
          continue;
        const crossing = await findCrossing(pair, from, to, async (at) => {
          const values = [scale.write(at), ...(other === undefined ? [] : [other])];
          const scenario = await scenarioBetween(means, values);
          const [point] = (scenario && (await measureAt(means, [values], [scenario]))) ?? [];
          return point && differencesOf(point, pair);
        });
        if (!Number.isFinite(crossing.at)) continue;
        const [low, high] = crossing.interval;
        crossings.push({
          ...crossing,
          ...(other === undefined ? {} : { second: other }),
          text: { at: scale.write(crossing.at), interval: [scale.write(low), scale.write(high)] },
        });
      }
    }
  }
  return crossings;
}

/** `undefined` where no scenario has such a value: there is no half slot. */
async function scenarioBetween(means: SweepMeans, values: readonly string[]): Promise<Scenario | undefined> {
  try {
    return await means.scenarioAt(values);
  } catch (error) {
    if (error instanceof UsageProblem) return undefined;
    throw error;
  }
}

/** Seed by seed, the first mode's figure minus the second's. */
function differencesOf(point: SweepPoint, [mode, baseline]: readonly [string, string]): number[] | undefined {
  const values = point.modes[mode]?.runs ?? [];
  const others = point.modes[baseline]?.runs ?? [];
  const differences = values.map((value, index) => {
    const other = others[index] ?? null;
    return value === null || other === null ? null : value - other;
  });
  return differences.includes(null) || differences.length === 0 ? undefined : (differences as number[]);
}

function product(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  );
}
