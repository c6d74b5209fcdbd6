import { formatMoment, formatTime } from '../../compare/quantities.js';
import type { ModeTrace, Span, TracedAttempt } from '../../trace/trace.js';
import { plain } from '../text.js';
import { attemptsShown, marksShown } from '../trace-shown.js';
import { markInWords, resultOf } from '../trace-words.js';

/** How time was spent, by the word that the key has for it. */
export const SPENT = {
  waits: 'caller waits',
  queued: 'queued',
  working: 'processing',
  blocked: 'blocked on downstream',
  pause: 'back-off',
} as const;

export interface Bar extends Span {
  spent: keyof typeof SPENT;
}

export const SIGNS = { yes: '✓', no: '✕', done: '◆' } as const;

/** A row of the picture: whose it is, what came of it, and what it did when. Milliseconds since the request began. */
export interface Lane {
  name: string;
  result: string;
  bars: Bar[];
  sign?: { at: number; of: keyof typeof SIGNS };
}

/** One request in one mode: the caller, every attempt, what happened without one, and when it was completed. */
export function lanesOf(mode: ModeTrace, rows: number): Lane[] {
  const { attempts, marks, completedAt } = mode;
  const { first, hidden, last } = attemptsShown(attempts, rows);
  const laneOf = (attempt: TracedAttempt): Lane => attemptLane(attempt, attempts);
  const notShown = marks.length - marksShown(marks, rows).length;
  return [
    callerLane(mode),
    ...first.map(laneOf),
    ...(hidden === 0 ? [] : [{ name: `… ${hidden} more`, result: 'attempts, not drawn', bars: [] }]),
    ...last.map(laneOf),
    ...marksShown(marks, rows).map((mark): Lane => {
      return { name: plain(mark.step), result: markInWords(mark), bars: [], sign: { at: mark.at, of: 'no' } };
    }),
    ...(notShown === 0 ? [] : [{ name: `… ${notShown} more`, result: 'marks, not drawn', bars: [] }]),
    completedAt === undefined
      ? { name: 'completed', result: 'never', bars: [] }
      : {
          name: 'completed',
          result: `after ${formatTime(completedAt)}`,
          bars: [],
          sign: { at: completedAt, of: 'done' },
        },
  ];
}

function callerLane({ told, end }: ModeTrace): Lane {
  const waits = (to: number): Bar[] => (to > 0 ? [{ from: 0, to, spent: 'waits' }] : []);
  if (told === undefined) return { name: 'caller', result: 'no response', bars: waits(end) };
  const { what, at } = told;
  const result = {
    accepted: `success after ${formatTime(at)}`,
    declined: `declined after ${formatTime(at)}`,
    failed: `error after ${formatTime(at)}`,
    // A time limit is a number that somebody has chosen.
    timedOut: `timed out after ${formatMoment(at)}`,
  }[what];
  return {
    name: 'caller',
    result,
    bars: waits(at),
    sign: { at, of: what === 'accepted' ? 'yes' : 'no' },
  };
}

function attemptLane(attempt: TracedAttempt, all: readonly TracedAttempt[]): Lane {
  const { repeats, waited, worked, blocked, failure } = attempt;
  const spans = { pause: repeats?.backOff, queued: waited, working: worked, blocked };
  return {
    name: plain(attempt.id),
    result: resultOf(attempt, all),
    bars: (Object.keys(spans) as (keyof typeof spans)[]).flatMap((spent) => {
      const span = spans[spent];
      return span === undefined || span.to < span.from ? [] : [{ ...span, spent }];
    }),
    ...(failure === undefined ? {} : { sign: { at: failure.at, of: 'no' } }),
  };
}
