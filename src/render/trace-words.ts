import { formatMoment, formatTime } from '../compare/quantities.js';
import { list } from '../compare/words.js';
import type { Mark, ModeTrace, TracedAttempt } from '../trace/trace.js';
import { plain } from './text.js';

/**
 * What the caller felt, and what became of the work: `caller timed out after 3 s (caused by payment); completed after 4.2 s`.
 *
 * @param steps the names of the workflow's steps, in their order
 */
export function sentenceOf(mode: ModeTrace, steps: readonly string[]): string {
  const { told, completedAt } = mode;
  // A false failure: the caller heard of none of it.
  const isFalse = told !== undefined && told.what !== 'accepted' && completedAt !== undefined;
  return `${sayResponse(mode)}; ${isFalse ? 'but ' : ''}${sayWork(mode, steps)}`;
}

function sayResponse({ told, attempts }: ModeTrace): string {
  if (told === undefined) return 'no response';
  const { what, at, origin } = told;
  if (what === 'accepted') return `caller got success after ${formatTime(at)}`;
  const cause = origin === undefined ? sayDecline(attempts) : ` (caused by ${plain(origin)})`;
  // A time limit is a number that somebody has chosen.
  if (what === 'timedOut') return `caller timed out after ${formatMoment(at)}${cause}`;
  return `caller got an error after ${formatTime(at)}${cause}`;
}

function sayDecline(attempts: readonly TracedAttempt[]): string {
  const by = decliner(attempts);
  return by === undefined ? '' : ` (declined by ${plain(by)})`;
}

/** The step that declined; those above it pass its answer on, with their own work done. */
function decliner(attempts: readonly TracedAttempt[]): string | undefined {
  const declined = attempts.filter(({ declined }) => declined);
  return (declined.find(({ effect }) => effect === 'none') ?? declined.at(-1))?.step;
}

function sayWork({ completedAt, attempts }: ModeTrace, steps: readonly string[]): string {
  const done = new Set(attempts.flatMap(({ step, effect }) => (effect === 'none' ? [] : [step])));
  const twice = new Set(attempts.flatMap(({ step, effect }) => (effect === 'again' ? [step] : [])));
  const again = twice.size === 0 ? '' : `, ${names(steps.filter((step) => twice.has(step)))} processed twice`;
  if (completedAt !== undefined) return `completed after ${formatTime(completedAt)}${again}`;
  if (done.size === 0) return 'no side effects';
  const by = decliner(attempts);
  const never = steps.filter((step) => !done.has(step) && step !== by);
  const parts = [
    `${names(steps.filter((step) => done.has(step)))} done`,
    ...(by === undefined ? [] : [`${plain(by)} declined`]),
    ...(never.length === 0 ? [] : [`${names(never)} never`]),
  ];
  return `partial: ${parts.join('; ')}${again}`;
}

function names(steps: readonly string[]): string {
  return list(steps.map(plain));
}

/** What came of an attempt: as its caller saw it, and what it did all the same. */
export function resultOf(attempt: TracedAttempt, attempts: readonly TracedAttempt[]): string {
  const { step, failure, effect, declined, recognised, isOpen } = attempt;
  const did = { first: 'done', again: 'processed twice', none: '' }[effect];
  const isDone = did !== '';
  if (declined) {
    const by = decliner(attempts);
    return isDone ? `own work done; passed on the decline of ${plain(by ?? step)}` : 'declined';
  }
  if (recognised) return 'duplicate suppressed';
  if (failure === undefined) return isOpen ? 'in flight at end' : did;
  const { cause, origin } = failure;
  if (cause === 'timeout') return isDone ? `timed out at caller; ${sayDid(effect)}` : 'timed out';
  if (!isDone)
    return cause === 'inherited' ? `returned error from ${plain(origin)}` : (CAUSES[cause] ?? cause);
  return origin === step
    ? `failed; ${sayDid(effect)}`
    : `own work done; returned error from ${plain(origin)}`;
}

/** Of the attempt alone: what it waited for may be done or not. */
function sayDid(effect: TracedAttempt['effect']): string {
  return effect === 'again' ? 'processed twice' : 'own work done';
}

const CAUSES: Record<string, string> = {
  injected: 'failed',
  overload: 'rejected, queue full',
};

/** What happened to a step without an attempt of it. */
export function markInWords({ what, origin, step }: Mark): string {
  return MARKS[what] + (origin === undefined || origin === step ? '' : ` (${plain(origin)})`);
}

const MARKS: Record<Mark['what'], string> = {
  refused: 'breaker open',
  'timed out': 'timed out',
  'ack lost': 'ack lost',
  forgotten: 'forgotten by the broker',
  'acked late': 'late ack accepted',
  withdrawn: 'redelivery withdrawn',
  'given up': 'dead-lettered',
  lost: 'event lost',
  'never delivered': 'never delivered',
};
