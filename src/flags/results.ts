import { type Command, listFormats } from '../render/formats.js';
import { type FlagTable, ONLY_REPEATED, type ScenarioFlag } from './flag.js';

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
      ...ONLY_REPEATED,
    },
    output: {
      kind: 'list',
      takes: '<file>',
      help: 'the n-th file gets the n-th format, or the one of its ending',
      ...ONLY_REPEATED,
    },
  } as const satisfies FlagTable;
}

/** How they are shown. */
export const LOOKS = {
  width: { kind: 'text', takes: '<columns>', help: "instead of the terminal's", ...ONLY_REPEATED },
  ascii: { kind: 'switch', help: 'no characters beyond ASCII', ...ONLY_REPEATED },
  color: { kind: 'switch', help: 'colours, even into a pipe', ...ONLY_REPEATED },
  'no-color': { kind: 'switch', help: 'no colours', ...ONLY_REPEATED },
} as const satisfies FlagTable;

/** How much is shown. */
export const AMOUNT = {
  quiet: { kind: 'switch', help: 'less', ...ONLY_REPEATED },
  verbose: { kind: 'switch', help: 'more', ...ONLY_REPEATED },
} as const satisfies FlagTable;

/** Of a command that prints one thing to standard output. */
export function formatFor(command: Command) {
  const help = listFormats(command);
  return { format: { kind: 'text', takes: '<format>', help, ...ONLY_REPEATED } } as const satisfies FlagTable;
}
