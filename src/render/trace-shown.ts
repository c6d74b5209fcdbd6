import { describeFaults } from '../compare/faults.js';
import { formatCount, formatTime } from '../compare/quantities.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Mark, Span, Trace, TracedAttempt } from '../trace/trace.js';
import { plain } from './text.js';
import { markInWords, resultOf } from './trace-words.js';

/** Faults that are named above a picture. */
const MOST_FAULTS = 3;
/** Attempts drawn of one mode; what comes between the first and the last of them is counted. */
const MOST_ROWS = 24;

/** `request 812, started at 20.3 s` */
export function whichRequest({ modes }: Trace): string {
  const first = Object.values(modes).find((mode) => mode !== undefined);
  return first === undefined
    ? 'no request'
    : `request ${formatCount(first.number)}, started at ${formatTime(first.begunAt)}`;
}

/** The faults that are named, and how many are not. */
export function faultsShown(
  { faults }: Pick<Scenario, 'faults'>,
  areAllShown: boolean,
): { faults: string[]; more: number } {
  const described = describeFaults(faults).map(plain);
  const shown = areAllShown ? described : described.slice(0, MOST_FAULTS);
  return { faults: shown, more: described.length - shown.length };
}

/** How many attempts of a mode a picture has rows for. */
export function rowsFor(areAllShown: boolean): number {
  return areAllShown ? Infinity : MOST_ROWS;
}

/** Of more attempts than there are rows the first ones and, in a quarter of the rows, the last ones. */
export function attemptsShown(attempts: readonly TracedAttempt[], rows: number) {
  const hidden = Math.max(0, attempts.length - rows);
  if (hidden === 0) return { first: attempts, hidden, last: [] };
  return { first: attempts.slice(0, rows - rows / 4), hidden, last: attempts.slice(-rows / 4) };
}

/** Of many marks the first ones. */
export function marksShown(marks: readonly Mark[], rows: number): readonly Mark[] {
  return marks.slice(0, rows / 4);
}

/** What is said of an attempt in figures. Those that no attempt has are left out, and the last of them where there is no room. */
export const FIGURES: { heading: string; of: (attempt: TracedAttempt) => string }[] = [
  { heading: 'start', of: ({ at }) => formatTime(at) },
  { heading: 'service\ntime', of: ({ worked }) => lengthOf(worked) },
  { heading: 'queued', of: ({ waited }) => lengthOf(waited) },
  { heading: 'blocked', of: ({ blocked }) => lengthOf(blocked) },
];

function lengthOf(span: Span | undefined): string {
  return span === undefined ? '' : formatTime(span.to - span.from);
}

/** A mode's attempts and marks as the rows of a table: what it was, its caller or event, its figures, its result. */
export function attemptRows(
  attempts: readonly TracedAttempt[],
  marks: readonly Mark[],
  figures: typeof FIGURES,
  all: readonly TracedAttempt[] = attempts,
): string[][] {
  return [
    ...attempts.map((attempt) => [
      plain(attempt.id),
      plain(attempt.causedBy.join(', ')),
      ...figures.map(({ of }) => of(attempt)),
      resultOf(attempt, all),
    ]),
    ...marks.map((mark) => [
      plain(mark.step),
      '',
      ...figures.map((_, index) => (index === 0 ? formatTime(mark.at) : '')),
      markInWords(mark),
    ]),
  ];
}
