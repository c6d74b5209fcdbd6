import { availableParallelism } from 'node:os';
import { MOST_RUNS } from '../library/size.js';
import { Pool } from '../runs/pool.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { bar } from './bar.js';
import type { Io } from './io.js';

const MOST_THREADS = 256;

/** @throws {UsageProblem} when the number of threads is none */
export function openPool(threads: string | undefined, io: Io): Pool {
  return new Pool({
    threads: threads === undefined ? availableParallelism() : readCount('--threads', threads, MOST_THREADS),
    interrupted: () => io.interrupted() !== undefined,
  });
}

/** Says how far along the tasks are, as often as one more is done. */
export function barTeller(say: (what: string) => void): (done: number, total: number) => void {
  const start = performance.now();
  return (done, total) => say(bar(done, total, performance.now() - start));
}

/** @throws {UsageProblem} */
export function readRuns(text: string): number {
  return readCount('--runs', text, MOST_RUNS);
}

function readCount(flag: string, text: string, most: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (count >= 1 && count <= most) return count;
  throw new UsageProblem(
    'bad-flag',
    `${flag} ${printable(text, 40)}: expected a whole number from 1 to ${most}`,
  );
}
