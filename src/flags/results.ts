import { type Command, explainFormats, listFormats } from '../render/formats.js';
import { type FlagTable, NOT_REPEATED, ONLY_REPEATED, type ScenarioFlag } from './flag.js';

/** The conditions that a run has to meet. */
export const GATES = {
  expect: {
    kind: 'list',
    takes: '<gate>',
    help: 'fail (exit 1) unless the condition holds: "event.completed >= 99%"',
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
      help: explainFormats(command),
      ...NOT_REPEATED,
    },
    output: {
      kind: 'list',
      takes: '<file>',
      help: 'output file; format from --format in order, or from the extension',
      ...NOT_REPEATED,
    },
  } as const satisfies FlagTable;
}

/** Shows the page that was written. */
export const OPEN = {
  open: { kind: 'switch', help: 'open the page in the browser', ...NOT_REPEATED },
} as const satisfies FlagTable;

/** A page beside what is printed. */
export const REPORT = pageOf('also write a page with charts (HTML)');

/** The same of a page that has no charts. */
export function pageOf(help: string) {
  return {
    report: { kind: 'text', takes: '<file>', help, ...NOT_REPEATED },
    ...OPEN,
  } as const satisfies FlagTable;
}

/** How they are shown. */
export const LOOKS = {
  width: { kind: 'text', takes: '<columns>', help: 'terminal width override', ...NOT_REPEATED },
  ascii: { kind: 'switch', help: 'ASCII only', ...NOT_REPEATED },
  color: { kind: 'switch', help: 'force color', ...NOT_REPEATED },
  'no-color': { kind: 'switch', help: 'no color', ...NOT_REPEATED },
} as const satisfies FlagTable;

/** How much is shown: what is left with less, and what comes with more. */
export function amountOf(less: string, more: string) {
  return {
    quiet: { kind: 'switch', help: less, ...NOT_REPEATED },
    verbose: { kind: 'switch', help: more, ...NOT_REPEATED },
  } as const satisfies FlagTable;
}

/** Of a command that prints one thing to standard output. */
export function formatFor(command: Command) {
  const help = listFormats(command);
  return { format: { kind: 'text', takes: '<format>', help, ...NOT_REPEATED } } as const satisfies FlagTable;
}
