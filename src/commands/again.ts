import { printable } from '../scenario/printable.js';
import type { RunFlags, SweepFlags } from './flags.js';

/** Said in their own place; or, as the threads, changing nothing of what comes out. */
const NOT_REPEATED = new Set(['scenario', 'all', 'seed', 'threads']);

/**
 * The command that repeats a run.
 *
 * @param seed left out where the scenarios have seeds of their own
 */
export function repeatCommand(
  scenarios: readonly string[],
  flags: RunFlags | SweepFlags,
  seed?: number,
  command = 'run',
): string {
  const words = ['npx', 'coupling-demo', command, ...scenarios.map(asArgument), ...wordsOf(flags)];
  if (seed !== undefined) words.push('--seed', String(seed));
  return words.map(shellQuote).join(' ');
}

/** In place of names: every bundled scenario. */
export const ALL = '--all';

/** A file whose name begins like a flag is told from one by its folder. */
function asArgument(scenario: string): string {
  return scenario.startsWith('-') && scenario !== ALL ? `./${scenario}` : scenario;
}

function wordsOf(flags: RunFlags | SweepFlags): string[] {
  return Object.entries(flags).flatMap(([name, value]: [string, string | boolean | string[] | undefined]) => {
    // `faults: true` is what is left when nobody says `--no-faults`.
    if (value === undefined || NOT_REPEATED.has(name) || (name === 'faults' && value === true)) return [];
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`];
    return [value].flat().flatMap((text) => [`--${flag}`, text]);
  });
}

/** What a trace has no use for: it is of one run, and makes no claims. */
const NOT_TRACED = new Set([
  'runs',
  'expect',
  'format',
  'output',
  'width',
  'ascii',
  'color',
  'quiet',
  'verbose',
]);

/** The command that shows one request of a run: with all that changed the scenario. */
export function traceCommand(scenario: string, flags: RunFlags, seed: number): string {
  const changes: RunFlags = Object.fromEntries(
    Object.entries(flags).filter(([name]) => !NOT_TRACED.has(name)),
  );
  return repeatCommand([scenario], changes, seed, 'trace');
}

/** For a POSIX shell. */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${printable(word).replaceAll("'", String.raw`'\''`)}'`;
}
