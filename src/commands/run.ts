import type { Comparison } from '../compare/comparison.js';
import { FORMATS, type FormatOf, type RequestShown, type RunResults } from '../render/formats.js';
import type { Display } from '../render/options.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { bundledSources, findScenarios, type ScenarioSource } from '../scenario/sources.js';
import { ALL, repeatCommand, traceCommand } from './reproduce.js';
import { deliver } from './deliver.js';
import { displayInFile, displayOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import type { RunFlags } from '../flags/commands.js';
import { describeFailure, evaluateGates } from '../library/gates.js';
import { checkWritable } from './files.js';
import { describeHint } from '../hints/describe.js';
import { annotateError } from './github.js';
import type { Io } from './io.js';
import { type RunnableScenario, loadRunnable } from './runnable-scenario.js';
import { measureWith } from './measure-with.js';
import { attempt, Mistake } from '../library/mistake.js';
import { checkOpen, openPage } from './open.js';
import { type Output, planOutputs, reportTo } from './outputs.js';
import { Progress } from './progress.js';

/** What `run` runs when it is not told: slots run out upstream, and events have their price, too. */
const DEFAULT_SCENARIO = 'slow-payment';

interface Result {
  source: ScenarioSource;
  comparison: Comparison;
  request?: RequestShown;
}

/** What the command line says. */
interface Asked {
  names: readonly string[];
  flags: RunFlags;
  display: Display;
  outputs: readonly Output[];
}

/**
 * Runs scenarios in all their modes, with the faults and without, and shows how the modes compare.
 *
 * @returns the exit code
 * @throws {UsageProblem} before anything is run
 */
export async function run(names: readonly string[], flags: RunFlags, io: Io): Promise<number> {
  const asked: Asked = {
    names: [...names, ...(flags.scenario ?? [])],
    flags,
    display: displayOf(flags, io),
    outputs: [...planOutputs('run', flags.format, flags.output), ...reportTo(flags.report)],
  };
  checkOpen(flags.open, asked.outputs);
  const scenarios = await loadScenarios(asked);
  const measurer = await findMeasurer(scenarios, asked, io);
  await checkWritable(asked.outputs);

  noteHints(scenarios, asked, io);

  const { results, mistake } = await runAll(scenarios, measurer, asked, io);

  if (results.length > 0) await show(results, scenarios.length, asked, io);
  const failures = reportFailures(results, asked, io);
  if (mistake !== undefined) throw mistake;
  const interrupt = io.interrupted();
  if (interrupt === undefined) return failures > 0 ? EXIT.gateFailed : EXIT.done;
  if (results.length === 0 && flags.runs !== undefined) {
    io.stderr.write('interrupted before the first of the runs was complete\n');
  }
  return exitCodeOf(interrupt);
}

async function show(results: readonly Result[], wanted: number, asked: Asked, io: Io): Promise<void> {
  const isPartial = io.interrupted() !== undefined;
  const shown = { ...withCommands(results, asked), ...(isPartial ? { interruptedOf: wanted } : {}) };
  const { display, flags, outputs } = asked;
  const showWith =
    (how: Display) =>
    async (format: FormatOf<'run'>): Promise<string> =>
      (await FORMATS[format].load())(shown, how);
  await deliver(
    outputs,
    {
      inFile: showWith(displayInFile(display, flags)),
      onScreen: showWith(display),
      inSummary: showWith({ ...displayInFile(display, flags), folded: true }),
    },
    io,
  );
  await openPage(flags.open, outputs, io);
}

async function loadScenarios({ names, flags }: Asked): Promise<RunnableScenario[]> {
  const bundled = flags.all === true ? await bundledSources() : [];
  const isNoneNamed = names.length === 0 && bundled.length === 0;
  const named = await findScenarios(isNoneNamed ? [DEFAULT_SCENARIO] : names);
  const scenarios: RunnableScenario[] = [];
  for (const source of [...bundled, ...named]) scenarios.push(await loadRunnable(source, flags));
  return scenarios;
}

/** How a scenario is measured: once, or many times. */
interface Measurer {
  /** @returns `undefined` where an interrupt left nothing to show */
  measure(scenario: Scenario, say: (what: string) => void): Promise<Comparison | undefined>;
  /** After it was measured: a request that shows what the modes differ in, where something is written that shows it. */
  findRequest?(scenario: Scenario): Promise<RequestShown | undefined>;
  close(): Promise<void>;
}

// What many runs need is loaded for many runs only.
async function findMeasurer(
  scenarios: readonly RunnableScenario[],
  { flags: { runs = '1', threads, real = false, beside = false, control = true, ...flags }, outputs }: Asked,
  io: Io,
): Promise<Measurer> {
  const interrupted = (): boolean => io.interrupted() !== undefined;
  const isDrawn = outputs.some(({ format }) => FORMATS[format].showsRequest);
  if (beside && !real) throw new UsageProblem('beside-what', '--beside: stands beside --real');
  for (const flag of ['broker', 'creds', 'database', 'join', 'keep'] as const) {
    if (flags[flag] !== undefined && !real)
      throw new UsageProblem('only-real', `--${flag}: goes with --real`);
  }
  if (real) {
    if (runs !== '1') throw new UsageProblem('real-runs', '--real: goes with one run, not with --runs');
    const [{ announceReal, measureReal }, { chooseReal }] = await Promise.all([
      import('./measure-real.js'),
      import('../real/choices.js'),
    ]);
    const choices = chooseReal(flags, io.env);
    for (const { scenario } of scenarios) await announceReal(scenario, choices, control, io);
    return {
      measure: (scenario, progress) => measureReal(scenario, io, { progress, control, beside, choices }),
      close: () => Promise.resolve(),
    };
  }
  if (!control && runs !== '1') throw new UsageProblem('no-control-runs', '--no-control: goes with one run');
  const once = isDrawn
    ? await watching(control, io)
    : {
        measure: (scenario: Scenario, progress: (what: string) => void) =>
          measureWith(io, scenario, { progress, control }),
        close: () => Promise.resolve(),
      };
  if (runs === '1' && threads === undefined) return once;
  const [{ barTeller, openPool, readRuns }, { measureRuns }, { checkSize }] = await Promise.all([
    import('./many.js'),
    import('../library/measure-runs.js'),
    import('../library/size.js'),
  ]);
  const count = readRuns(runs);
  const pool = openPool(threads, io);
  for (const { scenario } of scenarios) checkSize([scenario], count, `--runs ${runs}`);
  if (count === 1) return once;
  return {
    measure: (scenario, say) => measureRuns(scenario, count, pool, barTeller(say)),
    close: () => pool.close(),
    ...(isDrawn
      ? {
          findRequest: async (scenario) =>
            (await import('../library/watch-requests.js')).findRequest(scenario, interrupted),
        }
      : {}),
  };
}

/** Measures once, and notes how each request goes: then one can be shown, and running it all again is spared. */
async function watching(control: boolean, io: Io): Promise<Measurer> {
  const { watchRequests } = await import('../library/watch-requests.js');
  let watch = watchRequests();
  return {
    measure: (scenario, progress) => {
      watch = watchRequests();
      return measureWith(io, scenario, { progress, control, runColumn: watch.runColumn });
    },
    findRequest: (scenario) => watch.find(scenario, () => io.interrupted() !== undefined),
    close: () => Promise.resolve(),
  };
}

/** All that was measured, until an interrupt or a mistake. */
async function runAll(
  scenarios: readonly RunnableScenario[],
  measurer: Measurer,
  { flags }: Asked,
  io: Io,
): Promise<{ results: Result[]; mistake?: Mistake<Comparison> }> {
  const progress = new Progress(io);
  const results: Result[] = [];
  try {
    for (const { source, scenario, gates, changed, skippedGates, hints } of scenarios) {
      const say = (what: string): void => progress.say(`${printable(source.name)}: ${what}`);
      const { measured, mistake } = await attempt(() => measurer.measure(scenario, say));
      const found: { measured?: RequestShown | undefined; mistake?: Mistake<RequestShown> } =
        measured === undefined || mistake !== undefined
          ? {}
          : await attempt(async () => measurer.findRequest?.(scenario));
      if (measured !== undefined) {
        results.push({
          source,
          ...(found.measured === undefined ? {} : { request: found.measured }),
          comparison: {
            ...measured,
            hints,
            ...(changed.length === 0 ? {} : { changed }),
            expectations: evaluateGates(gates, measured),
            ...(skippedGates.length === 0 ? {} : { skippedGates }),
            reproduce: repeatCommand([source.name], flags, measured.seed),
          },
        });
      }
      if (mistake !== undefined) return { results, mistake };
      if (found.mistake !== undefined)
        return { results, mistake: new Mistake<Comparison>(undefined, found.mistake.cause) };
      if (measured === undefined) break;
    }
  } finally {
    progress.end();
    await measurer.close();
  }
  return { results };
}

/** What there is to show, with the commands that show more of it. */
function withCommands(results: readonly Result[], { names, flags }: Asked): RunResults {
  const seeds = new Set(results.map(({ comparison }) => comparison.seed));
  const [seed] = seeds.size === 1 ? seeds : [];
  return {
    results: results.map(({ source, comparison, request }) => ({
      name: source.name,
      comparison,
      ...(request === undefined ? {} : { request }),
      drillDown: traceCommand(source.name, flags, comparison.seed),
    })),
    reproduce: repeatCommand(flags.all === true ? [ALL, ...names] : names, flags, seed),
  };
}

/** Before anything is run; where the tables will not show them. */
function noteHints(scenarios: readonly RunnableScenario[], asked: Asked, io: Io): void {
  if (hasTables(asked)) return;
  for (const { source, hints } of scenarios) {
    for (const hint of hints) {
      io.stderr.write(`note: ${printable(source.name)}: ${printable(describeHint(hint))}\n`);
    }
  }
}

/** Does what is read on the screen show gates and hints? */
function hasTables({ outputs }: Asked): boolean {
  return outputs.some(({ format, file }) => file === undefined && FORMATS[format].showsGates);
}

/** Where the tables do not show them already. */
function reportFailures(results: readonly Result[], asked: Asked, io: Io): number {
  const areShown = hasTables(asked);
  let failures = 0;
  for (const { source, comparison } of results) {
    const failed = comparison.expectations
      .filter(({ held }) => !held)
      .map((gate) => `${printable(source.name)}: ${describeFailure(gate)}`);
    failures += failed.length;
    const reproduce = `reproduce: ${comparison.reproduce ?? ''}`;
    for (const failure of failed) {
      if (!areShown) io.stderr.write(`FAIL ${failure}\n`);
      annotateError('coupling-demo: a gate failed', `${failure} (seed ${comparison.seed})\n${reproduce}`, io);
    }
    if (failed.length > 0 && !areShown) io.stderr.write(`${reproduce}\n`);
  }
  return failures;
}
