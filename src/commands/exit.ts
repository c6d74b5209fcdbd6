import type { Interrupt } from './io.js';

/** What the process's exit code says. */
export const EXIT = {
  done: 0,
  gateFailed: 1,
  /** Wrong usage, an unusable scenario, a file that cannot be written. */
  usage: 2,
  /** Something real could not be reached or started. */
  notReal: 3,
  /** A mistake in coupling-demo itself (`EX_SOFTWARE` of sysexits.h): never to be taken for a gate that failed. */
  internal: 70,
} as const;

/** A shell's convention: 128 and the signal's number. */
export function exitCodeOf(interrupt: Interrupt): number {
  return interrupt === 'SIGINT' ? 130 : 143;
}
