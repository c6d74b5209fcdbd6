import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHints } from '../../src/hints/find-hints.js';
import { HINT_KINDS } from '../../src/hints/registry.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { scenarios } from '../properties/random/scenarios.js';
import { pinned } from '../support/random.js';
import { after, constant, exponential, type Fields, retry, scenario } from '../support/scenario.js';

/** Two services with room enough, timeouts that nest, and a load that is long enough. */
function clean(changes: Partial<Fields> = {}, modes = ['direct', 'event']): Scenario {
  const fields: Fields = {
    services: { a: '5ms', b: '20ms' },
    steps: ['a', 'b'],
    caller: { timeout: '3s' },
    calls: { timeout: '900ms', retry: retry(3) },
    ...changes,
    load: { rate: '100/s', arrivals: 'constant', duration: '20s', warmup: '2s', ...changes.load },
  };
  return { ...scenario(fields), modes };
}

function codesOf(of: Scenario): string[] {
  return [...new Set(findHints(of).map(({ code }) => code))];
}

function messagesOf(of: Scenario, code: string): string[] {
  return findHints(of)
    .filter((hint) => hint.code === code)
    .map(({ path, message }) => `${path}: ${message}`);
}

it('a clean scenario has no hint, in any mode', () => {
  expect(findHints(clean({}, ['direct', 'direct:no-retry', 'event', 'shared-database']))).toEqual([]);
});

interface Pair {
  /** Has it; and just beyond its boundary, has not. */
  has: Scenario;
  hasNot: Scenario;
}

const LOSES_ACKS: NonNullable<Fields['faults']> = [{ kind: 'ack-loss', target: 'bus', rate: 0.05 }];
const BRINGS_TWICE: NonNullable<Fields['faults']> = [{ kind: 'duplicates', target: 'bus', rate: 0.1 }];
const FAILS: NonNullable<Fields['faults']> = [{ kind: 'errors', target: 'b', rate: 0.3, at: '5s' }];
const chain = (...names: string[]): Fields['steps'] =>
  names.map((name, index) => after(name, names.slice(Math.max(0, index - 1), index)));
const idempotentChain: Fields['steps'] = [after('a', []), after('b', ['a'], { idempotent: true })];

const PAIRS: Record<string, Record<string, Pair>> = {
  overloaded: {
    'by its own work': {
      has: clean({ services: { a: '1ms', b: { latency: constant('20ms'), concurrency: 2 } } }),
      hasNot: clean({
        services: { a: '1ms', b: { latency: constant('17.9ms'), concurrency: 2 } },
      }),
    },
    'in direct mode alone, by what it waits for': {
      has: clean({ services: { a: { latency: constant('5ms'), concurrency: 2 }, b: '15ms' } }),
      hasNot: clean({ services: { a: { latency: constant('5ms'), concurrency: 2 }, b: '12ms' } }),
    },
    'in direct mode, as its calls come one after another': {
      has: clean({
        services: { a: { latency: constant('2ms'), concurrency: 2 }, b: '10ms', c: '10ms' },
        steps: [after('a', []), after('b', ['a']), after('c', ['a'])],
        calls: { timeout: '900ms', retry: 'none', fanOut: 'sequential' },
      }),
      hasNot: clean({
        services: { a: { latency: constant('2ms'), concurrency: 2 }, b: '10ms', c: '10ms' },
        steps: [after('a', []), after('b', ['a']), after('c', ['a'])],
        calls: { timeout: '900ms', retry: 'none', fanOut: 'parallel' },
      }),
    },
    'by two of its steps together': {
      has: clean(
        {
          services: { a: '1ms', b: { latency: constant('10ms'), concurrency: 2 } },
          steps: [after('a', []), after('b', ['a']), after('again', ['b'], { service: 'b' })],
          calls: { timeout: '900ms', retry: 'none' },
          caller: { timeout: '3s' },
        },
        ['event'],
      ),
      hasNot: clean(
        {
          services: { a: '1ms', b: { latency: constant('10ms'), concurrency: 2 } },
          steps: [after('a', []), after('b', ['a'])],
        },
        ['event'],
      ),
    },
    'of a database that is asked by all': {
      has: clean({ database: { latency: constant('10ms'), concurrency: 2, pollInterval: '100ms' } }, [
        'shared-database',
      ]),
      hasNot: clean({ database: { latency: constant('8ms'), concurrency: 2, pollInterval: '100ms' } }, [
        'shared-database',
      ]),
    },
  },
  'near-capacity': {
    'from 0.9 on': {
      has: clean({ services: { a: '1ms', b: { latency: constant('18ms'), concurrency: 2 } } }),
      hasNot: clean({ services: { a: '1ms', b: { latency: constant('17.9ms'), concurrency: 2 } } }),
    },
    'below 1': {
      has: clean({ services: { a: '1ms', b: { latency: constant('19.9ms'), concurrency: 2 } } }),
      hasNot: clean({ services: { a: '1ms', b: { latency: constant('20ms'), concurrency: 2 } } }),
    },
  },
  'timeout-below-p99': {
    'of the work of who is called': {
      // The p99 of an exponential time is 4.605 times its mean.
      has: clean({
        services: { a: '5ms', b: { latency: exponential('20ms') } },
        calls: { timeout: '92ms', retry: 'none' },
      }),
      hasNot: clean({
        services: { a: '5ms', b: { latency: exponential('20ms') } },
        calls: { timeout: '92.3ms', retry: 'none' },
      }),
    },
    'of that and what it waits for': {
      // Of the sum of two exponential times of 20 ms: 132.8 ms.
      has: clean({
        services: { a: '1ms', b: { latency: exponential('20ms') }, c: { latency: exponential('20ms') } },
        steps: [
          after('a', []),
          after('b', ['a'], { calls: { timeout: '130ms' } }),
          after('c', ['b'], { calls: { timeout: '110ms' } }),
        ],
        calls: { timeout: '900ms', retry: 'none' },
      }),
      hasNot: clean({
        services: { a: '1ms', b: { latency: exponential('20ms') }, c: { latency: exponential('20ms') } },
        steps: [
          after('a', []),
          after('b', ['a'], { calls: { timeout: '137ms' } }),
          after('c', ['b'], { calls: { timeout: '110ms' } }),
        ],
        calls: { timeout: '900ms', retry: 'none' },
      }),
    },
    'over the network': {
      has: clean({ calls: { timeout: '29ms', retry: 'none', networkLatency: constant('10ms') } }),
      hasNot: clean({ calls: { timeout: '30ms', retry: 'none', networkLatency: constant('10ms') } }),
    },
    'of the outer caller, in event mode too': {
      has: clean({ caller: { timeout: '4ms' } }, ['event']),
      hasNot: clean({ caller: { timeout: '5ms' } }, ['event']),
    },
  },
  'retries-outlast-caller': {
    'with the waits between them': {
      // 3 x 900 ms, 50 ms and 100 ms.
      has: clean({ caller: { timeout: '2849ms' } }),
      hasNot: clean({ caller: { timeout: '2850ms' } }),
    },
    'with jitter, at their shortest': {
      has: clean({
        caller: { timeout: '2699ms' },
        calls: { timeout: '900ms', retry: retry(3, { jitter: 'full' }) },
      }),
      hasNot: clean({
        caller: { timeout: '2700ms' },
        calls: { timeout: '900ms', retry: retry(3, { jitter: 'full' }) },
      }),
    },
    'of the deadline, where that is earlier': {
      has: clean({ caller: { timeout: '3s', deadline: '2s' } }),
      hasNot: clean({ caller: { timeout: '3s', deadline: '2850ms' } }),
    },
    'only where there are any': {
      has: clean({ caller: { timeout: '2s' } }),
      hasNot: clean({ caller: { timeout: '2s' } }, ['direct:no-retry', 'event']),
    },
  },
  'ack-wait-below-work': {
    'of a step that is brought messages': {
      has: clean({ services: { a: '5ms', b: { latency: exponential('20ms') } }, bus: { ackWait: '92ms' } }),
      hasNot: clean({
        services: { a: '5ms', b: { latency: exponential('20ms') } },
        bus: { ackWait: '92.3ms' },
      }),
    },
    'not of the first, which is called': {
      has: clean({ bus: { ackWait: '19ms' } }, ['event']),
      hasNot: clean({ services: { a: '30ms', b: '5ms' }, bus: { ackWait: '19ms' } }, ['event']),
    },
    'not of direct calls': {
      has: clean({ bus: { ackWait: '19ms' } }, ['direct', 'event']),
      hasNot: clean({ bus: { ackWait: '19ms' } }, ['direct']),
    },
  },
  'redelivery-outlasts-drain': {
    'of attempts that fail': {
      // 200 ms, 400 ms, 800 ms and 1.6 s.
      has: clean({ faults: FAILS, load: { drain: '2.9s' } }),
      hasNot: clean({ faults: FAILS, load: { drain: '3s' } }),
    },
    'of acknowledgements that are lost': {
      has: clean({ steps: idempotentChain, faults: LOSES_ACKS, load: { drain: '119s' } }),
      hasNot: clean({ steps: idempotentChain, faults: LOSES_ACKS, load: { drain: '120s' } }),
    },
    'only as long as the fault lasts': {
      has: clean({ faults: FAILS, load: { drain: '1s' } }),
      hasNot: clean({ faults: [{ ...FAILS[0]!, for: '10s' }], load: { drain: '1s' } }),
    },
    'not without a fault that makes any necessary': {
      has: clean({ faults: FAILS, load: { drain: '0s' } }),
      hasNot: clean({ load: { drain: '0s' } }),
    },
  },
  'redelivered-not-idempotent': {
    'where messages come twice': {
      has: clean({ faults: BRINGS_TWICE }),
      hasNot: clean({ faults: BRINGS_TWICE, steps: idempotentChain }),
    },
    'not where a second copy is joined with others': {
      has: clean({
        services: { a: '5ms', b: '5ms', c: '5ms', d: '5ms' },
        steps: [
          after('a', []),
          after('b', ['a']),
          after('c', ['a'], { idempotent: true }),
          after('d', ['b', 'c']),
        ],
        faults: BRINGS_TWICE,
      }),
      hasNot: clean({
        services: { a: '5ms', b: '5ms', c: '5ms', d: '5ms' },
        steps: [
          after('a', []),
          after('b', ['a'], { idempotent: true }),
          after('c', ['a'], { idempotent: true }),
          after('d', ['b', 'c']),
        ],
        faults: BRINGS_TWICE,
      }),
    },
    'where acknowledgements are lost': {
      has: clean({ faults: LOSES_ACKS }),
      hasNot: clean({ faults: LOSES_ACKS }, ['direct', 'event:idempotent']),
    },
    'where a link loses them': {
      has: clean({ faults: [{ kind: 'network', target: 'b', loss: 0.02, way: 'out' }] }),
      hasNot: clean({ faults: [{ kind: 'network', target: 'b', loss: 0.02, way: 'in' }] }),
    },
    'where the work stands still for longer than the bus waits': {
      has: clean({ faults: [{ kind: 'hang', target: 'b', at: '5s', for: '31s' }] }),
      hasNot: clean({ faults: [{ kind: 'hang', target: 'b', at: '5s', for: '30s' }] }),
    },
    'where the process stands still for longer than the bus waits': {
      has: clean({ faults: [{ kind: 'freeze', target: 'b', at: '5s', for: '31s' }] }),
      hasNot: clean({ faults: [{ kind: 'freeze', target: 'b', at: '5s', for: '30s' }] }),
    },
    'where the bus crashes, however soon it is back': {
      has: clean({ faults: [{ kind: 'crash', target: 'bus', at: '5s', for: '1ms' }] }),
      hasNot: clean({ faults: [{ kind: 'crash', target: 'b', at: '5s', for: '1ms' }] }),
    },
    'where the work takes longer than the bus waits': {
      has: clean({ faults: [{ kind: 'latency', target: 'b', add: '30s' }] }),
      hasNot: clean({ faults: [{ kind: 'latency', target: 'b', add: '29.9s' }] }),
    },
    'where the bus is down for longer than it waits': {
      has: clean({ faults: [{ kind: 'outage', target: 'bus', at: '5s', for: '31s' }] }),
      hasNot: clean({ faults: [{ kind: 'outage', target: 'bus', at: '5s', for: '29s' }] }),
    },
  },
  'run-too-short': {
    'with too few requests': {
      has: clean({ load: { rate: '55/s' } }),
      hasNot: clean({ load: { rate: '56/s' } }),
    },
    'with too short a warm-up': {
      // 5 ms and 20 ms.
      has: clean({ load: { warmup: '249ms' } }, ['direct']),
      hasNot: clean({ load: { warmup: '250ms' } }, ['direct']),
    },
    'with too short a warm-up for a table that is looked into now and then': {
      // 5 ms, 20 ms, two commits of 2 ms, half of 100 ms.
      has: clean({ load: { warmup: '790ms' } }, ['direct', 'shared-database']),
      hasNot: clean({ load: { warmup: '820ms' } }, ['direct', 'shared-database']),
    },
  },
  'timeouts-do-not-nest': {
    'as long as the outer one': {
      has: clean({ caller: { timeout: '900ms' }, calls: { timeout: '900ms', retry: 'none' } }),
      hasNot: clean({ caller: { timeout: '901ms' }, calls: { timeout: '900ms', retry: 'none' } }),
    },
    'further in': {
      has: clean({
        services: { a: '5ms', b: '5ms', c: '5ms' },
        steps: chain('a', 'b', 'c'),
        calls: { timeout: '900ms', retry: 'none' },
      }),
      hasNot: clean({
        services: { a: '5ms', b: '5ms', c: '5ms' },
        steps: [...chain('a', 'b'), after('c', ['b'], { calls: { timeout: '800ms' } })],
        calls: { timeout: '900ms', retry: 'none' },
      }),
    },
    'without one of its own': {
      has: clean({ calls: { timeout: 'none', retry: 'none' } }),
      hasNot: clean({ caller: { timeout: 'none' }, calls: { timeout: 'none', retry: 'none' } }),
    },
  },
};

describe.each(HINT_KINDS.map(({ code }) => code))('%s', (code) => {
  const pairs = Object.entries(PAIRS[code] ?? {});

  it('is tried at its boundaries', () => {
    expect(pairs.length).toBeGreaterThan(0);
  });

  it.each(pairs)('is given %s, and not just beyond', (_, { has, hasNot }) => {
    expect(codesOf(has)).toContain(code);
    expect(codesOf(hasNot)).not.toContain(code);
  });
});

describe('a hint says which figures it comes from, and what to change', () => {
  it('of a service that is asked for three times what it can do', () => {
    const of = clean({ services: { a: '1ms', b: { latency: constant('60ms'), concurrency: 2 } } });
    expect(messagesOf(of, 'overloaded')).toEqual([
      'services.b.concurrency: b: overloaded in direct and event mode: 100/s x 60.0 ms of work = 6.00 busy workers of 2 (rho 3.00); raise its concurrency or lower load.rate (100/s)',
    ]);
  });

  it('of a worker that is held for others', () => {
    const of = clean({ services: { a: { latency: constant('5ms'), concurrency: 2 }, b: '15ms' } });
    expect(messagesOf(of, 'overloaded')).toEqual([
      'services.a.concurrency: a: overloaded in direct mode: 100/s x 20.0 ms (5.00 ms of work, 15.0 ms blocked on others) = 2.00 busy workers of 2 (rho 1.00); raise its concurrency or lower load.rate (100/s)',
    ]);
  });

  it('of a timeout, and where it is written', () => {
    const of = clean({
      services: { a: '5ms', b: { latency: exponential('20ms') } },
      steps: [after('a', []), after('b', ['a'], { calls: { timeout: '60ms' } })],
    });
    const [message = ''] = messagesOf(of, 'timeout-below-p99');
    // exp(-3) of all calls.
    expect(message).toMatch(
      /^steps\[1\]\.calls\.timeout: b: the timeout of 60 ms \(steps\[1\]\.calls\.timeout\) is below the p99 of a call, 92\.\d ms in direct mode: 5 % of the calls time out/,
    );
  });
});

describe('what no hint is given of', () => {
  it('a spike, and whatever a fault does to capacity or work', () => {
    const services = { a: '1ms', b: { latency: constant('15ms'), concurrency: 2 } };
    const of = clean({
      services,
      faults: [
        { kind: 'spike', target: 'load', multiply: 10, at: '5s', for: '2s' },
        { kind: 'slots', target: 'b', concurrency: 1, at: '5s', for: '2s' },
        { kind: 'latency', target: 'b', add: '2s', at: '5s', for: '2s' },
      ],
    });
    expect(findHints(of)).toEqual([]);
  });

  it('workers without a bound, and a closed loop, which asks no faster than it is answered', () => {
    const slow = (concurrency: 1 | 'unbounded') =>
      clean({ services: { a: '1ms', b: { latency: constant('800ms'), concurrency } } }, ['event']);
    const unbounded = slow('unbounded');
    expect(codesOf(unbounded)).not.toContain('overloaded');
    const closed = slow(1);
    expect(codesOf(closed)).toContain('overloaded');
    const load: Scenario['load'] = {
      clients: 100,
      thinkTime: constant('0ms'),
      duration: '20s',
      warmup: '9s',
      drain: '10m',
    };
    expect(codesOf({ ...closed, load })).not.toContain('overloaded');
  });

  it('requests that do not come, as the business has declined them before', () => {
    const of = (declineRate: number): Scenario =>
      clean({
        services: {
          a: { latency: constant('1ms'), declineRate },
          b: { latency: constant('30ms'), concurrency: 3 },
        },
      });
    expect(codesOf(of(0))).toEqual(['overloaded']);
    expect(codesOf(of(0.2))).toEqual([]);
  });
});

it('hints of any scenario are found without a mistake, the same whatever its seed, and each has a known code', () => {
  const codes = HINT_KINDS.map(({ code }) => code);
  fc.assert(
    fc.property(
      scenarios(),
      fc.subarray(['direct', 'direct:breaker', 'event', 'shared-database'], { minLength: 1 }),
      (one, modes) => {
        const of = { ...one, modes };
        const hints = findHints(of);
        for (const { code, path, message } of hints) {
          expect(codes).toContain(code);
          expect(path).toMatch(/^[a-z]\w*(\.|\[)/);
          expect(message).not.toMatch(/NaN|undefined|Infinity/);
        }
        expect(findHints({ ...of, seed: one.seed + 1 })).toEqual(hints);
      },
    ),
    pinned(200),
  );
});
