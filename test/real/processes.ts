import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Comparison } from '../../src/compare/comparison.js';
import { findProgram } from '../../src/real/programs.js';
import { ROOT } from '../../src/paths.js';

const CLI = join(ROOT, 'dist/cli.js');

/** What to do where the tests with a real broker are left out. */
export const HOW_TO_GET_IT = 'nats-server is missing: apt-get install nats-server';

/** Are they? */
export const isBrokerMissing = findProgram('nats-server') === undefined;

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs the command in a folder for its own files, which is gone afterwards; `left` is what it has left there.
 *
 * @param meanwhile what goes on beside it
 */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<Ended & { left: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'cd-test-'));
  try {
    const running = new Promise<Ended>((resolve) => {
      execFile(
        process.execPath,
        [CLI, ...args],
        { env: { ...process.env, TMPDIR: folder, ...env }, maxBuffer: 2 ** 28, timeout: 120_000 },
        (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
        },
      );
    });
    const [ended] = await Promise.all([running, meanwhile()]);
    return { ...ended, left: readdirSync(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function compareForReal(
  args: readonly string[],
): Promise<{ comparison: Comparison; left: string[] }> {
  const { stdout, stderr, left, code } = await runCommand([
    'run',
    ...args,
    '--real',
    '--beside',
    '--format',
    'json',
  ]);
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return { comparison: JSON.parse(stdout) as Comparison, left };
}

/** Starts the command, and leaves it running. */
export function startCommand(
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, TMPDIR: folder, ...env },
    stdio: 'ignore',
  });
}

/** Process ids of all that work in a folder: services and keepers know it, and the broker's configuration stands in it. */
export function processesOf(ancestor: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = [ancestor];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found.slice(1);
}

export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until it is so, for so many milliseconds at most. */
export async function until(what: () => boolean, most: number): Promise<boolean> {
  for (let waited = 0; waited < most; waited += 50) {
    if (what()) return true;
    await sleep(50);
  }
  return what();
}
