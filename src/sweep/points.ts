import { compare } from '../compare/compare.js';
import type { Comparison } from '../compare/comparison.js';
import { findFigure, readFigure } from '../compare/figure-path.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { columnNames } from '../modes/registry.js';
import { type RunTask, tasksFor, modeRunsOf } from '../runs/run-task.js';
import type { Scenario } from '../scenario/scenario.js';
import { estimate } from '../stats/interval.js';
import type { SweptFigure } from './figure.js';
import type { SweepFigure, SweepPoint } from './result.js';

/** What is measured everywhere, and how. */
export interface Measuring {
  version: string;
  figure: SweptFigure;
  seeds: readonly number[];
  /** After an interrupt, runs that were not made are missing. */
  run: (tasks: readonly RunTask[]) => Promise<(RunMeasurements | undefined)[]>;
}

/** A place to be measured. */
export interface Site {
  values: readonly string[];
  scenario: Scenario;
}

/** How many comparisons are kept at a time; only their figures are kept for longer. */
const AT_A_TIME = 50;

/**
 * Measures seed by seed, so that after an interrupt the whole axis is there: all places with as many seeds as are complete,
 * or, if not even one is, the first places with the first seed.
 */
export async function measurePoints(
  measuring: Measuring,
  sites: readonly Site[],
): Promise<{ points: SweepPoint[]; seeds: number }> {
  const cells = measuring.seeds.flatMap((seed) => sites.map(({ scenario }) => ({ scenario, seed })));
  const figures: ReadonlyMap<string, number | null>[] = [];
  for (let start = 0; start < cells.length && figures.length === start; start += AT_A_TIME) {
    figures.push(...(await measureSome(measuring, cells.slice(start, start + AT_A_TIME))));
  }
  const seeds = Math.max(1, Math.floor(figures.length / sites.length));
  const points = sites.slice(0, figures.length).map(({ values, scenario }, site): SweepPoint => {
    const runs = Array.from({ length: seeds }, (_, seed) => figures[seed * sites.length + site]);
    const modes: [string, SweepFigure][] = columnNames(scenario.modes).map((mode) => [
      mode,
      figureFrom(runs.map((run) => run?.get(mode) ?? null)),
    ]);
    return { values: [...values], modes: Object.fromEntries(modes) };
  });
  return { points, seeds };
}

/** Each mode's figure in each cell, up to the first one that an interrupt kept from being complete. */
async function measureSome(
  { figure, version, run }: Measuring,
  cells: readonly { scenario: Scenario; seed: number }[],
): Promise<Map<string, number | null>[]> {
  const tasks = cells.map(({ scenario, seed }) => tasksFor(scenario, seed, figure.needsControl));
  const results = await run(tasks.flat());
  const figures: Map<string, number | null>[] = [];
  let next = 0;
  for (const [index, { scenario }] of cells.entries()) {
    const part = tasks[index] ?? [];
    const modeRuns = modeRunsOf(part, results.slice(next, next + part.length));
    if (modeRuns === undefined) break;
    next += part.length;
    const comparison = compare(scenario, version, modeRuns);
    figures.push(new Map(columnNames(scenario.modes).map((mode) => [mode, read(comparison, mode, figure)])));
  }
  return figures;
}

function read(comparison: Comparison, mode: string, { words }: SweptFigure): number | null {
  const value = readFigure(comparison, findFigure([mode, ...words], comparison.scenario.modes));
  // A recovery that never came is Infinity, which has no place on an axis and no mean.
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function figureFrom(runs: (number | null)[]): SweepFigure {
  const values = runs.filter((value) => value !== null);
  if (values.length < runs.length) return { mean: null, interval: null, runs };
  const { mean, interval } = estimate(values);
  return { mean, interval: values.length > 1 ? interval : null, runs };
}
