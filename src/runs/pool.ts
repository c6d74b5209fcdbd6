import { Worker } from 'node:worker_threads';
import type { RunMeasurements } from '../measure/measurements.js';
import { type Job, perform } from './job.js';
import type { Order } from './worker.js';

export interface PoolOptions {
  /** Worker threads; with one, everything runs in this thread. */
  threads: number;
  /** Asked now and then: should it end early? */
  interrupted?: () => boolean;
  /** Told whenever one more job is done. */
  progress?: (done: number) => void;
}

/**
 * Does all the jobs. What comes out stands in the order of the jobs, whoever did them and when: it is the same for any
 * number of threads. Jobs that an interrupt kept from ending are missing.
 */
export async function runJobs(
  jobs: readonly Job[],
  options: PoolOptions,
): Promise<(RunMeasurements | undefined)[]> {
  return options.threads > 1 && jobs.length > 1 ? runInThreads(jobs, options) : runHere(jobs, options);
}

async function runHere(jobs: readonly Job[], options: PoolOptions): Promise<(RunMeasurements | undefined)[]> {
  const results: (RunMeasurements | undefined)[] = jobs.map(() => undefined);
  for (const [number, job] of jobs.entries()) {
    if (options.interrupted?.() === true) break;
    const measurements = await perform(job, options.interrupted);
    if (options.interrupted?.() === true) break;
    results[number] = measurements;
    options.progress?.(number + 1);
  }
  return results;
}

/** How often an interrupt is looked for, in real milliseconds. */
const LOOK = 50;

async function runInThreads(
  jobs: readonly Job[],
  options: PoolOptions,
): Promise<(RunMeasurements | undefined)[]> {
  const results: (RunMeasurements | undefined)[] = jobs.map(() => undefined);
  const count = Math.min(options.threads, jobs.length);
  const workers = Array.from({ length: count }, () => new Worker(new URL('./worker.js', import.meta.url)));
  let next = 0;
  let done = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const look = setInterval(() => {
        if (options.interrupted?.() === true) finish();
      }, LOOK);
      const finish = (): void => {
        clearInterval(look);
        resolve();
      };
      const give = (worker: Worker): void => {
        const job = jobs[next];
        if (job === undefined) return;
        worker.postMessage({ number: next, job } satisfies Order);
        next += 1;
      };
      for (const worker of workers) {
        worker.on(
          'message',
          ({ number, measurements }: { number: number; measurements: RunMeasurements }) => {
            results[number] = measurements;
            done += 1;
            options.progress?.(done);
            if (done === jobs.length) finish();
            else give(worker);
          },
        );
        worker.on('error', (error) => {
          clearInterval(look);
          reject(error instanceof Error ? error : new Error(String(error)));
        });
        give(worker);
      }
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}
