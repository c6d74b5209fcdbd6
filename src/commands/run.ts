import type { Comparison } from '../compare/comparison.js';
import { renderJson } from '../render/json.js';
import { renderMarkdown } from '../render/markdown.js';
import { renderSummary } from '../render/summary.js';
import { renderTerminal } from '../render/terminal.js';
import { bundledScenarios } from '../scenario/catalogue.js';
import { findScenarios, type ScenarioSource } from '../scenario/load.js';
import { printable } from '../scenario/printable.js';
import { repeatCommand } from './again.js';
import { type Display, displayInFile, displayOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import type { RunFlags } from './flags.js';
import { describeFailure, evaluateGates } from './gates.js';
import { annotateError, writeStepSummary } from './github.js';
import type { Io } from './io.js';
import { type Job, loadJob } from './job.js';
import { measure } from './measure.js';
import { checkWritable, type Format, type Output, planOutputs, writeFiles } from './outputs.js';
import { Progress } from './progress.js';

/** What `run` runs when it is not told: slots run out upstream, and events have their price, too. */
const DEFAULT_SCENARIO = 'slow-payment';

interface Result {
  source: ScenarioSource;
  comparison: Comparison;
}

/**
 * Runs scenarios in all their modes, with the faults and without, and shows how the modes compare.
 *
 * @returns the exit code
 * @throws {UsageProblem} before anything is run
 */
export async function run(names: readonly string[], flags: RunFlags, io: Io): Promise<number> {
  const display = displayOf(flags, io);
  const outputs = planOutputs(flags.format, flags.output);
  const jobs = await loadJobs(names, flags);
  await checkWritable(outputs);

  const results = await runJobs(jobs, io);

  if (results.length > 0) await show(results, outputs, display, flags, io);
  const failures = reportFailures(results, outputs, io);
  const interrupt = io.interrupted();
  if (interrupt !== undefined) return exitCodeOf(interrupt);
  return failures > 0 ? EXIT.gateFailed : EXIT.done;
}

async function loadJobs(names: readonly string[], flags: RunFlags): Promise<Job[]> {
  const named = [...names, ...(flags.scenario ?? [])];
  const bundled = flags.all === true ? await bundledScenarios() : [];
  const alone = named.length === 0 && bundled.length === 0;
  const sources = [...bundled, ...(await findScenarios(alone ? [DEFAULT_SCENARIO] : named))];
  const jobs: Job[] = [];
  for (const source of sources) jobs.push(await loadJob(source, flags));
  return jobs;
}

async function runJobs(jobs: readonly Job[], io: Io): Promise<Result[]> {
  const progress = new Progress(io);
  const results: Result[] = [];
  for (const { source, scenario, gates } of jobs) {
    const measured = await measure(scenario, io, (what) => {
      progress.say(`${source.name}: ${what} …`);
    });
    if (measured === undefined) break;
    results.push({ source, comparison: { ...measured, expectations: evaluateGates(gates, measured) } });
  }
  progress.end();
  return results;
}

/** Files first: whoever reads standard output may go away in the middle of it. */
async function show(
  results: Result[],
  outputs: Output[],
  display: Display,
  flags: RunFlags,
  io: Io,
): Promise<void> {
  const inFile = displayInFile(display, flags);
  const files = outputs.flatMap(({ format, file }) => {
    return file === undefined ? [] : [{ file, text: render(format, results, inFile, flags) }];
  });
  await writeFiles(files);
  if (io.env.GITHUB_STEP_SUMMARY) await writeStepSummary(render('markdown', results, inFile, flags), io);
  for (const { format, file } of outputs) {
    if (file === undefined) io.stdout.write(render(format, results, display, flags));
  }
  if (io.stderr.isTTY && files.length > 0) {
    io.stderr.write(`written: ${files.map(({ file }) => printable(file)).join(', ')}\n`);
  }
}

function render(format: Format, results: readonly Result[], display: Display, flags: RunFlags): string {
  const comparisons = results.map(({ comparison }) => comparison);
  switch (format) {
    case 'json':
      return renderJson(comparisons);
    case 'markdown':
      return renderMarkdown(comparisons);
    case 'table': {
      const again = ({ source, comparison }: Result) => repeatCommand([source.name], flags, comparison.seed);
      const tables = results.map((result) =>
        renderTerminal(result.comparison, { ...display, again: again(result) }),
      );
      if (results.length > 1)
        tables.push(renderSummary(comparisons, display), `again: ${repeatAll(results, flags)}\n`);
      return tables.join('\n');
    }
  }
}

function repeatAll(results: readonly Result[], flags: RunFlags): string {
  const seeds = new Set(results.map(({ comparison }) => comparison.seed));
  const [seed] = seeds;
  const names =
    flags.all === true ? ['--all', ...(flags.scenario ?? [])] : results.map(({ source }) => source.name);
  return repeatCommand(names, flags, seeds.size === 1 ? seed : undefined);
}

/** Where the tables do not show them already. */
function reportFailures(results: readonly Result[], outputs: readonly Output[], io: Io): number {
  const areShown = outputs.some(({ format, file }) => file === undefined && format !== 'json');
  const failures = results.flatMap(({ source, comparison }) =>
    comparison.expectations
      .filter(({ held }) => !held)
      .map((failure) => `${printable(source.name)}: ${describeFailure(failure)}`),
  );
  for (const failure of failures) {
    if (!areShown) io.stderr.write(`gate failed: ${failure}\n`);
    annotateError('coupling-demo: a gate failed', failure, io);
  }
  return failures.length;
}
