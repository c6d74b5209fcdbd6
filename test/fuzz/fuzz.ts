/**
 * Tries mutated scenarios: `npm run fuzz [count] [seed] [from]`; with `flags`, `gates` or `figures` behind it, command lines.
 * None may run without an end, die, or exit with anything but
 * 0, 1 and 2 (130 where its run was asked to end). The scenario of what goes wrong is kept and named; the same seed and
 * number give the same one.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SUBJECTS } from './subjects.js';
import type { Tried } from './try-case.js';

type Line = Tried & { number: number; took: number };

/** After so many cases a new process begins: what one leaves behind is not all others'. */
const SLICE = 500;
/** Where the compiler puts src/ and test/, and the repository it has them from. */
const BUILT = join(import.meta.dirname, '../..');
const REPOSITORY = join(BUILT, '../../..');
const CHILD = join(import.meta.dirname, 'child.js');

const [count = 1000, seed = 1, from = 1] = process.argv
  .slice(2)
  .map(Number)
  .filter((number) => !Number.isNaN(number));
const subject = SUBJECTS.find((known) => process.argv.slice(2).includes(known));
const folder = mkdtempSync(join(tmpdir(), 'coupling-demo-fuzz-'));
const ends = new Map<string, number>();
let wrong = 0;
let longest = 0;

// The program looks for them beside src/.
for (const name of ['scenarios', 'package.json']) {
  cpSync(join(REPOSITORY, name), join(BUILT, name), { recursive: true });
}
for (let number = from; number < from + count;) number = await trySlice(number, from + count - 1);
for (const [end, times] of [...ends].sort()) say(`${times} × ${end}`);
say(`${count} cases of seed ${seed}, ${wrong} wrong; the longest took ${longest} ms`);
if (wrong === 0) rmSync(folder, { recursive: true });
process.exitCode = wrong === 0 ? 0 : 1;

/** @returns the number of the next case that is to be tried */
async function trySlice(first: number, last: number): Promise<number> {
  const end = Math.min(first + SLICE - 1, last);
  const argv = [
    '--max-old-space-size=1000',
    CHILD,
    ...[seed, first, end].map(String),
    folder,
    subject ?? 'scenarios',
  ];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => {
      resolve(signal ?? String(code));
    });
  });
  let next = first;
  for await (const text of createInterface(child.stdout)) {
    const line = JSON.parse(text) as Line;
    next = line.number + 1;
    take(line);
  }
  const how = await closed;
  if (next > end) return next;
  take({ number: next, took: 0, ended: [], wrong: [`the process ended: ${how}`] });
  return next + 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function take({ number, took, ended, wrong: found }: Line): void {
  longest = Math.max(longest, took);
  for (const end of ended) ends.set(end, (ends.get(end) ?? 0) + 1);
  if (ended.some((end) => end.endsWith(' 130'))) say(`${number}: asked to end: ${ended.join(', ')}`);
  if (found.length === 0) return;
  wrong += 1;
  const where = subject === undefined ? ` (${join(folder, `${seed}-${number}.yaml`)})` : '';
  for (const what of found) say(`${number}: ${what.trimEnd()}${where}`);
}
