import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Queue } from '../../src/system/queue.js';

type Action = { kind: 'push' } | { kind: 'pushFirst' } | { kind: 'shift' } | { kind: 'remove'; at: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'push' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'pushFirst' } as const) },
  { weight: 2, arbitrary: fc.constant({ kind: 'shift' } as const) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat(10_000) }) },
);

describe('a queue', () => {
  it('is a list that is taken from at its head, whatever is taken out of it', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 5_000, size: 'max' }), (actions) => {
        const queue = new Queue<number>();
        const list: number[] = [];
        actions.forEach((one, item) => {
          if (one.kind === 'push') {
            queue.push(item);
            list.push(item);
          } else if (one.kind === 'pushFirst') {
            queue.pushFirst(item);
            list.unshift(item);
          } else if (one.kind === 'shift') {
            expect(queue.shift()).toBe(list.shift());
          } else if (list.length > 0) {
            const [taken = -1] = list.splice(one.at % list.length, 1);
            queue.remove(taken);
          }
          expect([queue.length, queue.first]).toEqual([list.length, list[0]]);
        });
        expect([...queue]).toEqual(list);
      }),
      { seed: 42, numRuns: 20 },
    );
  });

  it('keeps nothing of what was taken out of it, though nobody takes from its head', () => {
    const queue = new Queue<object>();
    queue.push({});
    for (let n = 0; n < 100_000; n += 1) {
      const item = {};
      queue.push(item);
      queue.remove(item);
    }
    expect(queue.length).toBe(1);
    expect((queue as unknown as { items: unknown[] }).items.length).toBeLessThan(3_000);
  });

  it.each<[string, (queue: Queue<number>, item: number) => void]>([
    [
      'what is taken out of its middle',
      (queue, item) => {
        queue.push(item);
        queue.remove(item);
      },
    ],
    [
      'what is put at its head, and taken out again',
      (queue, item) => {
        queue.pushFirst(item);
        queue.remove(item);
      },
    ],
    [
      'what goes through it',
      (queue, item) => {
        queue.push(item);
        queue.shift();
      },
    ],
  ])('looks at no more of it for each thing if it is long: %s', (_what, doOnce) => {
    const looksAt = (length: number): number => {
      const queue = new Queue<number>();
      for (let item = 0; item < length; item += 1) queue.push(item);
      const looks = countLooks(queue);
      for (let item = length; item < length + 20_000; item += 1) doOnce(queue, item);
      return looks();
    };
    // Once it may be gone through as a whole.
    expect(looksAt(10_000)).toBeLessThan(2 * looksAt(100) + 2 * 10_000);
  });
});

/** How often its items were read or written, from now on. */
function countLooks(queue: Queue<number>): () => number {
  const inside = queue as unknown as { items: unknown[] };
  let looks = 0;
  const count = (key: string | symbol): void => {
    if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
  };
  const watch = (items: unknown[]): unknown[] =>
    new Proxy(items, {
      get(target, key, self): unknown {
        count(key);
        return Reflect.get(target, key, self);
      },
      set(target, key, value) {
        count(key);
        return Reflect.set(target, key, value);
      },
    });
  let items = watch(inside.items);
  Object.defineProperty(inside, 'items', {
    get: () => items,
    set(others: unknown[]) {
      // What it puts into another list it has looked at, too.
      items = watch(others);
    },
  });
  return () => looks;
}
