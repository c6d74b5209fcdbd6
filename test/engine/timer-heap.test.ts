import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Callback, type Timer } from '../../src/engine/clock.js';
import { TimerHeap } from '../../src/engine/timer-heap.js';

/** The same by brute force: a list in the order of putting in, of which the first earliest is next. */
class Reference {
  private readonly waiting: { timer: Timer; time: number }[] = [];

  get size(): number {
    return this.waiting.length;
  }

  /** One of those that are in, by number. */
  pick(number: number): { timer: Timer; time: number } {
    return this.waiting[number % this.waiting.length]!;
  }

  push(timer: Timer, time: number): void {
    this.waiting.push({ timer, time });
  }

  remove(timer: Timer): void {
    this.waiting.splice(
      this.waiting.findIndex((one) => one.timer === timer),
      1,
    );
  }

  removeFirst(): { timer: Timer; time: number } {
    const time = Math.min(...this.waiting.map((one) => one.time));
    const first = this.waiting.find((one) => one.time === time)!;
    this.remove(first.timer);
    return first;
  }
}

type Action =
  { kind: 'push'; time: number } | { kind: 'first' } | { kind: 'remove' | 'again'; which: number };

/** Few different times, so that many are equal. */
const time = fc.oneof(fc.nat(5), fc.double({ min: 0, max: 1e6, noNaN: true }));
const which = fc.nat(10_000);
const push = time.map((at): Action => ({ kind: 'push', time: at }));
const actions = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: push },
    { weight: 2, arbitrary: fc.constant<Action>({ kind: 'first' }) },
    which.map((number): Action => ({ kind: 'remove', which: number })),
    which.map((number): Action => ({ kind: 'again', which: number })),
  ),
  { maxLength: 300, size: 'max' },
);

function timer(): Timer {
  return new Callback(() => undefined);
}

describe('the heap of timers', () => {
  it('gives the earliest, of equal ones the first put in, whatever was put in and taken out', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const heap = new TimerHeap();
        const reference = new Reference();
        const add = (one: Timer, at: number): void => {
          heap.push(one, at);
          reference.push(one, at);
          expect(heap.timeOf(one)).toBe(at);
        };
        const takeFirst = (): void => {
          const { timer: expected, time: at } = reference.removeFirst();
          expect(heap.firstTime).toBe(at);
          expect(heap.removeFirst()).toBe(expected);
          expect(expected.entry).toBe(-1);
        };
        for (const action of list) {
          if (action.kind === 'push') add(timer(), action.time);
          if (action.kind === 'push' || reference.size === 0) continue;
          if (action.kind === 'first') {
            takeFirst();
            continue;
          }
          const { timer: one, time: at } = reference.pick(action.which);
          heap.remove(one);
          reference.remove(one);
          expect(one.entry).toBe(-1);
          if (action.kind === 'again') add(one, at);
        }
        while (reference.size > 0) takeFirst();
        expect(heap.firstTime).toBe(Infinity);
      }),
      { numRuns: 200, seed: 42 },
    );
  });

  it('has room for many more than at first', () => {
    const heap = new TimerHeap();
    const times = Array.from({ length: 10_000 }, (_, n) => (n * 7919) % 10_007);
    const timers = times.map((at) => {
      const one = timer();
      heap.push(one, at);
      return one;
    });
    // Every third one is taken out again.
    timers.forEach((one, n) => {
      if (n % 3 === 0) heap.remove(one);
    });
    const expected = times.filter((_, n) => n % 3 !== 0).sort((a, b) => a - b);
    const found = expected.map(() => {
      const at = heap.firstTime;
      heap.removeFirst();
      return at;
    });
    expect(found).toEqual(expected);
    expect(heap.firstTime).toBe(Infinity);
  });
});
