import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isDescriptor } from '../scenario/descriptor.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { readResults, type ResultFile } from './saved.js';

/** A thousand runs of every bundled scenario are a fifth of that. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Reads a file that `run --format json` has written.
 *
 * @throws {UsageProblem} when it cannot be read, and when it is no result
 */
export async function readResultFile(path: string): Promise<ResultFile> {
  return readResults(await readResultText(path), path);
}

/** @throws {UsageProblem} when it cannot be read */
export async function readResultText(path: string): Promise<string> {
  const isStream = isDescriptor(path);
  try {
    // A named pipe that nobody writes to would keep us waiting.
    const file = await open(path, constants.O_RDONLY | (isStream ? 0 : constants.O_NONBLOCK));
    try {
      const found = await file.stat();
      if (!isStream && !found.isFile()) fail('not-a-file', path, 'it is no file');
      if (found.size > MOST_BYTES) fail('too-large', path, 'it is over 256 MB, too large for a result');
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UsageProblem) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    if (reason === 'ENOENT') fail('no-such-file', path, 'there is no such file');
    fail('unreadable', path, `it cannot be read (${printable(reason)})`);
  }
}

function fail(code: string, path: string, why: string): never {
  throw new UsageProblem(code, `${printable(path)}: ${why}`);
}
