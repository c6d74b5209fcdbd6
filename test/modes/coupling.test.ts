import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/scenario/scenario.js';
import { after, constant, exponential, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

describe('an event', () => {
  it('goes out when its slot is free: what it brings to the same service need not wait', async () => {
    const shared = scenario({
      services: { s: { latency: constant('10ms'), concurrency: 1 } },
      steps: [
        after('a', [], { service: 's' }),
        after('b', ['a'], { service: 's' }),
        after('c', ['b'], { service: 's' }),
      ],
    });
    expect(await timeline(shared, 'event', 'a', 'b', 'c')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 a slot free',
      '10 b starts',
      '10 caller accepted',
      '20 b effect',
      '20 b slot free',
      '20 c starts',
      '30 c effect',
      '30 completed',
      '30 c slot free',
    ]);
  });
});

describe('the luck of a delivery', () => {
  it('is its own: which input of a join comes first changes neither', async () => {
    const join = (faults: Fault[]) =>
      scenario({
        services: { a: '0ms', b: '10ms', c: '20ms', d: { concurrency: 'unbounded' } },
        steps: [after('a', []), after('b', ['a']), after('c', ['a']), after('d', ['b', 'c'])],
        bus: { deliveryLatency: exponential('10ms') },
        load: { rate: '1/h', requests: 50 },
        faults,
      });
    const late = (target: string): Fault[] => [{ kind: 'latency', target, add: '10s' }];
    /** Request by request: when it is in place, or begins. */
    const times = async (faults: Fault[], what: string): Promise<number[]> =>
      (await timeline(join(faults), 'event', what)).map((line) => parseFloat(line));
    /** Milliseconds from a late input's effect until d begins: so long its delivery takes. */
    const delivery = async (input: string): Promise<number[]> => {
      const done = await times(late(input), `${input} effect`);
      return (await times(late(input), 'd starts')).map((begun, request) => begun - done[request]!);
    };
    const [fromB, fromC] = [await delivery('b'), await delivery('c')];
    const [b, c] = [await times([], 'b effect'), await times([], 'c effect')];
    const begun = await times([], 'd starts');
    expect(begun).toHaveLength(50);
    let bLast = 0;
    begun.forEach((time, request) => {
      const [ofB, ofC] = [b[request]! + fromB[request]!, c[request]! + fromC[request]!];
      if (ofB > ofC) bLast += 1;
      // Times in the timeline are rounded to a microsecond.
      expect(Math.abs(time - Math.max(ofB, ofC))).toBeLessThan(0.01);
    });
    // Now the one, now the other is waited for.
    expect(bLast).toBeGreaterThan(5);
    expect(bLast).toBeLessThan(45);
  });
});
