import { parentPort } from 'node:worker_threads';
import { type Job, perform } from './job.js';

// One job after another, each answered by what it measured. What is thrown ends the worker, and the pool hears of it.
parentPort?.on('message', (job: Job) => {
  void perform(job).then((measurements) => {
    parentPort?.postMessage(measurements);
  });
});
