import { printable } from '../scenario/printable.js';
import type { RunFlags } from './flags.js';

/** Said in their own place. */
const NOT_REPEATED = new Set(['scenario', 'all', 'seed']);

/**
 * The command that repeats a run.
 *
 * @param seed left out where the scenarios have seeds of their own
 */
export function repeatCommand(scenarios: readonly string[], flags: RunFlags, seed?: number): string {
  const words = ['npx', 'coupling-demo', 'run', ...scenarios, ...wordsOf(flags)];
  if (seed !== undefined) words.push('--seed', String(seed));
  return words.map(shellQuote).join(' ');
}

function wordsOf(flags: RunFlags): string[] {
  return Object.entries(flags).flatMap(([name, value]: [string, string | boolean | string[] | undefined]) => {
    // `faults: true` is what is left when nobody says `--no-faults`.
    if (value === undefined || NOT_REPEATED.has(name) || (name === 'faults' && value === true)) return [];
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`];
    return [value].flat().flatMap((text) => [`--${flag}`, text]);
  });
}

/** For a POSIX shell. */
function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${printable(word).replaceAll("'", String.raw`'\''`)}'`;
}
