import { type Command, listFormats } from '../render/formats.js';
import { type FlagTable, NOT_REPEATED, ONLY_REPEATED, type ScenarioFlag } from './flag.js';

/** What a run is held against. */
export const GATES = {
  expect: {
    kind: 'list',
    takes: '<gate>',
    help: 'exit 1 unless it holds: "event.completed >= 99%"',
    ...ONLY_REPEATED,
    apply: (layers, { text, flag }) => layers.append('expect', text, flag),
  },
} as const satisfies FlagTable<ScenarioFlag>;

/** Where the results of a command go that can write several files. */
export function outputsOf(command: Command) {
  return {
    format: {
      kind: 'list',
      takes: '<format>',
      help: listFormats(command),
      ...NOT_REPEATED,
    },
    output: {
      kind: 'list',
      takes: '<file>',
      help: 'the n-th file gets the n-th format, or the one of its ending',
      ...NOT_REPEATED,
    },
  } as const satisfies FlagTable;
}

/** How they are shown. */
export const LOOKS = {
  width: { kind: 'text', takes: '<columns>', help: "instead of the terminal's", ...NOT_REPEATED },
  ascii: { kind: 'switch', help: 'no characters beyond ASCII', ...NOT_REPEATED },
  color: { kind: 'switch', help: 'colours, even into a pipe', ...NOT_REPEATED },
  'no-color': { kind: 'switch', help: 'no colours', ...NOT_REPEATED },
} as const satisfies FlagTable;

/** How much is shown. */
export const AMOUNT = {
  quiet: { kind: 'switch', help: 'less', ...NOT_REPEATED },
  verbose: { kind: 'switch', help: 'more', ...NOT_REPEATED },
} as const satisfies FlagTable;

/** Of a command that prints one thing to standard output. */
export function formatFor(command: Command) {
  const help = listFormats(command);
  return { format: { kind: 'text', takes: '<format>', help, ...NOT_REPEATED } } as const satisfies FlagTable;
}
