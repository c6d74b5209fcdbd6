import type { CompareFlags } from '../flags/commands.js';
import { describeRegression } from '../render/changes/outcome.js';
import { compareFiles } from '../library/compare.js';
import { renderChanges } from '../library/render.js';
import { FORMATS } from '../render/formats.js';
import type { Changes } from '../results/changes.js';
import { findUnjudged } from '../results/fail-on.js';
import { readResultFile } from '../results/read-file.js';
import type { ResultFile } from '../results/saved.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { deliver } from './deliver.js';
import { displayInFile, displayOf } from './display.js';
import { EXIT } from './exit.js';
import { describeFailure } from '../library/gates.js';
import { checkWritable } from './files.js';
import { annotateError } from './github.js';
import type { Io } from './io.js';
import { checkOpen, openPage } from './open.js';
import { planOutputs, reportTo } from './outputs.js';

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
  const outputs = [...planOutputs('compare', flags.format, flags.output), ...reportTo(flags.report)];
  checkOpen(flags.open, outputs);
  const base = await readResultFile(baseName);
  const others: ResultFile[] = [];
  for (const name of names) others.push(await readResultFile(name));
  const changes = await compareFiles(base, others, flags);
  await checkWritable(outputs);

  const all = flags.all === true;
  const inFile = displayInFile(display, flags);
  await deliver(
    outputs,
    {
      inFile: (format) => renderChanges(changes, format, inFile, all),
      onScreen: (format) => renderChanges(changes, format, display, all),
    },
    io,
  );
  await openPage(flags.open, outputs, io);

  const isShown = outputs.some(({ format, file }) => file === undefined && FORMATS[format].showsGates);
  const failures = reportFailures(changes, isShown, io);
  if (failures > 0) return EXIT.gateFailed;
  if (changes.failOn !== undefined) checkJudged(changes);
  return EXIT.done;
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
