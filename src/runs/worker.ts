import { parentPort } from 'node:worker_threads';
import { type Job, perform } from './job.js';

/** What a worker is sent, and what it answers. */
export interface Order {
  number: number;
  job: Job;
}

const port = parentPort;
port?.on('message', ({ number, job }: Order) => {
  perform(job).then(
    (measurements) => {
      port.postMessage({ number, measurements });
    },
    (error: unknown) => {
      // Thrown where nobody catches it, it ends the worker, and the pool hears of it.
      process.nextTick(() => {
        throw error;
      });
    },
  );
});
