import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { RealProblem } from '../real/problem.js';
import { EXIT } from './exit.js';
import type { Io } from './io.js';
import { Mistake } from '../library/mistake.js';

/** Says on standard error what went wrong, without a stack trace unless `DEBUG=coupling-demo` asks for it. */
export function reportError(thrown: unknown, io: Io): number {
  const error = thrown instanceof Mistake ? thrown.cause : thrown;
  if (isDebugging(io) && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  if (error instanceof UsageProblem) {
    io.stderr.write(`error: ${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof RealProblem) {
    io.stderr.write(`error: ${printable(error.message)}\n`);
    return EXIT.notReal;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (isWriteError(error)) {
    io.stderr.write(`error: the results cannot be written: ${printable(message)}\n`);
    return EXIT.usage;
  }
  io.stderr.write(
    `error: coupling-demo has a mistake of its own: ${printable(message)}\n` +
      'Please report it, with the command and what DEBUG=coupling-demo shows.\n',
  );
  return EXIT.internal;
}

/** A full disk, say, where standard output leads to. */
function isWriteError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}

function isDebugging(io: Io): boolean {
  return (io.env.DEBUG ?? '').split(/[\s,]+/).includes('coupling-demo');
}
