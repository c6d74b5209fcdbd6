import { describe, expect, it } from 'vitest';
import type { BreakerPolicy } from '../../src/plan/plan.js';
import { CircuitBreaker } from '../../src/system/breaker.js';
import { after, consecutiveFailures, constant, retry, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

const CALLEE = 0;

/** Half of the last 4, at least 2, open for 100 ms, one probe. */
const half: BreakerPolicy = {
  threshold: 0.5,
  window: 4,
  minimum: 2,
  openFor: 100,
  probes: 1,
  opensAtFirstFailedProbe: false,
};

/** Sends calls through at a moment: `+` succeeds, `-` fails; gives what was let through, and `x` for what was refused. */
function send(breaker: CircuitBreaker, now: number, results: string): string {
  return Array.from(results)
    .map((result) => {
      const ticket = breaker.admit(now);
      if (ticket === undefined) return 'x';
      breaker.record(ticket, result === '+', now, CALLEE);
      return result;
    })
    .join('');
}

describe('a breaker over a window of calls', () => {
  it('opens at the threshold, not below it, once there are enough calls', () => {
    expect(send(new CircuitBreaker(half, CALLEE), 0, '-')).toBe('-');
    // One of one is not enough calls; the second makes it one of two.
    expect(send(new CircuitBreaker(half, CALLEE), 0, '-+++')).toBe('-+xx');
    expect(send(new CircuitBreaker(half, CALLEE), 0, '++-++-')).toBe('++-++-');
  });

  it('counts the last calls only', () => {
    // The last four of the six: ++++, then +++-, ++--: open.
    expect(send(new CircuitBreaker(half, CALLEE), 0, '+++++--+')).toBe('+++++--x');
    // A failure that has left the window does not count: one in four at most.
    expect(send(new CircuitBreaker(half, CALLEE), 0, '+++-+++-+++-')).toBe('+++-+++-+++-');
  });

  it('opens at exactly 7 of 100 where 7 % is the threshold', () => {
    const breaker = new CircuitBreaker({ ...half, threshold: 0.07, window: 100, minimum: 100 }, CALLEE);
    expect(send(breaker, 0, `${'+'.repeat(93)}${'-'.repeat(7)}+`).at(-1)).toBe('x');
    const just = new CircuitBreaker({ ...half, threshold: 0.07, window: 100, minimum: 100 }, CALLEE);
    expect(send(just, 0, `${'+'.repeat(94)}${'-'.repeat(6)}+`).at(-1)).toBe('+');
  });

  it('refuses until it has been open long enough, then a probe decides', () => {
    const breaker = new CircuitBreaker(half, CALLEE);
    expect(send(breaker, 50, '--')).toBe('--');
    expect(send(breaker, 149, '+')).toBe('x');
    expect(send(breaker, 150, '-+')).toBe('-x');
    // The failed probe opened it again, until 250.
    expect(send(breaker, 249, '+')).toBe('x');
    // A successful one closes it, and nothing is left of what was before.
    expect(send(breaker, 250, '+-')).toBe('+-');
    expect(send(breaker, 250, '+')).toBe('+');
  });

  it('lets only its number of probes through until all of them have ended', () => {
    const breaker = new CircuitBreaker({ ...half, probes: 2 }, CALLEE);
    send(breaker, 0, '--');
    const [first, second] = [breaker.admit(100), breaker.admit(100)];
    expect(breaker.admit(100)).toBeUndefined();
    if (first === undefined || second === undefined) throw new Error('two probes were expected');
    breaker.record(first, true, 110, CALLEE);
    expect(breaker.admit(110)).toBeUndefined();
    breaker.record(second, true, 120, CALLEE);
    expect(send(breaker, 120, '+++')).toBe('+++');
  });

  it.each([
    // Of ten probes fewer than half have failed, or half, whichever way round they end.
    ['-++++-+--+', '+'],
    ['+-+-+-+-+-', 'x'],
    ['-----+++++', 'x'],
    ['+++++-----', 'x'],
    ['-+++++++++', '+'],
  ])('after the probes %s a call meets %s', (probes, then) => {
    const breaker = new CircuitBreaker({ ...half, probes: 10 }, CALLEE);
    send(breaker, 0, '--');
    expect(send(breaker, 100, probes)).toBe(probes);
    expect(send(breaker, 100, '+')).toBe(then);
  });

  it('of failures in a row opens with the first probe that fails, and closes when all are good', () => {
    const inARow = { ...half, threshold: 1, window: 2, probes: 3, opensAtFirstFailedProbe: true };
    const breaker = new CircuitBreaker(inARow, CALLEE);
    expect(send(breaker, 0, '--')).toBe('--');
    expect(send(breaker, 100, '+-+')).toBe('+-x');
    expect(send(breaker, 200, '+++-+')).toBe('+++-+');
  });

  it('does not count a result in another state than the one that admitted its call', () => {
    const breaker = new CircuitBreaker(half, CALLEE);
    const late = [breaker.admit(0), breaker.admit(0)];
    send(breaker, 0, '--');
    for (const ticket of late) {
      if (ticket === undefined) throw new Error('it was closed');
      // Late successes of the closed state close nothing.
      breaker.record(ticket, true, 50, CALLEE);
    }
    expect(breaker.admit(50)).toBeUndefined();
  });

  it('a probe that is given up without a result may be made again', () => {
    const breaker = new CircuitBreaker(half, CALLEE);
    send(breaker, 0, '--');
    const probe = breaker.admit(100);
    expect(breaker.admit(100)).toBeUndefined();
    if (probe === undefined) throw new Error('a probe was expected');
    breaker.withdraw(probe);
    expect(breaker.admit(100)).toBeDefined();
  });
});

describe('a breaker on failures in a row', () => {
  const three = { services: { a: '0ms', b: '0ms' }, steps: ['a', 'b'], load: { rate: '100/s', requests: 8 } };

  it('opens with the third in a row', async () => {
    const it = scenario({
      ...three,
      calls: { circuitBreaker: consecutiveFailures(3, '35ms') },
      // Calls at 0, 10, 20, …, 70. Those at 0, 10, 20 fail; open until 55.
      faults: [{ kind: 'outage', target: 'b', for: '25ms' }],
    });
    expect(await timeline(it, 'direct', 'b')).toEqual([
      '0 b failed: injected',
      '10 b failed: injected #1',
      '20 b failed: injected #2',
      '30 b failed: breaker #3',
      '40 b failed: breaker #4',
      '50 b failed: breaker #5',
      '60 b starts #6',
      '60 b effect #6',
      '60 b slot free #6',
      '70 b starts #7',
      '70 b effect #7',
      '70 b slot free #7',
    ]);
  });

  it('a success in between begins the count anew', async () => {
    const it = scenario({
      ...three,
      calls: { circuitBreaker: consecutiveFailures(3, '10s') },
      // Fails at 0, 10, 30, 40, 60, 70.
      faults: [
        { kind: 'outage', target: 'b', for: '15ms' },
        { kind: 'outage', target: 'b', at: '25ms', for: '20ms' },
        { kind: 'outage', target: 'b', at: '55ms' },
      ],
    });
    const { services } = await run(it, 'direct');
    expect(services.b?.failures).toMatchObject({ injected: 6, breaker: 0 });
  });
});

describe('what a breaker refuses', () => {
  const refused = scenario({
    services: { a: '1ms', b: '1ms' },
    steps: ['a', 'b'],
    calls: {
      circuitBreaker: consecutiveFailures(2, '10s'),
      retry: retry(4, { initialDelay: '10ms', multiplier: 1 }),
    },
    faults: [{ kind: 'outage', target: 'b' }],
  });

  it('has not reached the callee: it stands under its failures, not under its attempts', async () => {
    const { services } = await run(refused, 'direct');
    expect(services.b).toMatchObject({ attempts: 2, failures: { injected: 2, breaker: 2 } });
  });

  it('is tried again like any failure, and uses up one of maxAttempts', async () => {
    expect(await timeline(refused, 'direct', 'b', 'a failed')).toEqual([
      '1 b failed: injected',
      '11 b failed: injected',
      '21 b failed: breaker',
      '31 b failed: breaker',
      '31 a failed: inherited, from b',
    ]);
  });

  it('has its origin where the failure began that opened it', async () => {
    const deep = scenario({
      services: { a: '0ms', b: '0ms', c: '0ms' },
      steps: ['a', 'b', 'c'],
      caller: { circuitBreaker: consecutiveFailures(1, '10s') },
      faults: [{ kind: 'outage', target: 'c' }],
      load: { requests: 2 },
    });
    expect((await timeline(deep, 'direct', 'a failed', 'caller')).slice(-2)).toEqual([
      '1000 a failed: breaker, from c #1',
      '1000 caller failed because of c #1',
    ]);
  });
});

describe('a breaker stands between two services', () => {
  /** b and b2 are two steps of the service b, which a calls together, and which is down. */
  const twoSteps = (own: object = {}, calledBy = 'a') =>
    scenario({
      services: { a: '0ms', b: '0ms', c: '0ms' },
      steps: [
        'a',
        after('c', ['a']),
        after('b', ['a']),
        { ...after('b2', ['a'], { calledBy, calls: own }), service: 'b' },
      ],
      calls: { circuitBreaker: consecutiveFailures(2, '10m') },
      faults: [{ kind: 'outage', target: 'b' }],
      load: { rate: '1/s', requests: 10 },
    });

  it.each([
    // Both steps of the first request fail, and then it is open for both.
    ['two steps of one service, called by one, share it', twoSteps(), 2, 18],
    // Each has to fail twice.
    [
      'a step that brings one of its own has that',
      twoSteps({ circuitBreaker: consecutiveFailures(2, '10m') }),
      4,
      16,
    ],
    ['a step that brings `none` has none', twoSteps({ circuitBreaker: 'none' }), 12, 8],
    ['a timeout of its own is no breaker of its own', twoSteps({ timeout: '5s' }), 2, 18],
  ])('%s', async (_, it, attempts, refused) => {
    const { services } = await run(it, 'direct');
    expect(services.b).toMatchObject({ attempts, failures: { injected: attempts, breaker: refused } });
  });

  it('two callers have one each', async () => {
    const it = scenario({
      services: { a: '0ms', b: '0ms', c: '0ms' },
      steps: [
        'a',
        after('c', ['a']),
        after('b', ['a'], { critical: false }),
        { ...after('b2', ['c'], { critical: false }), service: 'b' },
      ],
      calls: { circuitBreaker: consecutiveFailures(2, '10m') },
      faults: [{ kind: 'outage', target: 'b' }],
      load: { rate: '1/s', requests: 10 },
    });
    expect((await run(it, 'direct')).services.b).toMatchObject({ attempts: 4, failures: { breaker: 16 } });
  });
});

describe('what is no failure to a breaker', () => {
  it('a decline: a business answer', async () => {
    const declining = scenario({
      services: { a: '0ms', b: { latency: constant('0ms'), declineRate: 1 } },
      steps: ['a', 'b'],
      calls: { circuitBreaker: consecutiveFailures(2, '10s') },
      load: { rate: '100/s', requests: 5 },
    });
    const { services } = await run(declining, 'direct');
    expect(services.b).toMatchObject({ attempts: 5, failures: { declined: 5, breaker: 0 } });
  });
});

it('a timeout is a failure to a breaker', async () => {
  const slow = scenario({
    services: { a: '0ms', b: '100ms' },
    steps: ['a', 'b'],
    calls: { timeout: '50ms', circuitBreaker: consecutiveFailures(2, '10s') },
    load: { rate: '1/s', requests: 3 },
  });
  const { services } = await run(slow, 'direct');
  expect(services.b).toMatchObject({ attempts: 2, failures: { timeout: 2, breaker: 1 } });
});
