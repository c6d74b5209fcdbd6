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
});
