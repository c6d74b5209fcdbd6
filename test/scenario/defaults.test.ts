import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Scenario } from '../../src/scenario/scenario.js';
import { loadScenario } from '../../src/scenario/load.js';
import { folderWith, load, TWO_STEPS } from './files.js';

const constant = (value: string) => ({ distribution: 'constant', value });
/** Of a step: the budget stays that between the two services. */
const OWN_RETRY = {
  maxAttempts: 3,
  initialDelay: '50ms',
  multiplier: 2,
  maxDelay: '1s',
  jitter: 'full',
};
const RETRY = { ...OWN_RETRY, budget: 'none' };
const REDELIVERY = {
  maxDeliveries: 5,
  initialDelay: '200ms',
  multiplier: 2,
  maxDelay: '10s',
  jitter: 'none',
};
const RATE_BREAKER = {
  failureRateThreshold: 0.5,
  slidingWindowSize: 100,
  minimumNumberOfCalls: 20,
  waitDurationInOpenState: '5s',
  permittedNumberOfCallsInHalfOpenState: 1,
};

/** A scenario of two steps, with these fields besides. */
const withTwoSteps = async (rest: string): Promise<Scenario> => load(`${TWO_STEPS}${rest}\n`);

it('a scenario of nothing but steps has every default written out', async () => {
  expect(await load(TWO_STEPS)).toEqual({
    title: 's',
    look: [],
    services: {
      a: { latency: constant('5ms'), concurrency: 32, queue: 64, declineRate: 0 },
      payment: { latency: constant('5ms'), concurrency: 32, queue: 64, declineRate: 0 },
    },
    steps: [
      { name: 'a', service: 'a', on: [], emits: 'X', idempotent: false, critical: true },
      { name: 'payment', service: 'payment', on: ['X'], idempotent: false, critical: true },
    ],
    caller: {
      networkLatency: constant('0ms'),
      timeout: '3s',
      deadline: 'none',
      retry: 'none',
      circuitBreaker: 'none',
      cancelOnTimeout: false,
    },
    calls: {
      networkLatency: constant('0ms'),
      timeout: '1s',
      retry: RETRY,
      circuitBreaker: 'none',
      cancelOnTimeout: false,
      fanOut: 'parallel',
    },
    bus: {
      deliveryLatency: constant('2ms'),
      redelivery: REDELIVERY,
      ackWait: '30s',
      lateAck: 'accepted',
      outbox: true,
      capacity: 'unbounded',
    },
    database: { latency: constant('2ms'), concurrency: 16, pollInterval: '100ms' },
    load: { rate: '80/s', arrivals: 'poisson', duration: '60s', warmup: '0ms', drain: '10m' },
    slo: { response: 'none', completion: '30s' },
    faults: [],
    modes: ['direct', 'event'],
    seed: 42,
    expect: [],
  });
});

describe('policies', () => {
  it('the caller has the network of the calls, and nothing else of theirs', async () => {
    const { caller } = await withTwoSteps(
      'calls: { networkLatency: 4ms, timeout: 2s, retry: {}, cancelOnTimeout: true }',
    );
    expect(caller).toMatchObject({
      networkLatency: constant('4ms'),
      timeout: '3s',
      retry: 'none',
      cancelOnTimeout: false,
    });
  });

  it("the caller's own network stands", async () => {
    const { caller } = await withTwoSteps('calls: { networkLatency: 4ms }\ncaller: { networkLatency: 80ms }');
    expect(caller.networkLatency).toEqual(constant('80ms'));
  });

  it('what a given retry leaves out is as design.md shows it, for the caller too', async () => {
    const { calls, caller } = await withTwoSteps(
      'calls: { retry: { maxAttempts: 4 } }\ncaller: { retry: { jitter: none, budget: 10% } }',
    );
    expect(calls.retry).toEqual({ ...RETRY, maxAttempts: 4 });
    expect(caller.retry).toEqual({ ...RETRY, jitter: 'none', budget: 0.1 });
  });

  it('none switches a policy off', async () => {
    const { calls, caller, bus } = await withTwoSteps(
      'calls: { retry: none, timeout: none }\ncaller: { timeout: none }\nbus: { ackWait: none }',
    );
    expect([calls.retry, calls.timeout, caller.timeout, bus.ackWait]).toEqual([
      'none',
      'none',
      'none',
      'none',
    ]);
  });

  it.each([
    ['{}', RATE_BREAKER],
    ['{ failureRateThreshold: 20% }', { ...RATE_BREAKER, failureRateThreshold: 0.2 }],
    [
      '{ consecutiveFailures: 5 }',
      { consecutiveFailures: 5, waitDurationInOpenState: '5s', permittedNumberOfCallsInHalfOpenState: 1 },
    ],
    [
      '{ consecutiveFailures: 5, permittedNumberOfCallsInHalfOpenState: 3, waitDurationInOpenState: 1s }',
      { consecutiveFailures: 5, waitDurationInOpenState: '1s', permittedNumberOfCallsInHalfOpenState: 3 },
    ],
  ])('a breaker of %s is whole', async (breaker, whole) => {
    expect((await withTwoSteps(`calls: { circuitBreaker: ${breaker} }`)).calls.circuitBreaker).toEqual(whole);
  });
});

describe("a step's own policies", () => {
  const withStep = async (step: string, rest = ''): Promise<Scenario> =>
    load(
      `services: { a: { latency: 5ms } }\nsteps:\n  - { service: a, emits: X }\n  - { service: a, name: b, on: X, ${step} }\n${rest}\n`,
    );

  it('are only what is given, laid over that of all calls', async () => {
    const { steps } = await withStep(
      'calls: { retry: { maxAttempts: 5 } }',
      'calls: { retry: { jitter: none } }',
    );
    expect(steps[1]?.calls).toEqual({ retry: { ...OWN_RETRY, jitter: 'none', maxAttempts: 5 } });
  });

  it('stand on the defaults where all calls have none', async () => {
    const { steps } = await withStep(
      'calls: { retry: { maxAttempts: 5 }, timeout: none }',
      'calls: { retry: none }',
    );
    expect(steps[1]?.calls).toEqual({ retry: { ...OWN_RETRY, maxAttempts: 5 }, timeout: 'none' });
  });

  it('stay of the kind that all calls have', async () => {
    const { steps } = await withStep(
      'calls: { circuitBreaker: { waitDurationInOpenState: 1s } }',
      'calls: { circuitBreaker: { consecutiveFailures: 7 } }',
    );
    expect(steps[1]?.calls).toEqual({
      circuitBreaker: {
        consecutiveFailures: 7,
        waitDurationInOpenState: '1s',
        permittedNumberOfCallsInHalfOpenState: 1,
      },
    });
  });

  it("of the entry step are laid over the caller's", async () => {
    const { steps } = await load(
      'services: { a: { latency: 5ms } }\nsteps: [{ service: a, calls: { retry: { maxAttempts: 2 } } }]\n' +
        'caller: { retry: { jitter: equal } }\n',
    );
    expect(steps[0]?.calls).toEqual({ retry: { ...OWN_RETRY, jitter: 'equal', maxAttempts: 2 } });
  });

  it('of redelivery are only what is given', async () => {
    const { steps } = await withStep('redelivery: { maxDeliveries: 2, jitter: full }');
    expect(steps[1]?.redelivery).toEqual({ maxDeliveries: 2, jitter: 'full' });
  });

  it('a budget that a step writes is its own', async () => {
    const { steps } = await withStep('calls: { retry: { budget: 10% } }');
    expect(steps[1]?.calls).toEqual({ retry: { ...RETRY, budget: 0.1 } });
  });
});

describe('a limit of waits that nobody has written', () => {
  const delays = ({ initialDelay, multiplier, maxDelay }: Record<string, unknown>) =>
    [initialDelay, multiplier, maxDelay].join(' ');

  it.each([
    ['{}', '50ms 2 1s'],
    ['{ maxAttempts: 20 }', '50ms 2 1s'],
    ['{ initialDelay: 2s }', '2s 2 none'],
    ['{ multiplier: 10 }', '50ms 10 none'],
    ['{ initialDelay: 2s, maxDelay: 3s }', '2s 2 3s'],
    ['{ maxDelay: none }', '50ms 2 none'],
    // Nor is the first wait longer than a limit that is written.
    ['{ maxDelay: 20ms }', '20ms 2 20ms'],
  ])('of calls with a retry of %s: %s', async (retry, expected) => {
    const { calls, caller } = await withTwoSteps(`calls: { retry: ${retry} }\ncaller: { retry: ${retry} }`);
    expect(delays(calls.retry as never)).toBe(expected);
    expect(delays(caller.retry as never)).toBe(expected);
  });

  it.each([
    ['{}', '200ms 2 10s'],
    ['{ maxDeliveries: 20 }', '200ms 2 10s'],
    ['{ initialDelay: 30s }', '30s 2 none'],
    ['{ multiplier: 3 }', '200ms 3 none'],
    ['{ maxDelay: 100ms }', '100ms 2 100ms'],
  ])('of a bus with a redelivery of %s: %s', async (redelivery, expected) => {
    const { bus } = await withTwoSteps(`bus: { redelivery: ${redelivery} }`);
    expect(delays(bus.redelivery as never)).toBe(expected);
  });

  it.each([
    // What is written for all holds, whichever of them it was.
    ['{}', '{ initialDelay: 2s }', '2s 2 none'],
    ['{ maxDelay: 5s }', '{ initialDelay: 2s }', '2s 2 5s'],
    ['{ initialDelay: 2s }', '{ multiplier: 3 }', '2s 3 none'],
    ['{ initialDelay: 2s }', '{ maxAttempts: 9 }', '2s 2 none'],
    ['none', '{ initialDelay: 2s }', '2s 2 none'],
    ['none', '{ maxAttempts: 9 }', '50ms 2 1s'],
  ])('of a step, over %s for all: %s comes to %s', async (all, own, expected) => {
    const { steps } = await load(
      `services: { a: { latency: 5ms } }\nsteps:\n  - { service: a, emits: X }\n` +
        `  - { service: a, name: b, on: X, calls: { retry: ${own} } }\ncalls: { retry: ${all} }\n`,
    );
    expect(delays((steps[1]?.calls as { retry: object }).retry as never)).toBe(expected);
  });

  it("of a step's redelivery is written out where it is not that of the bus", async () => {
    const step = async (own: string, bus: string) =>
      (
        await load(
          `services: { a: { latency: 5ms } }\nsteps:\n  - { service: a, emits: X }\n` +
            `  - { service: a, name: b, on: X, redelivery: ${own} }\nbus: { redelivery: ${bus} }\n`,
        )
      ).steps[1]?.redelivery;
    expect(await step('{ initialDelay: 30s }', '{}')).toEqual({ initialDelay: '30s', maxDelay: 'none' });
    expect(await step('{ initialDelay: 30s }', '{ maxDelay: 1m }')).toEqual({ initialDelay: '30s' });
    expect(await step('{ maxDeliveries: 3 }', '{ initialDelay: 30s }')).toEqual({ maxDeliveries: 3 });
    expect(await step('{ maxDelay: 5ms }', '{}')).toEqual({ initialDelay: '5ms', maxDelay: '5ms' });
  });
});

describe('the load', () => {
  it('of clients has no rate, and a think time', async () => {
    const { load } = await withTwoSteps(
      'load: { clients: 5, thinkTime: { distribution: exponential, mean: 1s } }',
    );
    expect(load).toEqual({
      clients: 5,
      thinkTime: { distribution: 'exponential', mean: '1s' },
      duration: '60s',
      warmup: '0ms',
      drain: '10m',
    });
  });

  it('of a number of requests has no duration', async () => {
    const { load } = await withTwoSteps('load: { requests: 100 }');
    expect(load).toEqual({ rate: '80/s', arrivals: 'poisson', requests: 100, warmup: '0ms', drain: '10m' });
  });

  it('of both keeps both', async () => {
    expect((await withTwoSteps('load: { requests: 100, duration: 5s }')).load).toMatchObject({
      requests: 100,
      duration: '5s',
    });
  });
});

describe('shorthands', () => {
  it('a duration is a constant, a percentage a share, one a list of one', async () => {
    const scenario = await withTwoSteps(
      'calls: { networkLatency: 0 }\nlook: "once\\n  twice"\nmodes: event\nexpect: event.lost <= 0\n' +
        'faults: [{ kind: errors, target: a, rate: 2.5% }]\ntitle: >\n  Two\n  lines\n',
    );
    expect(scenario).toMatchObject({
      title: 'Two lines',
      look: ['once twice'],
      modes: ['event'],
      expect: ['event.lost <= 0'],
      faults: [{ kind: 'errors', target: 'a', rate: 0.025 }],
    });
    expect(scenario.calls.networkLatency).toEqual(constant('0ms'));
  });

  it('an event waited for twice is waited for once', async () => {
    expect((await load(TWO_STEPS.replace('on: X', 'on: [X, X]'))).steps[1]?.on).toEqual(['X']);
  });

  it('a spike is aimed at the load, random outages are outages', async () => {
    const { faults } = await withTwoSteps(
      'faults: [{ kind: spike, multiply: 5 }, { kind: random-outages, target: a, mttf: 9s, mttr: 1s, at: 0 }]',
    );
    expect(faults).toEqual([
      { kind: 'spike', target: 'load', multiply: 5 },
      { kind: 'random-outages', target: 'a', mttf: '9s', mttr: '1s', what: 'outage', at: '0ms' },
    ]);
  });

  it('what is done to the bus is aimed at it, a link has two ways, and a service four instances', async () => {
    const { faults } = await withTwoSteps(
      'faults: [{ kind: duplicates, rate: 5% }, { kind: delay, rate: 5%, by: 1s }, { kind: network, target: a, loss: 5% }, { kind: deploy, target: a, for: 9s }]',
    );
    expect(faults).toEqual([
      { kind: 'duplicates', target: 'bus', rate: 0.05 },
      { kind: 'delay', target: 'bus', rate: 0.05, by: '1s' },
      { kind: 'network', target: 'a', loss: 0.05, way: 'both' },
      { kind: 'deploy', target: 'a', for: '9s', instances: 4 },
    ]);
  });

  it('who joins is a step like any other, and it is written out who has to call it', async () => {
    const { faults } = await withTwoSteps(
      'faults: [{ kind: subscriber, step: { name: c, service: a, on: X } }]',
    );
    const step = { name: 'c', service: 'a', on: ['X'], idempotent: false, critical: true, calledBy: 'a' };
    expect(faults).toEqual([{ kind: 'subscriber', target: 'workflow', step }]);
  });

  it('every distribution may stand for a latency', async () => {
    const all = [
      '{ distribution: constant, value: 5ms }',
      '{ distribution: uniform, min: 0ms, max: 5ms }',
      '{ distribution: exponential, mean: 5ms }',
      '{ distribution: lognormal, p50: 5ms, p99: 9ms }',
      '{ distribution: lognormal, mean: 5ms, cv: 2 }',
      '{ distribution: erlang, shape: 3, mean: 5ms }',
      '{ distribution: empirical, percentiles: { p50: 5ms, p99.9: 9ms } }',
      '{ distribution: mixture, of: [{ weight: 9, distribution: constant, value: 5ms }, { weight: 1, distribution: mixture, of: [{ weight: 1, distribution: exponential, mean: 2s }] }] }',
    ];
    for (const latency of all) {
      const { services } = await load(`services: { a: { latency: ${latency} } }\nsteps: [{ service: a }]\n`);
      expect(services.a?.latency).toEqual(parse(latency));
    }
  });

  it('a field with nothing behind it is left out', async () => {
    expect(await withTwoSteps('faults:\nquestion:\nlook:\n  # - later\n')).toEqual(await load(TWO_STEPS));
  });

  it('anchors, aliases and merges may be used', async () => {
    const { services } = await load(
      'services:\n  a: &usual { latency: 5ms, queue: 3 }\n  b: { queue: 7, <<: *usual, concurrency: 2 }\n' +
        'steps: [{ service: a, emits: X }, { service: b, on: X }]\n',
    );
    expect(services.b).toMatchObject({ latency: constant('5ms'), queue: 7, concurrency: 2 });
  });
});

describe('objectives', () => {
  it('of a workflow file hold for its scenarios, which may say otherwise, each by itself', async () => {
    expect((await withTwoSteps('slo: { response: 1s }')).slo).toEqual({ response: '1s', completion: '30s' });
    expect((await withTwoSteps('slo: { completion: none }')).slo).toEqual({
      response: 'none',
      completion: 'none',
    });
    const folder = folderWith({
      'w.yaml': `${TWO_STEPS}slo: { response: 2s, completion: 1m }\n`,
      's.yaml': 'workflow: w.yaml\nslo: { completion: 5s }\n',
    });
    expect((await loadScenario(join(folder, 's.yaml'))).slo).toEqual({ response: '2s', completion: '5s' });
  });

  it.each(['0s', '-1s', '5', 'soon'])('of %s are refused', async (completion) => {
    await expect(withTwoSteps(`slo: { completion: ${completion} }`)).rejects.toThrow(/slo\.completion/);
  });
});
