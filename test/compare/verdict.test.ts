import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Judged } from '../../src/compare/better.js';
import { findVerdict } from '../../src/compare/verdict/find.js';
import { Spread } from '../../src/compare/spread.js';
import { inWords } from '../../src/compare/verdict/wording.js';
import { modeInWords } from '../../src/compare/words.js';
import type { Measurements, RunMeasurements } from '../../src/measure/measurements.js';
import type { Fault, Scenario } from '../../src/scenario/scenario.js';
import { arbitraryComparison } from '../render/arbitrary.js';
import {
  DIRECT_CONTROL,
  EVENT_CONTROL,
  fourModes,
  interrupted,
  measured,
  NO_TIMES,
  quietAndSimple,
  run,
  scenario,
  SLOW,
  slowPayment,
  times,
} from '../render/fixtures.js';

function verdict(judged: Judged): string[] {
  return findVerdict(judged).map(inWords);
}

function judge(
  part: Partial<Scenario>,
  modes: Record<string, Measurements>,
  control?: Record<string, RunMeasurements>,
): string[] {
  return verdict({
    scenario: scenario({ modes: Object.keys(modes), ...part }),
    modes,
    ...(control === undefined ? {} : { control }),
  });
}

/** Of events, with nothing changed by a fault. */
const EVENT = measured({ response: times(9.4, 31), completion: times(101, 214), lag: times(92, 201) });

const CONTROL = { direct: DIRECT_CONTROL, event: EVENT_CONTROL };

/** Without the first sentence, which says who did better. */
function rest(...parts: Parameters<typeof judge>): string[] {
  const [, ...others] = judge(...parts);
  return others;
}

/** What is said of direct calls beside a control run, by themselves. */
function said(
  direct: Measurements,
  { faults = [SLOW], control = DIRECT_CONTROL }: { faults?: Fault[]; control?: RunMeasurements } = {},
): string[] {
  return judge({ faults }, { direct }, { direct: control });
}

const twice = (doubleEffects: number) => ({ services: { payment: { doubleEffects } } });

describe('the verdict', () => {
  test('says who did better, and of each mode what the fault has changed and what it cost', () => {
    expect(slowPayment.verdict).toEqual([
      'Better here: events (goodput 99.0 % vs 68.5 %).',
      'Direct calls: 31.5 % of requests failed (1,388 of 4,400; none without the fault); orders, itself healthy, failed 1,204 times because of payment; completion p99 never (208 ms without the fault); recovered after 12 s.',
      'Cost with direct calls: 640 partial failures and 211 reported failed, but completed.',
      'Events: no failures; completion p99 14.2 s (214 ms without the fault); recovered after 21.5 s.',
      'Cost with events: 43 accepted, never completed and 43 dead-lettered.',
    ]);
  });

  test('says so when direct calls win, and of a run without faults the figures themselves', () => {
    expect(quietAndSimple.verdict).toEqual([
      'Better here: direct calls (goodput equal; completion p99 96.0 ms vs 131 ms).',
      'No fault was injected. Direct calls: no failures; response 210 ms (p99).',
      'Events: no failures; acknowledged in 31.0 ms (p99), completed in 131 ms (p99).',
    ]);
  });

  test('tells several modes apart, each by its own sentences', () => {
    expect(fourModes.verdict).toEqual([
      'Better here: the shared database (goodput 100 % vs 68.5 % direct calls, 99.0 % events, 75.0 % direct:no-retry).',
      ...slowPayment.verdict.slice(1),
      'The shared database: no failures; completion p99 15.8 s (214 ms without the fault); never recovered.',
      'direct:no-retry: 25.0 % of requests failed (1,100 of 4,400; none without the fault); completion p99 never (208 ms without the fault).',
      'Cost with direct:no-retry: 100 partial failures.',
    ]);
  });
});

describe('its first sentence says who did better', () => {
  const first = (...parts: Parameters<typeof judge>): string => judge(...parts)[0] ?? '';

  test('by integrity, with what was wrong in each mode', () => {
    const clean = measured({ accepted: { completed: 4300 }, refused: { nothing: 100 } });
    const broken = measured({ accepted: { completed: 4300, lost: 100 }, lostEvents: 100 });
    expect(first({}, { direct: clean, event: broken })).toBe(
      'Better here: direct calls (goodput equal; 100 accepted, never completed with events and none with direct calls).',
    );
    expect(first({}, { direct: measured(twice(110)), event: measured() })).toBe(
      'Better here: events (goodput equal; 110 processed twice with direct calls and none with events).',
    );
  });

  test('by how much the response time has grown beside the control run', () => {
    const modes = {
      direct: measured({ response: times(97, 2000) }),
      event: measured({ response: times(9, 31) }),
    };
    expect(first({ faults: [SLOW] }, modes, CONTROL)).toBe(
      'Better here: events (goodput equal; growth of response p99 x1 vs x9.5).',
    );
  });

  test('that nothing was gained by events, and what a success response means', () => {
    expect(first({}, { direct: measured(), event: measured({ lag: times(80, 120) }) })).toBe(
      'No measurable benefit from events here; simpler to run: direct calls: a success response means done (120 ms later at p99 with events).',
    );
    expect(first({}, { direct: measured(), event: measured() })).toBe(
      'No measurable benefit from events here; simpler to run: direct calls.',
    );
  });

  test('which modes are level where none of them takes less to run', () => {
    expect(first({}, { 'direct:cancel': measured(), 'direct:breaker': measured() })).toBe(
      'Tied: direct:cancel and direct:breaker (goodput 100 % vs 100 %).',
    );
  });

  test('by which figure a mode had dropped out before', () => {
    const modes = {
      direct: measured(),
      event: measured({ completion: times(90, 900) }),
      'event:no-outbox': measured({ accepted: { completed: 4200, lost: 200 } }),
    };
    expect(first({}, modes)).toBe(
      'Better here: direct calls (goodput equal; completion p99 208 ms vs 900 ms); behind: event:no-outbox (goodput 95.5 %).',
    );
    const bad = measured({ accepted: { completed: 3000 }, refused: { nothing: 1400 } });
    const tied = { 'direct:cancel': measured(), 'direct:breaker': measured(), event: bad };
    expect(first({}, tied)).toBe(
      'Tied: direct:cancel and direct:breaker (goodput 100 % vs 100 %); behind: events (goodput 68.2 %).',
    );
  });

  test('nothing of a winner where a run was interrupted', () => {
    const cut = measured({ end: { at: 28_400, reason: 'interrupted' } });
    expect(first({}, { direct: measured(), event: cut })).toBe('Interrupted at 28.4 s: no winner declared.');
    expect(interrupted.verdict).toEqual([
      'Direct calls: no failures; response 210 ms (p99).',
      'Cost with direct calls: 3 still in flight at end.',
      'Interrupted: events did not begin.',
    ]);
  });

  test('or that there is nothing to say', () => {
    expect(judge({}, {})).toEqual(['No mode has run.']);
    expect(judge({}, { direct: measured({ accepted: {} }) })).toEqual([
      'No request counted: all arrivals fell in the 5 s warm-up (use --warmup 0s).',
    ]);
    expect(judge({}, { direct: measured({ accepted: {}, completed: [] }) })).toEqual([
      'No request was counted.',
    ]);
  });

  test('what several runs did not tell apart, and that a mean is the value of none of them', () => {
    const good = (completed: number): Measurements =>
      measured({ accepted: { completed }, refused: { nothing: 4400 - completed } });
    const runs = Array.from({ length: 10 }, (_, index) => ({
      modes: { direct: good(index % 2 === 0 ? 1100 : 4400), event: good(2500) },
    }));
    const sentences = verdict({
      scenario: scenario({ modes: ['direct', 'event'] }),
      modes: { direct: good(2750), event: good(2500) },
      spread: new Spread(runs),
    });
    expect(sentences.slice(0, 2)).toEqual([
      'No significant difference over 10 runs; simpler to run: direct calls.',
      'Goodput with direct calls is 25.0 % in 5 runs and 100 % in 5: near a tipping point, so the mean is a value that no run had.',
    ]);
  });
});

describe('of each mode it says what the fault has changed', () => {
  test('nothing: it is unaffected', () => {
    expect(said(measured())).toEqual([
      'Direct calls: unaffected (no failures, response 210 ms (p99), as in control).',
    ]);
  });

  test('a longer response, from half as much again', () => {
    expect(said(measured({ response: times(97, 2100) }))).toEqual([
      'Direct calls: no failures; response p99 2.10 s (210 ms without the fault).',
    ]);
    expect(said(measured({ response: times(97, 300) }))[0]).toContain('unaffected');
  });

  test('a later completion, by more than a tenth, or one that never comes', () => {
    expect(said(measured({ completion: times(97, 240) }))).toEqual([
      'Direct calls: no failures; completion p99 240 ms (208 ms without the fault).',
    ]);
    expect(said(measured({ completion: times(97, 225) }))[0]).toContain('unaffected');
    expect(said(measured({ endToEnd: { p99: null } }))).toEqual([
      'Direct calls: no failures; completion p99 never (208 ms without the fault).',
    ]);
  });

  test('errors beyond those that are there without it', () => {
    const control = run({ accepted: { completed: 4340 }, refused: { nothing: 60 } });
    const same = measured({ accepted: { completed: 4339 }, refused: { nothing: 61 } });
    expect(said(same, { control })).toEqual([
      'Direct calls: unaffected (1.39 % failed, response 210 ms (p99), as in control).',
    ]);
    const more = measured({ accepted: { completed: 4000 }, refused: { nothing: 400 } });
    expect(said(more, { control })[0]).toBe(
      'Direct calls: 9.09 % of requests failed (400 of 4,400; 1.36 % without the fault).',
    );
  });

  test('declines are no failures, and no change', () => {
    const parts = { accepted: { completed: 4340 }, refused: { declined: 60 } };
    expect(said(measured(parts), { control: run(parts) })).toEqual([
      'Direct calls: unaffected (no failures, response 210 ms (p99), as in control).',
    ]);
    expect(said(measured(parts))).toEqual([
      'Direct calls: unaffected (no failures, response 210 ms (p99), as in control).',
    ]);
  });

  test('that nobody had a response', () => {
    const silent = measured({ accepted: {}, refused: { inFlight: 10 }, timedOut: 10, response: NO_TIMES });
    expect(said(silent)).toEqual([
      'Direct calls: 100 % of requests failed (10 of 10; none without the fault); completion p99 never (208 ms without the fault).',
      'Cost with direct calls: 10 still in flight at end.',
    ]);
  });

  test('the healthy service with most failures beyond the control run', () => {
    const control = run({ cascades: [{ origin: 'shipping', victim: 'orders', count: 500 }] });
    const faulted = measured({
      cascades: [
        { origin: 'shipping', victim: 'orders', count: 510 },
        { origin: 'payment', victim: 'inventory', count: 30 },
        { origin: 'payment', victim: 'payment', count: 9000 },
        { origin: 'payment', victim: 'caller', count: 9000 },
      ],
    });
    expect(said(faulted, { control })).toEqual([
      'Direct calls: no failures; inventory, itself healthy, failed 30 times because of payment.',
    ]);
    const both = measured({ cascades: [{ origin: 'shipping', victim: 'orders', count: 600 }] });
    expect(said(both, { control })).toEqual([
      'Direct calls: no failures; orders, itself healthy, failed 100 times because of shipping, which had no fault either.',
    ]);
    const less = measured({ cascades: [{ origin: 'shipping', victim: 'orders', count: 500 }] });
    expect(said(less, { control })[0]).toContain('unaffected');
  });

  test('who fails by its own load is not said to fail because of somebody', () => {
    const spike: Fault = { kind: 'spike', target: 'load', multiply: 5, at: '20s', for: '10s' };
    const faulted = measured({ cascades: [{ origin: 'payment', victim: 'payment', count: 12 }] });
    expect(said(faulted, { faults: [spike] })).toEqual([
      'Direct calls: no failures; payment failed 12 times under its own load.',
    ]);
  });

  test('when it had recovered, and whether it did', () => {
    const slow = { response: times(97, 2000) };
    const outage: Fault = { kind: 'outage', target: 'bus', at: '50s', for: '5s' };
    expect(said(measured({ ...slow, recoveryTime: 1200 }), { faults: [SLOW, outage] })).toEqual([
      'Direct calls: no failures; response p99 2.00 s (210 ms without the faults); recovered after 1.2 s.',
    ]);
    expect(said(measured({ ...slow, recoveryTime: null }))[0]).toMatch(/; never recovered\.$/);
    // There is no time to recover in after a fault that lasts.
    const lasting: Fault = { kind: 'latency', target: 'payment', at: '20s', add: '2s' };
    expect(said(measured({ ...slow, recoveryTime: null }), { faults: [lasting] })[0]).not.toMatch(/recover/);
  });

  test('of a run without a control run it says the figures, and nothing of control', () => {
    const late = measured({ response: times(9, 31), completion: times(200, 4900), lag: times(190, 4899) });
    expect(judge({ faults: [SLOW] }, { event: late })).toEqual([
      'Events: no failures; acknowledged in 31.0 ms (p99), completed in 4.90 s (p99).',
    ]);
    const failing = measured({
      accepted: { completed: 4000 },
      refused: { nothing: 400 },
      cascades: [
        { origin: 'payment', victim: 'caller', count: 400 },
        { origin: 'payment', victim: 'orders', count: 300 },
      ],
    });
    expect(judge({ faults: [SLOW] }, { direct: failing })).toEqual([
      'Direct calls: 9.09 % of requests failed because of payment (400 of 4,400); orders, itself healthy, failed 300 times because of payment; response 210 ms (p99).',
    ]);
  });
});

describe('it names the costs of a mode', () => {
  test('although the mode is alone', () => {
    expect(judge({}, { direct: measured(twice(44)) })).toEqual([
      'No fault was injected. Direct calls: no failures; response 210 ms (p99).',
      'Cost with direct calls: 44 processed twice.',
    ]);
  });

  test('and does not call it unaffected where there are any', () => {
    expect(said(measured(twice(129)), { control: run(twice(29)) })).toEqual([
      'Direct calls: no failures, response 210 ms (p99), as in control.',
      'Cost with direct calls: 129 processed twice.',
    ]);
  });

  test('apart from what the control run has as well', () => {
    expect(said(measured(twice(29)), { control: run(twice(29)) })).toEqual([
      'Direct calls: unaffected (no failures, response 210 ms (p99), as in control).',
      'Nothing lost, left half done or processed twice with direct calls beyond control (29 processed twice, as in control).',
    ]);
    const accepted = { completed: 4344, declined: 29 };
    expect(
      said(measured({ accepted: { ...accepted, lost: 27 } }), {
        control: run({ accepted: { ...accepted, completed: 4371 } }),
      })[1],
    ).toBe(
      'Cost with direct calls: 27 accepted, never completed (29 accepted, then declined, as in control).',
    );
  });

  test('all of them, whatever their kind, one or many', () => {
    const reorder: Fault = { kind: 'reorder', target: 'bus', rate: 0.1 };
    const all = (one: number): Measurements =>
      measured({
        accepted: { completed: 100, partial: one, declined: one },
        refused: { completed: one, partial: one, inFlight: one },
        late: one,
        services: { payment: { doubleEffects: one, outOfOrder: one, deadLettered: one } },
        lostEvents: one,
      });
    expect(judge({ faults: [reorder] }, { event: all(1) })[1]).toBe(
      'Cost with events: 1 partial failure; 1 reported failed, but completed; 1 accepted, then declined; 1 accepted, never completed; 1 processed twice; 1 out-of-order delivery; 1 dead-lettered; 1 event lost; 1 completed after the objective; 1 still in flight at end.',
    );
    expect(judge({ faults: [reorder] }, { event: all(2) })[1]).toBe(
      'Cost with events: 2 partial failures; 2 reported failed, but completed; 2 accepted, then declined; 2 accepted, never completed; 2 processed twice; 2 out-of-order deliveries; 2 dead-lettered; 2 events lost; 2 completed after the objective; 2 still in flight at end.',
    );
    // Without a fault that injects it, disorder is the design.
    expect(judge({}, { event: all(1) })[1]).not.toContain('out-of-order');
  });

  test('none that there are not: clean failures, and declines at once', () => {
    const refused = { nothing: 100, declined: 200 };
    expect(
      rest({}, { direct: measured({ accepted: { completed: 4100 }, refused }), event: measured() }),
    ).toEqual([
      'No fault was injected. Direct calls: 2.27 % of requests failed (100 of 4,400); response 210 ms (p99).',
      'Events: no failures; response 210 ms (p99).',
    ]);
  });
});

test('who had to change for a new subscriber is named, mode by mode', () => {
  const step = {
    name: 'loyalty',
    service: 'notification',
    on: ['OrderShipped'],
    idempotent: false,
    critical: false,
    calledBy: 'shipping',
  };
  const joining: Fault = { kind: 'subscriber', target: 'workflow', at: '20s', step };
  const slower = measured({ response: times(97, 400) });
  expect(rest({ faults: [joining] }, { direct: slower, event: EVENT }, CONTROL)).toEqual([
    'Direct calls: no failures; response p99 400 ms (210 ms before).',
    'Events: unaffected (no failures, response 31.0 ms (p99), as in control).',
    'Adding loyalty: direct calls needed a change in shipping, events needed none.',
  ]);
});

test('every mode has a name that a sentence can use, and a variant that of its column', () => {
  expect(['direct', 'event', 'shared-database', 'direct:no-retry', 'other'].map(modeInWords)).toEqual([
    'direct calls',
    'events',
    'the shared database',
    'direct:no-retry',
    'other',
  ]);
  const variants = { 'direct:cancel': measured(), event: measured() };
  expect(rest({}, variants)[0]).toMatch(/^No fault was injected\. direct:cancel: no failures/);
});

describe('findings', () => {
  test('say in figures what the sentences say in words', () => {
    expect(findVerdict(slowPayment)).toMatchObject([
      {
        code: 'better',
        mode: 'event',
        by: 'goodput',
        values: [
          { mode: 'event', value: 4357 / 4400 },
          { mode: 'direct', value: 3012 / 4400 },
        ],
        harm: [],
        earlier: [],
      },
      {
        code: 'mode',
        mode: 'direct',
        errors: { count: 1388, offered: 4400, control: 0, origin: 'payment' },
        cascade: { victim: 'orders', origin: 'payment', count: 1204 },
        completion: { value: null, control: 208 },
        recovery: 12_000,
        hasCosts: true,
      },
      {
        code: 'costs',
        mode: 'direct',
        costs: [
          { of: 'orphans', count: 640 },
          { of: 'ghosts', count: 211 },
        ],
        usual: [],
      },
      { code: 'mode', mode: 'event', errors: { count: 0 }, completion: { value: 14_200, control: 214 } },
      { code: 'costs', mode: 'event' },
    ]);
  });

  test('go through JSON unchanged, whatever the figures are', () => {
    fc.assert(
      fc.property(arbitraryComparison, (comparison) => {
        const findings = findVerdict(comparison);
        expect(JSON.parse(JSON.stringify(findings))).toStrictEqual(findings);
      }),
      { numRuns: 200 },
    );
  });
});

describe('whatever the figures are', () => {
  test('it is of whole sentences', () => {
    fc.assert(
      fc.property(arbitraryComparison, (comparison) => {
        const sentences = verdict(comparison);
        expect(sentences.length).toBeGreaterThanOrEqual(1);
        for (const sentence of sentences) {
          expect(sentence).toMatch(/^(\p{Lu}|[a-z-]+:[a-z-]+: ).*\.$/u);
          expect(sentence).not.toMatch(/undefined|NaN|Infinity|null|\s\s|\(\)|: \.|: ;|, and\b.*: none, as/);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('the first sentence names the mode of the JSON, where there is one', () => {
    fc.assert(
      fc.property(arbitraryComparison, (comparison) => {
        const { better } = comparison;
        const [first = ''] = verdict(comparison);
        if (better.mode === 'none') {
          expect(first).not.toMatch(/better /i);
          return;
        }
        const name = modeInWords(better.mode);
        expect(first).toContain(
          better.by === 'simplicity' ? `; simpler to run: ${name}` : `Better here: ${name} (`,
        );
      }),
      { numRuns: 200 },
    );
  });

  test('a mode that is called unaffected has neither costs beyond control nor more errors', () => {
    fc.assert(
      fc.property(arbitraryComparison, (comparison) => {
        const findings = findVerdict(comparison);
        const unaffected = findings.filter((one) => inWords(one).includes(': unaffected'));
        for (const one of unaffected) {
          if (one.code !== 'mode') throw new Error(`${one.code} is said to be unaffected`);
          const costs = findings.find((other) => other.code === 'costs' && other.mode === one.mode);
          expect(costs?.code === 'costs' ? costs.costs : []).toEqual([]);
          expect(one.errors.share - (one.errors.control ?? 0)).toBeLessThanOrEqual(0.005);
          expect(comparison.control?.[one.mode]).toBeDefined();
        }
      }),
      { numRuns: 400 },
    );
  });

  test('nothing is said of control where there is no control run', () => {
    fc.assert(
      fc.property(arbitraryComparison, (comparison) => {
        const { scenario, modes } = comparison;
        for (const sentence of verdict({ scenario, modes }))
          expect(sentence).not.toMatch(/control|without the fault/);
      }),
      { numRuns: 200 },
    );
  });
});
