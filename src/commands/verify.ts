import type { FormatOf } from '../render/formats.js';
import { CASES } from '../verify/cases/index.js';
import { FULL, QUICK } from '../verify/effort.js';
import { hasHeld, renderJson, renderMarkdown, renderTable, type Report } from '../verify/report.js';
import { select } from '../verify/select.js';
import { type Verification, verify as verifyOne, verifyLittle } from '../verify/verify.js';
import { colorLevel, widthOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import type { VerifyFlags } from '../flags/commands.js';
import type { Io } from './io.js';
import { readFormat } from '../library/read-format.js';
import { Progress } from './progress.js';
import { readVersion } from '../library/version.js';

/**
 * Runs published cases on the ordinary engine and holds the results against the closed forms.
 *
 * @returns the exit code: 1 when a check failed
 * @throws {UsageProblem} for a case or a format that there is not, before anything is run
 */
export async function verify(flags: VerifyFlags, io: Io): Promise<number> {
  const format = readFormat(flags.format ?? 'table', 'verify');
  const full = flags.full === true;
  const selected = select(CASES, flags.case ?? [], full);
  const progress = new Progress(io);
  const verifications: Verification[] = [];
  for (const [index, { case: published, set }] of selected.entries()) {
    const verification = await verifyOne(published, set, {
      effort: full ? FULL : QUICK,
      interrupted: () => io.interrupted() !== undefined,
      progress: (seed, seeds) => {
        progress.say(`${published.key} (${index + 1} of ${selected.length}): seed ${seed} of ${seeds} …`);
      },
    });
    if (verification === undefined) break;
    verifications.push(verification);
  }
  progress.end();

  const results = verifications.length === 0 ? [] : [...verifications, verifyLittle(verifications)];
  const set = flags.case !== undefined ? 'named' : full ? 'full' : 'quick';
  const report: Report = { version: readVersion(), set, verifications: results };
  io.stdout.write(render(format, report, io));
  const interrupt = io.interrupted();
  if (interrupt !== undefined) return exitCodeOf(interrupt);
  return hasHeld(results) ? EXIT.done : EXIT.gateFailed;
}

function render(format: FormatOf<'verify'>, report: Report, io: Io): string {
  switch (format) {
    case 'json':
      return renderJson(report);
    case 'markdown':
      return renderMarkdown(report);
    case 'table':
      return renderTable(report, { width: widthOf(undefined, io), color: colorLevel(undefined, io) });
  }
}
