import { describe, expect, it } from 'vitest';
import { markInWords, resultOf, sentenceOf } from '../../src/render/trace-words.js';
import type { ModeTrace, TracedAttempt } from '../../src/trace/trace.js';

function attempt(step: string, changes: Partial<TracedAttempt> = {}): TracedAttempt {
  return {
    id: `${step} #1`,
    step,
    causedBy: ['caller'],
    at: 0,
    effect: 'first',
    recognised: false,
    declined: false,
    isOpen: false,
    ...changes,
  };
}

function trace(changes: Partial<ModeTrace>): ModeTrace {
  return { begunAt: 0, number: 1, attempts: [], marks: [], end: 100, ...changes };
}

const STEPS = ['orders', 'payment', 'shipping'];
const say = (changes: Partial<ModeTrace>): string => sentenceOf(trace(changes), STEPS);

describe('what the caller felt, and what became of the work', () => {
  const [orders, payment, shipping] = STEPS.map((step) => attempt(step)) as [
    TracedAttempt,
    TracedAttempt,
    TracedAttempt,
  ];

  it.each<[string, Partial<ModeTrace>]>([
    [
      'caller got success after 7.26 ms; completed after 2.11 s',
      { told: { at: 7.26, what: 'accepted' }, completedAt: 2110, attempts: [orders, payment, shipping] },
    ],
    [
      'caller timed out after 3 s (caused by payment); partial: orders and payment done; shipping never',
      { told: { at: 3000, what: 'timedOut', origin: 'payment' }, attempts: [orders, payment] },
    ],
    [
      'caller got an error after 230 ms (caused by payment); but completed after 132 ms',
      {
        told: { at: 230, what: 'failed', origin: 'payment' },
        completedAt: 132,
        attempts: [orders, payment, shipping],
      },
    ],
    [
      'caller got an error after 4.00 ms (caused by orders); no side effects',
      {
        told: { at: 4, what: 'failed', origin: 'orders' },
        attempts: [attempt('orders', { effect: 'none' })],
      },
    ],
    [
      'caller got an error after 116 ms (declined by payment); partial: orders done; payment declined; shipping never',
      {
        told: { at: 116, what: 'failed' },
        attempts: [
          attempt('orders', { declined: true }),
          attempt('payment', { declined: true, effect: 'none' }),
        ],
      },
    ],
    [
      'no response; completed after 9.00 ms, payment processed twice',
      {
        completedAt: 9,
        attempts: [orders, payment, attempt('payment', { effect: 'again' }), shipping],
      },
    ],
  ])('%s', (sentence, changes) => {
    expect(say(changes)).toBe(sentence);
  });
});

describe('what came of an attempt', () => {
  const failure = (cause: string, origin: string): Partial<TracedAttempt> => ({
    failure: { at: 1, cause, origin },
  });

  it.each<[string, Partial<TracedAttempt>]>([
    ['done', {}],
    ['processed twice', { effect: 'again' }],
    ['duplicate suppressed', { effect: 'none', recognised: true }],
    ['in flight at end', { effect: 'none', isOpen: true }],
    ['failed', { effect: 'none', ...failure('injected', 'a') }],
    ['rejected, queue full', { effect: 'none', ...failure('overload', 'a') }],
    ['timed out', { effect: 'none', ...failure('timeout', 'a') }],
    ['timed out at caller; own work done', failure('timeout', 'a')],
    ['timed out at caller; processed twice', { effect: 'again', ...failure('timeout', 'a') }],
    ['failed; own work done', failure('injected', 'a')],
    ['returned error from b', { effect: 'none', ...failure('inherited', 'b') }],
    ['own work done; returned error from b', failure('inherited', 'b')],
    ['declined', { effect: 'none', declined: true }],
  ])('%s', (words, changes) => {
    const one = attempt('a', changes);
    expect(resultOf(one, [one])).toBe(words);
  });

  it('that passed a decline on names the one that declined', () => {
    const passed = attempt('orders', { declined: true });
    const declined = attempt('payment', { declined: true, effect: 'none' });
    expect(resultOf(passed, [passed, declined])).toBe('own work done; passed on the decline of payment');
  });
});

describe('a mark', () => {
  it('names where it began, if that is another service', () => {
    expect(markInWords({ at: 1, step: 'a', what: 'given up' })).toBe('dead-lettered');
    expect(markInWords({ at: 1, step: 'a', what: 'forgotten' })).toBe('forgotten by the broker');
    expect(markInWords({ at: 1, step: 'a', what: 'timed out', origin: 'a' })).toBe('timed out');
    expect(markInWords({ at: 1, step: 'a', what: 'refused', origin: 'b' })).toBe('breaker open (b)');
  });
});
