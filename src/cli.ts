#!/usr/bin/env node
import { exitCodeOf } from './commands/exit.js';
import type { Interrupt, Io, Stream } from './commands/io.js';
import { main } from './commands/program.js';
import { makeReadyFor } from './short-run.js';

let interrupt: Interrupt | undefined;

// The first signal asks the run to end and to print what it has; the second one does not wait for that.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt !== undefined) process.exit(exitCodeOf(signal));
    interrupt = signal;
  });
}

// `run | head -3`: the reader has what it wanted. All files are written by then.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    void import('./commands/report.js').then(({ report }) => process.exit(report(error, io)));
  });
}

const io: Io = {
  stdout: streamOf(process.stdout),
  stderr: streamOf(process.stderr),
  env: process.env,
  expect: makeReadyFor,
  interrupted: () => interrupt,
};

// No process.exit: what is still on its way into a pipe gets there.
process.exitCode = await main(process.argv.slice(2), io);

function streamOf(stream: NodeJS.WriteStream): Stream {
  // Where it is no terminal, Node leaves both fields out, whatever its types say.
  const { isTTY, columns } = stream;
  return { write: (text) => void stream.write(text), isTTY, columns };
}
