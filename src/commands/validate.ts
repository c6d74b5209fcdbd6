import { findScenarios } from '../scenario/load.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { ValidateFlags } from '../flags/commands.js';
import { describeHint } from '../hints/describe.js';
import { EXIT } from './exit.js';
import type { Io } from './io.js';
import { loadRunnable } from './runnable-scenario.js';

/**
 * Checks scenario files and runs nothing: a line for each, on standard output where it can be used, followed by what its plan
 * warns of; on standard error, with the reason, where it cannot.
 *
 * @returns the exit code: 2 where one cannot be used; with `--strict` 1 where there is any hint
 */
export async function validate(
  files: readonly string[],
  { strict = false }: ValidateFlags,
  io: Io,
): Promise<number> {
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
          const { hints } = await loadRunnable(source);
          const name = printable(source.name);
          io.stdout.write(`${name}: ok\n`);
          for (const hint of hints) io.stdout.write(`${name}: note: ${printable(describeHint(hint))}\n`);
          if (strict && hints.length > 0 && exitCode === EXIT.done) exitCode = EXIT.gateFailed;
        });
      }
    });
  }
  return exitCode;
}
