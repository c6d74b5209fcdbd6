import type { Pool } from '../runs/pool.js';
import { tasksFor } from '../runs/run-task.js';
import { nearest } from '../scenario/nearest.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { readSweptFigure, type SweptFigure, SweptFigureProblem } from '../sweep/figure.js';
import type { Sweep } from '../sweep/result.js';
import { placesOf, sweep } from '../sweep/sweep.js';
import { type Axis, MOST_POINTS, readAxis } from '../sweep/vary.js';
import { Mistake } from './mistake.js';
import { readVersion } from './version.js';

export const DEFAULT_FIGURE = 'goodput';

/** What is asked of a sweep. */
interface SweepAsked {
  /** `load.rate=20/s..200/s/10`, one or two of them. */
  vary: readonly string[];
  figure: string;
  /** Seeds at each point. */
  runs: number;
  /**
   * The scenario with values for what is varied, each as `path=value`.
   *
   * @throws {UsageProblem} when there is none with such values
   */
  scenarioAt: (vary: readonly string[]) => Promise<Scenario>;
}

/** A sweep that can be measured: all that can be wrong with it has been found out. */
export interface PlannedSweep {
  axes: readonly [Axis, ...Axis[]];
  figure: SweptFigure;
  runs: number;
  scenarios: [Scenario, ...Scenario[]];
  scenarioAt: (values: readonly string[]) => Promise<Scenario>;
}

/** @throws {UsageProblem} for what cannot be varied, measured or run */
export async function planSweep({ vary, figure, runs, scenarioAt }: SweepAsked): Promise<PlannedSweep> {
  const axes = readAxes(vary);
  const at = (values: readonly string[]): Promise<Scenario> =>
    scenarioAt(axes.map(({ path }, index) => `${path}=${values[index] ?? ''}`));
  const [first, ...rest] = placesOf(axes);
  const base = await at(first ?? []);
  const swept = readFigure(figure, base);
  const scenarios: PlannedSweep['scenarios'] = [base];
  for (const values of rest) scenarios.push(await at(values));
  return { axes, figure: swept, runs, scenarios, scenarioAt: at };
}

function readAxes(texts: readonly string[]): readonly [Axis, ...Axis[]] {
  const [first, ...rest] = texts.map(readAxis);
  if (first === undefined)
    throw new UsageProblem('bad-flag', '--vary is required, e.g. --vary load.rate=20/s..200/s/10');
  if (rest.length > 1) throw new UsageProblem('bad-flag', '--vary: two of them at most');
  const axes = [first, ...rest] as const;
  for (const { path } of axes) {
    if (path === 'seed') throw new UsageProblem('bad-flag', '--vary seed: --runs varies the seed');
    if (path === 'modes') throw new UsageProblem('bad-flag', '--vary modes: --modes names those to compare');
    if (path === 'workflow')
      throw new UsageProblem('bad-flag', '--vary workflow: --workflow names one for all points');
  }
  if (axes[1]?.path === axes[0].path) {
    throw new UsageProblem('bad-flag', `--vary ${printable(axes[0].path)}: it is varied twice`);
  }
  const points = axes.reduce((product, { values }) => product * values.length, 1);
  if (points <= MOST_POINTS) return axes;
  throw new UsageProblem(
    'bad-flag',
    `--vary: that would be ${points} points, and ${MOST_POINTS} is the most`,
  );
}

function readFigure(text: string, { services }: Scenario): SweptFigure {
  try {
    return readSweptFigure(text, Object.keys(services));
  } catch (error) {
    if (!(error instanceof SweptFigureProblem)) throw error;
    const near = error.meant ?? (error.found === undefined ? undefined : nearest(error.found, error.known));
    const hint = near === undefined ? '' : `: did you mean \`${printable(near)}\`?`;
    throw new UsageProblem(
      'bad-figure',
      `--figure ${printable(text, 80)}: ${printable(error.message, 200)}${hint}`,
    );
  }
}

/** Told how many of how many runs are done; more are made to find where the modes cross. */
type Tell = (done: number, total: number) => void;

/**
 * Measures a figure in every mode at every place, and finds where the modes cross.
 *
 * @returns `undefined` when an interrupt left nothing to show
 * @throws {Mistake} with what was measured before it
 */
export async function measureSweep(
  { axes, figure, runs, scenarios, scenarioAt }: PlannedSweep,
  pool: Pool,
  interrupted: () => boolean,
  tell: Tell,
): Promise<Sweep | undefined> {
  const total = scenarios.flatMap((scenario) => tasksFor(scenario, 0, figure.needsControl)).length * runs;
  let begun = 0;
  tell(0, total);
  const measured = await sweep(
    {
      version: readVersion(),
      figure,
      seeds: Array.from({ length: runs }, (_, index) => scenarios[0].seed + index),
      interrupted: () => pool.mistake !== undefined || interrupted(),
      run: (tasks) => {
        const before = begun;
        begun += tasks.length;
        return pool.run(tasks, (done) => {
          tell(before + done, total);
        });
      },
    },
    {
      axes,
      scenarioAt: (values) =>
        scenarioAt(values).catch((error: unknown) => {
          if (error instanceof UsageProblem) return undefined;
          throw error;
        }),
    },
    scenarios,
  );
  if (pool.mistake !== undefined) throw new Mistake(measured, pool.mistake.error);
  return measured;
}
