import { changesOf } from '../flags/changes.js';
import { renderSweep } from '../library/render.js';
import { findScenario, loadScenario, type ScenarioSource } from '../scenario/load.js';
import { printable } from '../scenario/printable.js';
import type { Sweep } from '../sweep/result.js';
import { repeatCommand } from './reproduce.js';
import { deliver } from './deliver.js';
import { displayInFile, displayOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import { checkWritable } from './files.js';
import type { SweepFlags } from '../flags/commands.js';
import type { Io } from './io.js';
import { barTeller, openPool, readRuns } from './many.js';
import { checkSize } from '../library/size.js';
import { DEFAULT_FIGURE, measureSweep, type PlannedSweep, planSweep } from '../library/measure-sweep.js';
import { attempt } from '../library/mistake.js';
import { checkOpen, openPage } from './open.js';
import { planOutputs, reportTo } from './outputs.js';
import { Progress } from './progress.js';

const DEFAULT_RUNS = '5';

/**
 * Shows a figure of every mode against a parameter, or two, and the crossover of the modes.
 *
 * @returns the exit code
 * @throws {UsageProblem} before anything is run
 */
export async function sweep(name: string, flags: SweepFlags, io: Io): Promise<number> {
  const display = displayOf(flags, io);
  const outputs = [...planOutputs('sweep', flags.format, flags.output), ...reportTo(flags.report)];
  checkOpen(flags.open, outputs);
  const source = await findScenario(name);
  const planned = await plan(source, flags);
  await checkWritable(outputs);

  const { measured: result, mistake } = await attempt(() => measure(source, planned, flags, io));

  if (result !== undefined) {
    const reproduce = repeatCommand([source.name], flags, planned.scenarios[0].seed, 'sweep');
    const inFile = displayInFile(display, flags);
    await deliver(
      outputs,
      {
        inFile: (format) => renderSweep(result, format, inFile, reproduce),
        onScreen: (format) => renderSweep(result, format, display, reproduce),
      },
      io,
    );
    await openPage(flags.open, outputs, io);
  }
  if (mistake !== undefined) throw mistake;
  if (result === undefined) io.stderr.write('interrupted before the first of the points was measured\n');
  const interrupt = io.interrupted();
  return interrupt === undefined ? EXIT.done : exitCodeOf(interrupt);
}

async function plan(source: ScenarioSource, flags: SweepFlags): Promise<PlannedSweep> {
  const { vary: texts = [], figure = DEFAULT_FIGURE } = flags;
  const runs = readRuns(flags.runs ?? DEFAULT_RUNS);
  const planned = await planSweep({
    vary: texts,
    figure,
    runs,
    scenarioAt: (vary) => loadScenario(source, changesOf({ ...flags, vary: [...vary] })),
  });
  checkSize(planned.scenarios, runs, `--vary ${texts.join(' --vary ')} --runs ${runs}`);
  return planned;
}

async function measure(
  source: ScenarioSource,
  planned: PlannedSweep,
  flags: SweepFlags,
  io: Io,
): Promise<Sweep | undefined> {
  const pool = openPool(flags.threads, io);
  const progress = new Progress(io);
  const say = (what: string): void => progress.say(`${printable(source.name)}: ${what}`);
  const tell = barTeller(say);
  try {
    return await measureSweep(
      planned,
      pool,
      () => io.interrupted() !== undefined,
      (done, total) => {
        if (done <= total) tell(done, total);
        else say('finding the crossover …');
      },
    );
  } finally {
    progress.end();
    await pool.close();
  }
}
