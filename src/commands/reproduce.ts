import {
  RUN_FLAGS,
  type RunFlags,
  SWEEP_FLAGS,
  type SweepFlags,
  TRACE_FLAGS,
  type TraceFlags,
} from '../flags/commands.js';
import { attributeOf, type Flag, type FlagGroups, isNegative } from '../flags/flag.js';
import { printable } from '../scenario/printable.js';

/**
 * The command that repeats a run.
 *
 * @param seed left out where the scenarios have seeds of their own
 */
export function repeatCommand(
  scenarios: readonly string[],
  flags: RunFlags | SweepFlags | TraceFlags,
  seed?: number,
  command = 'run',
): string {
  const words = wordsOf(flags, ({ isRepeated }) => isRepeated);
  return commandLine([command, ...scenarios.map(asArgument), ...words], seed);
}

/** In place of names: every bundled scenario. */
export const ALL = '--all';

/** A file whose name begins like a flag is told from one by its folder. */
function asArgument(scenario: string): string {
  return scenario.startsWith('-') && scenario !== ALL ? `./${scenario}` : scenario;
}

/** The command that shows one request of a run: with all that changed the scenario. */
export function traceCommand(scenario: string, flags: RunFlags, seed: number): string {
  const words = wordsOf(flags, ({ changesScenario }) => changesScenario);
  return commandLine(['trace', asArgument(scenario), ...words], seed);
}

function commandLine(words: readonly string[], seed: number | undefined): string {
  const luck = seed === undefined ? [] : ['--seed', String(seed)];
  return ['npx', 'coupling-demo', ...words, ...luck].map(shellQuote).join(' ');
}

/** Those of the flags that are wanted, in the order they were given. */
function wordsOf(flags: RunFlags | SweepFlags | TraceFlags, isWanted: (flag: Flag) => boolean): string[] {
  return Object.entries(flags).flatMap(([attribute, value]) => {
    const found = findFlag(attribute, value);
    if (found === undefined || !isWanted(found.flag)) return [];
    return typeof value === 'boolean'
      ? [`--${found.name}`]
      : [value].flat().flatMap((text) => [`--${found.name}`, text]);
  });
}

const FLAGS: [string, Flag][] = [RUN_FLAGS, SWEEP_FLAGS, TRACE_FLAGS]
  .flatMap((groups: FlagGroups) => Object.values(groups))
  .flatMap((table) => Object.entries(table));

/** The flag that gives an attribute this value; `undefined` for what is so without any flag. */
function findFlag(
  attribute: string,
  value: string | boolean | string[],
): { name: string; flag: Flag } | undefined {
  const found = FLAGS.find(
    ([name]) => attributeOf(name) === attribute && isNegative(name) === (value === false),
  );
  return found === undefined ? undefined : { name: found[0], flag: found[1] };
}

/** For a POSIX shell. */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${printable(word).replaceAll("'", String.raw`'\''`)}'`;
}
