import { constants } from 'node:fs';
import { access, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Command, FORMATS, type FormatOf, formatsOf } from '../render/formats.js';
import { nearest } from '../scenario/nearest.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';

/** One of the things that a run leaves behind. */
export interface Output<Of extends FormatOf<'run'> = FormatOf<'run'>> {
  format: Of;
  /** Left out: standard output. */
  file?: string;
}

/**
 * The n-th file gets the n-th format, or the one of its ending. Formats without a file go to standard output (a file `-` is
 * that, too), and so does the table when nothing else was asked for.
 *
 * @throws {UsageProblem} for a format that there is not, a file whose format nobody can know, and a file named twice
 */
export function planOutputs<Of extends 'run' | 'sweep'>(
  command: Of,
  formats: readonly string[] = [],
  files: readonly string[] = [],
): Output<FormatOf<Of>>[] {
  const known = formats.map((format) => readFormat(format, command));
  const usual = readFormat('table', command);
  const paths = files.map((file) => resolve(file));
  const twice = files.find((file, index) => file !== '-' && paths.indexOf(resolve(file)) !== index);
  if (twice !== undefined)
    throw new UsageProblem('same-file', `--output ${printable(twice)}: it is named twice`);
  const toFiles = files.map((file, index): Output<FormatOf<Of>> => {
    if (file === '-') return { format: known[index] ?? usual };
    return { file, format: known[index] ?? formatOfEnding(file, command) };
  });
  const toStandardOutput = known.slice(files.length).map((format): Output<FormatOf<Of>> => ({ format }));
  const outputs = [...toFiles, ...toStandardOutput];
  return outputs.length > 0 ? outputs : [{ format: usual }];
}

/** @throws {UsageProblem} when it is none of those offered */
export function readFormat<Of extends Command>(text: string, command: Of): FormatOf<Of> {
  const offered = formatsOf(command);
  const format = offered.find((known) => known === text);
  if (format !== undefined) return format;
  const near = nearest(text, offered);
  const hint = near === undefined ? `there are ${offered.join(', ')}` : `did you mean \`${near}\`?`;
  throw new UsageProblem('unknown-format', `--format ${printable(text)}: there is no such format: ${hint}`);
}

function formatOfEnding<Of extends Command>(file: string, command: Of): FormatOf<Of> {
  const offered = formatsOf(command);
  const ending = extname(file).toLowerCase();
  const format = offered.find((known) => FORMATS[known].ending === ending);
  if (format !== undefined) return format;
  const endings = offered.map((known) => FORMATS[known].ending).join(', ');
  throw new UsageProblem(
    'unknown-format',
    `--output ${printable(file)}: its ending says no format (${endings}): give a --format, too`,
  );
}

/**
 * Finds out before a run whether its files can be written after it. Folders are not made.
 *
 * @throws {UsageProblem} when one cannot
 */
export async function checkWritable(outputs: readonly Output[]): Promise<void> {
  for (const { file } of outputs) {
    if (file === undefined) continue;
    try {
      const target = await findTarget(file);
      if (target.isSpecial) continue;
      if (target.exists) await access(target.path, constants.W_OK);
      // What the folder's mode bits allow, the file system may still refuse: only a try tells.
      const probe = besides(target.path);
      await (await open(probe, 'wx')).close();
      await rm(probe);
    } catch (error) {
      throw cannotWrite(`--output ${printable(file)}`, error);
    }
  }
}

/**
 * Writes each file whole or not at all: beside its place first, then moved there. What stands there already is kept until
 * every file is written.
 *
 * @throws {UsageProblem} when one cannot be written
 */
export async function writeFiles(files: readonly { file: string; text: string }[]): Promise<void> {
  const moves: { from: string; to: string; file: string }[] = [];
  try {
    for (const { file, text } of files) {
      try {
        const target = await findTarget(file);
        if (target.isSpecial) {
          await writeFile(target.path, text);
          continue;
        }
        const from = besides(target.path);
        moves.push({ from, to: target.path, file });
        await writeFile(from, text, { flag: 'wx' });
      } catch (error) {
        throw cannotWrite(`--output ${printable(file)}`, error);
      }
    }
    for (const { from, to, file } of moves) {
      await rename(from, to).catch((error: unknown) => {
        throw cannotWrite(`--output ${printable(file)}`, error);
      });
    }
  } catch (error) {
    await Promise.all(moves.map(({ from }) => rm(from, { force: true })));
    throw error;
  }
}

interface Target {
  /** Where links lead to. */
  path: string;
  exists: boolean;
  /** A pipe or a device (`/dev/null`): nothing that could be replaced by a file. */
  isSpecial: boolean;
}

async function findTarget(file: string): Promise<Target> {
  if (/^$|[/\\]$/.test(file)) throw Object.assign(new Error('it names no file'), { code: 'EISDIR' });
  let path: string;
  try {
    path = await realpath(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { path: file, exists: false, isSpecial: false };
  }
  const found = await stat(path);
  if (found.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  return { path, exists: true, isSpecial: !found.isFile() };
}

function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

/** @param what the file, and the flag that names it, as they are to be shown */
export function cannotWrite(what: string, error: unknown): UsageProblem {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such folder, and none is made',
    ENOTDIR: 'a part of its path is no folder',
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'it is on a read-only file system',
    ENOSPC: 'no space is left',
  };
  const message = error instanceof Error ? error.message : String(error);
  return new UsageProblem(
    'unwritable',
    `${what}: it cannot be written: ${reasons[code] ?? printable(message)}`,
  );
}
