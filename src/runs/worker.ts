import { parentPort } from 'node:worker_threads';
import { type RunTask, perform } from './run-task.js';

// One task after another, each answered by what it measured. What is thrown ends the worker, and the pool hears of it.
parentPort?.on('message', (task: RunTask) => {
  void perform(task).then((measurements) => {
    parentPort?.postMessage(measurements);
  });
});
