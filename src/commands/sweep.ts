import { changesOf } from '../flags/changes.js';
import type { FormatOf } from '../render/formats.js';
import { toJson } from '../render/json.js';
import type { Display } from '../render/options.js';
import { renderSweep, renderSweepMarkdown } from '../render/sweep.js';
import { tasksFor } from '../runs/run-task.js';
import { findScenario, loadScenario, type ScenarioSource } from '../scenario/load.js';
import { nearest } from '../scenario/nearest.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { readSweptFigure, type SweptFigure, SweptFigureProblem } from '../sweep/figure.js';
import type { Sweep } from '../sweep/result.js';
import { placesOf, sweep as measureSweep } from '../sweep/sweep.js';
import { type Axis, MOST_POINTS, readAxis } from '../sweep/vary.js';
import { repeatCommand } from './reproduce.js';
import { deliver } from './deliver.js';
import { displayInFile, displayOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import { checkWritable } from './files.js';
import type { SweepFlags } from '../flags/commands.js';
import type { Io } from './io.js';
import { barTeller, checkSize, openPool, readRuns } from './many.js';
import { attempt, Mistake } from './mistake.js';
import { planOutputs, reportTo } from './outputs.js';
import { Progress } from './progress.js';
import { readVersion } from './version.js';

const DEFAULT_FIGURE = 'goodput';
const DEFAULT_RUNS = '5';

/** A sweep that can be measured: all that can be wrong with it has been found out. */
interface Planned {
  source: ScenarioSource;
  axes: readonly [Axis, ...Axis[]];
  figure: SweptFigure;
  runs: number;
  scenarios: [Scenario, ...Scenario[]];
}

/**
 * Shows a figure of every mode against a parameter, or two, and the crossover of the modes.
 *
 * @returns the exit code
 * @throws {UsageProblem} before anything is run
 */
export async function sweep(name: string, flags: SweepFlags, io: Io): Promise<number> {
  const display = displayOf(flags, io);
  const outputs = [...planOutputs('sweep', flags.format, flags.output), ...reportTo(flags.report)];
  const planned = await plan(name, flags);
  await checkWritable(outputs);

  const { measured: result, mistake } = await attempt(() => measure(planned, flags, io));

  if (result !== undefined) {
    const reproduce = repeatCommand([planned.source.name], flags, planned.scenarios[0].seed, 'sweep');
    const inFile = displayInFile(display, flags);
    await deliver(
      outputs,
      {
        inFile: (format) => render(format, result, inFile, reproduce),
        onScreen: (format) => render(format, result, display, reproduce),
      },
      io,
    );
  }
  if (mistake !== undefined) throw mistake;
  if (result === undefined) io.stderr.write('interrupted before the first of the points was measured\n');
  const interrupt = io.interrupted();
  return interrupt === undefined ? EXIT.done : exitCodeOf(interrupt);
}

async function render(
  format: FormatOf<'sweep'>,
  result: Sweep,
  display: Display,
  reproduce: string,
): Promise<string> {
  switch (format) {
    case 'json':
      return toJson(result);
    case 'markdown':
      return renderSweepMarkdown(result, { ...display, reproduce });
    case 'html':
      return (await import('../render/page/sweep-page.js')).renderSweepPage(result, reproduce);
    case 'table':
      return renderSweep(result, { ...display, reproduce });
  }
}

async function plan(name: string, flags: SweepFlags): Promise<Planned> {
  const axes = readAxes(flags.vary ?? []);
  const runs = readRuns(flags.runs ?? DEFAULT_RUNS);
  const source = await findScenario(name);
  const [first, ...rest] = placesOf(axes);
  const base = await scenarioAt(source, flags, axes, first ?? []);
  const figure = readFigure(flags.figure ?? DEFAULT_FIGURE, base);
  const scenarios: Planned['scenarios'] = [base];
  for (const values of rest) scenarios.push(await scenarioAt(source, flags, axes, values));
  checkSize(scenarios, runs, `--vary ${flags.vary?.join(' --vary ') ?? ''} --runs ${runs}`);
  return { source, axes, figure, runs, scenarios };
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

/** @throws {UsageProblem} when no scenario has such values */
function scenarioAt(
  source: ScenarioSource,
  flags: SweepFlags,
  axes: readonly Axis[],
  values: readonly string[],
): Promise<Scenario> {
  const vary = axes.map(({ path }, index) => `${path}=${values[index] ?? ''}`);
  return loadScenario(source, changesOf({ ...flags, vary }));
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

async function measure(
  { source, axes, figure, runs, scenarios }: Planned,
  flags: SweepFlags,
  io: Io,
): Promise<Sweep | undefined> {
  const pool = openPool(flags.threads, io);
  const progress = new Progress(io);
  const say = (what: string): void => progress.say(`${printable(source.name)}: ${what}`);
  const total = scenarios.flatMap((scenario) => tasksFor(scenario, 0, figure.needsControl)).length * runs;
  const tell = barTeller(total, say);
  let begun = 0;
  try {
    const measured = await measureSweep(
      {
        version: readVersion(),
        figure,
        seeds: Array.from({ length: runs }, (_, index) => scenarios[0].seed + index),
        interrupted: () => pool.mistake !== undefined || io.interrupted() !== undefined,
        run: (tasks) => {
          const before = begun;
          begun += tasks.length;
          return pool.run(tasks, (done) => {
            if (before < total) tell(before + done);
            else say('finding the crossover …');
          });
        },
      },
      {
        axes,
        scenarioAt: (values) =>
          scenarioAt(source, flags, axes, values).catch((error: unknown) => {
            if (error instanceof UsageProblem) return undefined;
            throw error;
          }),
      },
      scenarios,
    );
    if (pool.mistake !== undefined) throw new Mistake(measured, pool.mistake.error);
    return measured;
  } finally {
    progress.end();
    await pool.close();
  }
}
