import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { SUBJECTS } from './subjects.js';
import { cpuTime, tryCase, tryCommandLine } from './try-case.js';

// Tries the cases of a seed from one number up to another, and writes a line of JSON for each. A thread of its own watches
// the time: nothing that the case does can keep it from ending this process.

/** Milliseconds of the processor's time that a command may take. */
const LIMIT = 2000;

const [seed = 1, from = 1, to = 1] = process.argv.slice(2, 5).map(Number);
const folder = process.argv[5] ?? '.';
const subject = SUBJECTS.find((known) => known === process.argv[6]);

const deadline = new Float64Array(new SharedArrayBuffer(8));
const watch = `
  const { workerData: deadline } = require('node:worker_threads');
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    if ((user + system) / 1000 > deadline[0]) process.kill(process.pid, 'SIGKILL');
  }, 50);`;
deadline[0] = Infinity;
new Worker(watch, { eval: true, workerData: deadline }).unref();

for (let number = from; number <= to; number += 1) {
  const begin = cpuTime();
  deadline[0] = begin + 4 * LIMIT;
  const start = (): void => {
    deadline[0] = cpuTime() + LIMIT;
  };
  const tried = await (
    subject === undefined
      ? tryCase(seed, number, folder, start)
      : tryCommandLine(subject, seed, number, folder, start)
  ).catch((error: unknown) => ({ ended: [], wrong: [String(error)] }));
  writeSync(1, `${JSON.stringify({ number, took: Math.round(cpuTime() - begin), ...tried })}\n`);
}
