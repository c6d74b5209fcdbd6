import { Worker } from 'node:worker_threads';
import type { RunMeasurements } from '../measure/measurements.js';
import { WORKER } from '../paths.js';
import type { RunTask } from './run-task.js';

/** A thread that does one task after another. */
export class Lane {
  // Node's own flags stay with this thread: `--input-type`, for one, no file of ours can be run with.
  private readonly worker = new Worker(WORKER, { execArgv: [] });
  private resolve: (measurements: RunMeasurements | undefined) => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;

  constructor() {
    this.worker.on('message', (measurements: RunMeasurements) => {
      this.resolve(measurements);
    });
    this.worker.on('error', (error) => {
      this.reject(error instanceof Error ? error : new Error(String(error)));
    });
    this.worker.on('exit', () => {
      this.reject(new Error('a worker thread ended before its job was done'));
    });
  }

  /** @returns `undefined` when it was stopped meanwhile */
  perform(task: RunTask): Promise<RunMeasurements | undefined> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      this.worker.postMessage(task);
    });
  }

  async stop(): Promise<void> {
    this.resolve(undefined);
    await this.worker.terminate();
  }
}
