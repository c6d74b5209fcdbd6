import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Io } from './io.js';
import type { Output } from './outputs.js';

/** @throws {UsageProblem} before anything is run, where there is no page that could be opened */
export function checkOpen(isWanted: boolean | undefined, outputs: readonly Output[]): void {
  if (isWanted === true && pageOf(outputs) === undefined)
    throw new UsageProblem('open-what', '--open: opens a page: name its file, as in --output page.html');
}

/**
 * Opens the page that was written, where somebody sits in front of it: not in CI, and not where nobody reads what is printed.
 * Where it is not opened, a note says so, and nothing fails.
 */
export async function openPage(
  isWanted: boolean | undefined,
  outputs: readonly Output[],
  io: Io,
): Promise<void> {
  const file = pageOf(outputs);
  if (isWanted !== true || file === undefined) return;
  const { env, stdout, stderr } = io;
  const { CI: ci = '' } = env;
  const isAttended = (ci === '' || ci === 'false') && stdout.isTTY;
  const why = !isAttended
    ? 'nobody is there (CI, or no terminal)'
    : (await io.open?.(pathToFileURL(resolve(file)).href)) === true
      ? undefined
      : 'there is no desktop';
  stderr.write(why === undefined ? `opened: ${printable(file)}\n` : `note: --open: not opened: ${why}\n`);
}

/** The first page that has a file. */
function pageOf(outputs: readonly Output[]): string | undefined {
  return outputs.find(({ format, file }) => format === 'html' && file !== undefined)?.file;
}
