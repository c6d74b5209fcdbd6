import { availableParallelism } from 'node:os';
import { Pool } from '../runs/pool.js';
import { UsageProblem } from '../scenario/problems.js';

/** How far something is that takes a while. */
export interface Progress {
  /** Runs of single modes that are done. */
  done: number;
  /** How many there will be; a sweep makes further ones to find where the modes cross. */
  total: number;
}

/** What everything that runs takes. */
export interface Running {
  /** Stops it: what it returned is rejected with the signal's reason, and half a result is none. */
  signal?: AbortSignal;
  /** Told whenever one more of the runs is done. */
  onProgress?: (progress: Progress) => void;
}

export interface ManyRunning extends Running {
  /** Worker threads for several runs; 1 runs everything in this thread. Left out: as many as the machine has cores. */
  threads?: number;
}

const MOST_THREADS = 256;

/** Opens worker threads, and closes them whatever happens. */
export async function withPool<Result>(
  { threads = availableParallelism(), signal }: ManyRunning,
  work: (pool: Pool) => Promise<Result>,
): Promise<Result> {
  const pool = new Pool({
    threads: checkCount('threads', threads, MOST_THREADS),
    interrupted: () => signal?.aborted === true,
  });
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

/** @throws {UsageProblem} for what is no whole number from 1 to `most` */
export function checkCount(name: string, count: number, most: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new UsageProblem('bad-option', `${name}: expected a whole number from 1 to ${most}`);
}
