import { describe, expect, it } from 'vitest';
import type { StepCalls } from '../../src/scenario/scenario.js';
import { RetryBudget } from '../../src/system/budget.js';
import { after, retry, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

function earning(share: number, calls: number): RetryBudget {
  const budget = new RetryBudget(share);
  for (let call = 0; call < calls; call += 1) budget.earn();
  return budget;
}

function retriesOf(budget: RetryBudget): number {
  let retries = 0;
  while (retries < 1000 && budget.spend()) retries += 1;
  return retries;
}

describe('a retry budget', () => {
  it('of 10 % earns exactly one retry with ten calls, none with nine', () => {
    expect(retriesOf(earning(0.1, 9))).toBe(0);
    expect(retriesOf(earning(0.1, 10))).toBe(1);
    expect(retriesOf(earning(0.1, 19))).toBe(1);
    expect(retriesOf(earning(0.1, 20))).toBe(2);
  });

  it.each([1, 2, 3, 7, 20, 33, 50, 100])(
    'of %i %% earns that many retries with a hundred calls',
    (percent) => {
      const budget = new RetryBudget(percent / 100);
      let retries = 0;
      for (let call = 0; call < 100; call += 1) {
        budget.earn();
        if (budget.spend()) retries += 1;
      }
      expect(retries).toBe(percent);
    },
  );

  it('saves 10 at most', () => {
    expect(retriesOf(earning(0.1, 1000))).toBe(10);
    expect(retriesOf(earning(1, 1000))).toBe(10);
  });

  it('has nothing at the start, and no minimum', () => {
    expect(retriesOf(earning(1, 0))).toBe(0);
    expect(retriesOf(earning(0, 1000))).toBe(0);
  });
});

describe('the budget of a caller', () => {
  it('lets the tenth of ten failing calls try again, and no other', async () => {
    const down = scenario({
      services: { a: '0ms', b: '0ms' },
      steps: ['a', 'b'],
      calls: { retry: retry(5, { budget: 0.1, initialDelay: '10ms' }) },
      faults: [{ kind: 'outage', target: 'b' }],
      load: { rate: '1/s', requests: 19 },
    });
    expect((await run(down, 'direct')).services.b?.attempts).toBe(20);
    expect((await timeline(down, 'direct', 'b')).filter((line) => line.endsWith('#9'))).toEqual([
      '9000 b failed: injected #9',
      '9010 b failed: injected #9',
    ]);
  });

  it('is one for each caller and callee', async () => {
    const two = scenario({
      services: { a: '0ms', b: '0ms', c: '0ms' },
      steps: ['a', 'b', 'c'],
      caller: { retry: retry(2, { budget: 0.5 }) },
      calls: { retry: retry(2, { budget: 0.5 }) },
      faults: [{ kind: 'outage', target: 'c' }],
      load: { rate: '1/s', requests: 2 },
    });
    // Each line earns half a retry with a new call. First request: no retry anywhere. Second: b's second call of c earns
    // the whole, and c is tried again; so does a's second call of b; and the caller's second call of a. Each retry of one
    // layer is a new call of the next: the retry of a's call makes b's third call of c, which earns a half; the caller's
    // makes a call a fourth.
    const { services } = await run(two, 'direct');
    expect([services.a?.attempts, services.b?.attempts]).toEqual([3, 4]);
    expect(services.c?.attempts).toBe(6);
  });

  const withoutBudget = {
    maxAttempts: 2,
    initialDelay: '50ms',
    multiplier: 2,
    maxDelay: '1s',
    jitter: 'none',
  } as const;
  it.each<[string, StepCalls, number]>([
    ['two steps of one service share it', {}, 1],
    ['a step with a retry and no budget of its own shares it, too', { retry: withoutBudget }, 1],
    ['a step with a budget of its own has that', { retry: retry(2, { budget: 0.1 }) }, 0],
  ])('%s', async (_, calls, retries) => {
    const it = scenario({
      services: { a: '0ms', b: '0ms' },
      steps: [
        'a',
        after('b', ['a'], { critical: false }),
        { ...after('b2', ['a'], { critical: false, calls }), service: 'b' },
      ],
      calls: { retry: retry(2, { budget: 0.1, initialDelay: '10ms' }) },
      faults: [{ kind: 'outage', target: 'b' }],
      load: { rate: '1/s', requests: 7 },
    });
    // Fourteen calls of the service at 10 % earn one retry; seven calls of each step earn none.
    expect((await run(it, 'direct')).services.b?.attempts).toBe(14 + retries);
  });

  it('earns with every new call, also with one that nobody waits for any more', async () => {
    const crash = scenario({
      services: { a: '0ms', b: '100ms', c: '0ms' },
      steps: ['a', after('b', ['a']), after('c', ['a'])],
      calls: { fanOut: 'sequential', retry: retry(2, { budget: 0.5 }) },
      faults: [
        { kind: 'crash', target: 'a', at: '50ms', for: '10ms' },
        { kind: 'outage', target: 'c' },
      ],
      load: { rate: '1/s', requests: 2 },
    });
    // When b has answered, the first request's a has crashed, and calls c in vain: half a retry. The second request's
    // call of c earns the other half.
    expect(await timeline(crash, 'direct', 'c failed')).toEqual([
      '1100 c failed: injected #1',
      '1150 c failed: injected #1',
    ]);
  });
});
