#!/usr/bin/env node
import { exitCodeOf } from './commands/exit.js';
import { guardRunner } from './commands/github.js';
import type { Interrupt, Stream } from './commands/io.js';
import { main } from './commands/program.js';
import { makeReadyFor } from './short-run.js';

/** Milliseconds after which nobody will ask any more whether there was an interrupt: a run asks all the time. */
const GRACE = 500;

let interrupt: Interrupt | undefined;
let isHeard = false;

// The first signal asks the run to end and to print what it has; the second one does not wait for that. Where nothing
// runs, as while a file is read, there is nothing to print.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt !== undefined) process.exit(exitCodeOf(signal));
    interrupt = signal;
    setTimeout(() => {
      if (isHeard) return;
      // Not `exit`: it would wait for a file that somebody else is to write.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }, GRACE).unref();
  });
}

// A mistake where nobody waits for it: never to be taken for a gate that failed.
process.on('uncaughtException', (error) => {
  void import('./commands/report-error.js').then(({ reportError }) => process.exit(reportError(error, io)));
});

// `run | head -3`: the reader has what it wanted. All files are written by then.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    void import('./commands/report-error.js').then(({ reportError }) => process.exit(reportError(error, io)));
  });
}

const io = guardRunner({
  stdout: streamOf(process.stdout),
  stderr: streamOf(process.stderr),
  env: process.env,
  expect: makeReadyFor,
  open: async (address) => (await import('./commands/desktop.js')).openOnDesktop(address),
  interrupted: () => {
    isHeard ||= interrupt !== undefined;
    return interrupt;
  },
});

// No process.exit: what is still on its way into a pipe gets there.
process.exitCode = await main(process.argv.slice(2), io);

function streamOf(stream: NodeJS.WriteStream): Stream {
  // Where it is no terminal, Node leaves both fields out, whatever its types say.
  const { isTTY, columns } = stream;
  return { write: (text) => void stream.write(text), isTTY, columns };
}
