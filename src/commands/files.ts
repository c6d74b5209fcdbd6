import { constants } from 'node:fs';
import {
  access,
  chmod,
  copyFile,
  link,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { isDescriptor } from '../scenario/descriptor.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Output } from './outputs.js';

/**
 * Finds out before a run whether its files can be written after it. Folders are not made.
 *
 * @throws {UsageProblem} when one cannot, and when two names are those of one file
 */
export async function checkWritable(outputs: readonly Pick<Output, 'file' | 'flag'>[]): Promise<void> {
  const found = new Set<string>();
  for (const { file, flag } of outputs) {
    if (file === undefined) continue;
    try {
      const target = await findTarget(file);
      if (target.kind === 'stream') continue;
      if (found.has(target.identity)) {
        throw new UsageProblem('same-file', `${flagOf(file, flag)}: it is named twice`);
      }
      found.add(target.identity);
      if (target.mode !== undefined) await access(target.path, constants.W_OK);
      // What the folder's mode bits allow, the file system may still refuse: only a try tells.
      const probe = besides(target.path);
      await (await open(probe, 'wx')).close();
      await rm(probe);
    } catch (error) {
      throw cannotWrite(flagOf(file, flag), error);
    }
  }
}

/** A file, what is to stand in it, and the flag that names it. */
type WrittenFile = Pick<Output, 'flag'> & { file: string; text: string | Uint8Array };

/**
 * Writes each file whole or not at all: beside its place first, then moved there. What stands there already is kept until
 * every file is written; who may read and write it stays as it was.
 *
 * @param nameOf a file as messages are to show it
 * @throws {UsageProblem} when one cannot be written
 */
export async function writeFiles(
  files: readonly WrittenFile[],
  nameOf = ({ file, flag }: WrittenFile): string => flagOf(file, flag),
): Promise<void> {
  const moves: { from: string; to: string; written: WrittenFile }[] = [];
  try {
    for (const written of files) {
      const { file, text } = written;
      try {
        const target = await findTarget(file);
        if (target.kind === 'stream') {
          await writeFile(target.path, text);
          continue;
        }
        const from = besides(target.path);
        moves.push({ from, to: target.path, written });
        await writeFile(from, text, { flag: 'wx', mode: target.mode ?? 0o666 });
        if (target.mode !== undefined) await chmod(from, target.mode);
      } catch (error) {
        throw cannotWrite(nameOf(written), error);
      }
    }
    for (const { from, to, written } of moves) {
      await rename(from, to).catch((error: unknown) => {
        throw cannotWrite(nameOf(written), error);
      });
    }
  } catch (error) {
    await Promise.all(moves.map(({ from }) => rm(from, { force: true })));
    throw error;
  }
}

/**
 * Writes a file that is not there yet, whole or not at all; nothing can come between finding that out and writing it.
 *
 * @throws {Error} `EEXIST` where there is one
 */
export async function writeNewFile(file: string, text: string): Promise<void> {
  const from = besides(file);
  try {
    await writeFile(from, text, { flag: 'wx' });
    await link(from, file).catch(async (error: unknown) => {
      // Some file systems have no second names. A copy may be half there for a moment.
      if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await copyFile(from, file, constants.COPYFILE_EXCL);
    });
  } finally {
    await rm(from, { force: true });
  }
}

const NO_LINKS = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'];

type Target =
  /** A stream of this process or a device such as `/dev/null`: it is written to, not replaced. */
  | { kind: 'stream'; path: string }
  | {
      kind: 'file';
      /** Where links lead to. */
      path: string;
      /** The same for all names of one file. */
      identity: string;
      /** Of one that is there already. */
      mode?: number;
    };

/** @throws {Error} with a code, for what is no file and can become none */
async function findTarget(file: string): Promise<Target> {
  if (isDescriptor(file)) return { kind: 'stream', path: file };
  if (/^$|[/\\]$/.test(file)) throw Object.assign(new Error('it names no file'), { code: 'EISDIR' });
  const path = await endOfLinks(file);
  const found = await stat(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (found === undefined) return { kind: 'file', path, identity: path };
  if (found.isDirectory()) throw Object.assign(new Error('it is a directory'), { code: 'EISDIR' });
  if (found.isCharacterDevice()) return { kind: 'stream', path };
  // A named pipe would keep us waiting until somebody reads it.
  if (!found.isFile()) throw new Error('it is no file');
  return { kind: 'file', path, identity: `${found.dev}:${found.ino}`, mode: found.mode & 0o7777 };
}

/** As the system has it. */
const MOST_LINKS = 40;

/** Where a file is or would be, whether the last link leads to one that is there or not. */
async function endOfLinks(file: string): Promise<string> {
  let path = file;
  for (let links = 0; links < MOST_LINKS; links += 1) {
    const folder = await realpath(dirname(path));
    path = join(folder, basename(path));
    const found = await lstat(path).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (found?.isSymbolicLink() !== true) return path;
    const to = await readlink(path);
    path = isAbsolute(to) ? to : join(folder, to);
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

function flagOf(file: string, flag = '--output'): string {
  return `${flag} ${printable(file)}`;
}

const REASONS: Record<string, string> = {
  ENOENT: 'directory does not exist',
  ENOTDIR: 'part of its path is not a directory',
  EISDIR: 'it is a directory',
  ELOOP: 'its links lead nowhere',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'no space is left',
};

/** @param what the file, and the flag that names it, as they are to be shown */
export function cannotWrite(what: string, error: unknown): UsageProblem {
  if (error instanceof UsageProblem) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const message = error instanceof Error ? error.message : String(error);
  return new UsageProblem(
    'unwritable',
    `${what}: it cannot be written: ${REASONS[code] ?? printable(message)}`,
  );
}
