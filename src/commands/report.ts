import type { ReportFlags } from '../flags/commands.js';
import { renderSweep } from '../library/render.js';
import { readSavedResults, type Saved } from '../library/saved-results.js';
import { FORMATS, type FormatOf } from '../render/formats.js';
import type { Display } from '../render/options.js';
import { UsageProblem } from '../scenario/problems.js';
import { deliver } from './deliver.js';
import { displayInFile, displayOf } from './display.js';
import { EXIT } from './exit.js';
import { checkWritable } from './files.js';
import type { Io } from './io.js';
import { checkOpen, openPage } from './open.js';
import { type Output, planOutputs } from './outputs.js';
import { repeatCommand } from './reproduce.js';

/**
 * Makes a page of saved results, as `--report` would have made it when they were measured. Nothing is run.
 *
 * @returns the exit code
 * @throws {UsageProblem} for files that are no results
 */
export async function report(names: readonly string[], flags: ReportFlags, io: Io): Promise<number> {
  const display = displayOf({}, io);
  const outputs = planOutputs('report', flags.format, flags.output);
  checkOpen(flags.open, outputs);
  const saved = await readSavedResults(names);
  if ('sweep' in saved) checkForSweep(outputs);
  await checkWritable(outputs);

  const showWith =
    (how: Display) =>
    (format: FormatOf<'report'> | 'markdown'): Promise<string> =>
      show(saved, format, how);
  await deliver(outputs, { inFile: showWith(displayInFile(display, {})), onScreen: showWith(display) }, io);
  await openPage(flags.open, outputs, io);
  return EXIT.done;
}

/** @throws {UsageProblem} for what there is of runs only */
function checkForSweep(outputs: readonly Output<FormatOf<'report'>>[]): void {
  if (outputs.some(({ format }) => format === 'svg'))
    throw new UsageProblem('unknown-format', '--format svg: a sweep has a page only: choose html');
}

async function show(
  saved: Saved,
  format: FormatOf<'report'> | 'markdown',
  display: Display,
): Promise<string> {
  if ('sweep' in saved) return renderSweep(saved.sweep, format === 'svg' ? 'html' : format, display);
  const results = saved.results.map(({ file, comparison, ...result }) => {
    const runs = comparison.runs === undefined ? {} : { runs: String(comparison.runs.seeds.length) };
    // A result that was not judged does not say how it was made: its file is what can be run again.
    return { ...result, comparison: { reproduce: repeatCommand([file], runs), ...comparison } };
  });
  return (await FORMATS[format].load())({ results }, display);
}
