import type { CompareFlags } from '../flags/commands.js';
import { renderChangesJunit } from '../render/changes/junit.js';
import { renderChangesMarkdown } from '../render/changes/markdown.js';
import { describeRegression } from '../render/changes/outcome.js';
import { renderChanges } from '../render/changes/table.js';
import { FORMATS, type FormatOf } from '../render/formats.js';
import { toJson } from '../render/json.js';
import type { Display } from '../render/options.js';
import { type Changes, findChanges } from '../results/changes.js';
import { findUnjudged, findWorse, readFailOn } from '../results/fail-on.js';
import { columnsOf, evaluateOver, resultNames } from '../results/gates.js';
import { readResultFile } from '../results/read-file.js';
import type { ResultFile } from '../results/saved.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { deliver } from './deliver.js';
import { displayInFile, displayOf } from './display.js';
import { EXIT } from './exit.js';
import { describeFailure, readGateOver } from './expectations.js';
import { checkWritable } from './files.js';
import { annotateError } from './github.js';
import type { Io } from './io.js';
import { planOutputs } from './outputs.js';
import { readVersion } from './version.js';

/**
 * Shows what changed from one saved result to others.
 *
 * @returns the exit code: 1 where a gate failed, or something got worse that must not; 2 where that was asked and nobody can
 *   tell
 * @throws {UsageProblem} for files that are no results, or that have nothing in common
 */
export async function compare(
  baseName: string,
  names: readonly string[],
  flags: CompareFlags,
  io: Io,
): Promise<number> {
  const display = displayOf(flags, io);
  const outputs = planOutputs('compare', flags.format, flags.output);
  const margin = flags.failOn === undefined ? undefined : readFailOn(flags.failOn);
  const base = await readResultFile(baseName);
  const others: ResultFile[] = [];
  for (const name of names) others.push(await readResultFile(name));
  const changes = await judge(base, others, margin, flags);
  await checkWritable(outputs);

  const all = flags.all === true;
  const inFile = displayInFile(display, flags);
  await deliver(
    outputs,
    {
      inFile: (format) => render(format, changes, inFile, all),
      onScreen: (format) => render(format, changes, display, all),
    },
    io,
  );

  const isShown = outputs.some(({ format, file }) => file === undefined && FORMATS[format].showsGates);
  const failures = reportFailures(changes, isShown, io);
  if (failures > 0) return EXIT.gateFailed;
  if (margin !== undefined) checkJudged(changes);
  return EXIT.done;
}

async function judge(
  base: ResultFile,
  others: readonly ResultFile[],
  margin: number | undefined,
  { expect = [] }: CompareFlags,
): Promise<Changes> {
  const gates = [];
  const columns = columnsOf([base, ...others]);
  for (const text of expect) gates.push(await readGateOver(text, columns, resultNames(others)));
  const changes = findChanges(readVersion(), base, others);
  return {
    ...changes,
    expectations: evaluateOver(gates, base, others),
    ...(margin === undefined ? {} : { failOn: { margin, worse: findWorse(changes, margin) } }),
  };
}

function render(format: FormatOf<'compare'>, changes: Changes, display: Display, all: boolean): string {
  switch (format) {
    case 'table':
      return renderChanges(changes, display, all);
    case 'markdown':
      return renderChangesMarkdown(changes, all);
    case 'json':
      return toJson(changes);
    case 'junit':
      return renderChangesJunit(changes);
  }
}

/** On standard error where what is on the screen does not show them, and to GitHub Actions. */
function reportFailures(changes: Changes, areShown: boolean, io: Io): number {
  const failures = [
    ...changes.expectations
      .filter(({ held }) => !held)
      .map((gate) => `${printable(gate.title)}: ${describeFailure(gate)}`),
    ...(changes.failOn?.worse ?? []).map((one) => describeRegression(changes, one)),
  ];
  for (const failure of failures) {
    if (!areShown) io.stderr.write(`FAIL ${failure}\n`);
    annotateError('coupling-demo: compare failed', failure, io);
  }
  return failures.length;
}

/** @throws {UsageProblem} where nobody can tell whether something got worse: that is no pass */
function checkJudged(changes: Changes): void {
  const [first, ...more] = findUnjudged(changes);
  if (first === undefined) return;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new UsageProblem(
    'not-judged',
    `--fail-on: ${printable(first.file)}: ${printable(first.title)}: ${first.mode}.${first.figure} cannot be judged${others}: ` +
      'save both results with the same seed, or with --runs 10',
  );
}
