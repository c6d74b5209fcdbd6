import { compare } from '../compare/compare.js';
import type { Comparison } from '../compare/comparison.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { type Job, jobsFor, modeRunsOf } from '../runs/job.js';
import type { Scenario } from '../scenario/scenario.js';
import { differences, estimate, type Interval } from '../stats/interval.js';
import { type Crossing, findCrossings, type Place } from './crossing.js';
import type { Axis, Scale } from './vary.js';

/** A mode's figure at one place; `null` where it was not measured, in one of the runs at least. */
export interface SweepFigure {
  mean: number | null;
  /** 95 %; `null` with one run, too. */
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
  /** The places as a scenario would have them. */
  text: { at: string; interval: [string, string] | null; between?: [string, string] };
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
  /** What there should have been, where an interrupt kept some of it from being measured; crossings were not looked for. */
  asked?: { points: number; seeds: number };
}

/** How a sweep gets its scenarios run and its figure read. */
export interface SweepMeans {
  version: string;
  axes: readonly [Axis, ...Axis[]];
  figure: string;
  seeds: readonly number[];
  /** The scenario at each place, in the order of `placesOf`. */
  scenarios: readonly Scenario[];
  /** Does the figure need the control run? */
  needsControl: boolean;
  /** Between two places; `undefined` where no scenario has such values. */
  scenarioAt(values: readonly string[]): Promise<Scenario | undefined>;
  read(comparison: Comparison, mode: string): number | null;
  /** What an interrupt keeps from being done is missing. */
  run(jobs: readonly Job[]): Promise<(RunMeasurements | undefined)[]>;
}

/** Every combination of the axes' values, the last axis changing fastest. */
export function placesOf(axes: readonly Axis[]): string[][] {
  return axes.reduce<string[][]>(
    (places, { values }) => places.flatMap((place) => values.map((value) => [...place, value])),
    [[]],
  );
}

/** @returns `undefined` when an interrupt left nothing to show */
export async function sweep(means: SweepMeans): Promise<Sweep | undefined> {
  const { axes, version, figure, seeds, scenarios } = means;
  const places = placesOf(axes);
  const { points, seeds: measured } = await measureAll(means, places, scenarios);
  if (points.length === 0) return undefined;
  const isWhole = points.length === places.length && measured === seeds.length;
  const crossings = isWhole ? await crossingsOf(means, points) : undefined;
  return {
    schema: 'coupling-demo/sweep@1',
    version,
    title: scenarios[0]?.title ?? '',
    figure,
    vary: axes.map(({ path, values }) => ({ path, values })),
    seeds: seeds.slice(0, measured),
    points,
    crossings: crossings ?? [],
    ...(crossings === undefined ? { asked: { points: places.length, seeds: seeds.length } } : {}),
  };
}

/** Comparisons made at a time: their figures are read, and they are forgotten. */
const AT_A_TIME = 50;

/**
 * Seed by seed, so that an interrupt finds the whole axis: all places with as many seeds as are complete; failing that,
 * the first places with the first seed.
 */
async function measureAll(
  means: SweepMeans,
  places: readonly (readonly string[])[],
  scenarios: readonly Scenario[],
): Promise<{ points: SweepPoint[]; seeds: number }> {
  const cells = means.seeds.flatMap((seed) => scenarios.map((scenario) => ({ scenario, seed })));
  const figures: ReadonlyMap<string, number | null>[] = [];
  for (let start = 0; start < cells.length && figures.length === start; start += AT_A_TIME) {
    figures.push(...(await measureSome(means, cells.slice(start, start + AT_A_TIME))));
  }
  const seeds = Math.max(1, Math.floor(figures.length / scenarios.length));
  const points = places.slice(0, figures.length).map((values, place): SweepPoint => {
    const runs = Array.from({ length: seeds }, (_, seed) => figures[seed * scenarios.length + place]);
    const modes = (scenarios[place]?.modes ?? []).map((mode) => [
      mode,
      figureFrom(runs.map((run) => run?.get(mode) ?? null)),
    ]);
    return { values: [...values], modes: Object.fromEntries(modes) as SweepPoint['modes'] };
  });
  return { points, seeds };
}

/** Each mode's figure in each cell, up to the first one that an interrupt kept from being complete. */
async function measureSome(
  { needsControl, version, read, run }: SweepMeans,
  cells: readonly { scenario: Scenario; seed: number }[],
): Promise<Map<string, number | null>[]> {
  const jobs = cells.map(({ scenario, seed }) => jobsFor(scenario, seed, needsControl));
  const results = await run(jobs.flat());
  const figures: Map<string, number | null>[] = [];
  let next = 0;
  for (const [index, { scenario }] of cells.entries()) {
    const part = jobs[index] ?? [];
    const modeRuns = modeRunsOf(part, results.slice(next, next + part.length));
    if (modeRuns === undefined) break;
    next += part.length;
    const comparison = compare(scenario, version, modeRuns);
    figures.push(new Map(scenario.modes.map((mode) => [mode, read(comparison, mode)])));
  }
  return figures;
}

function figureFrom(runs: (number | null)[]): SweepFigure {
  const values = runs.filter((value) => value !== null);
  if (values.length < runs.length) return { mean: null, interval: null, runs };
  const { mean, interval } = estimate(values);
  return { mean, interval: values.length > 1 ? interval : null, runs };
}

/**
 * Along the first axis, between the baseline and each other mode.
 *
 * @returns `undefined` when it was interrupted
 */
async function crossingsOf(
  means: SweepMeans,
  points: readonly SweepPoint[],
): Promise<SweepCrossing[] | undefined> {
  const [{ scale }, second] = means.axes;
  if (scale === undefined) return [];
  const crossings: SweepCrossing[] = [];
  let isWhole = true;
  const differencesAt = async (
    values: readonly string[],
    pair: readonly [string, string],
  ): Promise<readonly number[] | undefined> => {
    const scenario = await means.scenarioAt(values);
    if (scenario === undefined) return undefined;
    const measured = await measureAll(means, [values], [scenario]);
    isWhole &&= measured.points.length === 1 && measured.seeds === means.seeds.length;
    return measured.points[0] && differencesOf(measured.points[0], pair);
  };
  for (const other of second?.values ?? [undefined]) {
    const rest = other === undefined ? [] : [other];
    const row = points.filter(({ values }) => values[1] === other);
    const [baseline = '', ...modes] = Object.keys(row[0]?.modes ?? {});
    for (const mode of modes) {
      const pair: [string, string] = [mode, baseline];
      const places = row
        .flatMap((point): Place[] => {
          const list = differencesOf(point, pair);
          return list === undefined ? [] : [{ at: scale.read(point.values[0] ?? ''), differences: list }];
        })
        .sort((a, b) => a.at - b.at);
      const found = await findCrossings(pair, places, (at) =>
        differencesAt([scale.write(at), ...rest], pair),
      );
      if (!isWhole) return undefined;
      for (const crossing of found) {
        const text = inWords(crossing, scale);
        crossings.push({ ...crossing, ...(other === undefined ? {} : { second: other }), text });
      }
    }
  }
  return crossings;
}

/** Where only whole numbers will do, an interval has its ends at such. */
function inWords({ at, interval, between }: Crossing, scale: Scale): SweepCrossing['text'] {
  const write = (value: number): string => scale.write(Number(value.toPrecision(4)));
  const [floor, ceil] = between === undefined ? [Number, Number] : [Math.floor, Math.ceil];
  return {
    at: write(at),
    interval: interval === null ? null : [write(floor(interval[0])), write(ceil(interval[1]))],
    ...(between === undefined ? {} : { between: [write(between[0]), write(between[1])] }),
  };
}

/** Seed by seed, the first mode's figure minus the second's. */
function differencesOf(point: SweepPoint, [mode, baseline]: readonly [string, string]): number[] | undefined {
  const values = point.modes[mode]?.runs ?? [];
  const others = point.modes[baseline]?.runs ?? [];
  if (values.length === 0 || !isKnown(values) || !isKnown(others)) return undefined;
  return differences(values, others);
}

function isKnown(values: readonly (number | null)[]): values is number[] {
  return !values.includes(null);
}
