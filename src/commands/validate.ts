import { findScenarios } from '../scenario/load.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { EXIT } from './exit.js';
import type { Io } from './io.js';
import { loadRunnable } from './runnable-scenario.js';

/**
 * Checks scenario files and runs nothing: a line for each, on standard output where it can be used; on standard error, with
 * the reason, where it cannot.
 */
export async function validate(files: readonly string[], io: Io): Promise<number> {
  let exitCode: number = EXIT.done;
  const check = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof UsageProblem)) throw error;
      io.stderr.write(`error: ${error.message}\n`);
      exitCode = EXIT.usage;
    }
  };
  for (const file of files) {
    await check(async () => {
      for (const source of await findScenarios([file])) {
        await check(async () => {
          await loadRunnable(source);
          io.stdout.write(`${printable(source.name)}: ok\n`);
        });
      }
    });
  }
  return exitCode;
}
