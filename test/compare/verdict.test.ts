import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Judged } from '../../src/compare/ahead.js';
import { findVerdict } from '../../src/compare/verdict/find.js';
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

const CONTROL = { direct: DIRECT_CONTROL, event: EVENT_CONTROL };

const NO_FAILURES = { injected: 0, inherited: 0, overload: 0, timeout: 0, breaker: 0, declined: 0 };

describe('the verdict', () => {
  test('says what was tried and felt, what events did and cost, and who came out ahead', () => {
    expect(slowPayment.verdict).toEqual([
      'Payment was slow from 20 s to 40 s: direct calls failed 1,388 of 4,400 callers (31.5 %), and orders, itself healthy, failed 1,204 times because of payment.',
      'Events failed nobody, answered within 31.0 ms (p99) and did 99.0 % of the work, within 14.1 s of accepting it (p99); the price was 43 broken promises (direct calls: 211 ghosts and 640 orphans).',
      'Events came out ahead: 99.0 % of the requests were accepted and done, against 68.5 % with direct calls.',
    ]);
  });

  test('says so when direct calls win', () => {
    expect(quietAndSimple.verdict).toEqual([
      'Nothing was broken: direct calls failed nobody; 99 % had an answer within 210 ms.',
      'Events failed nobody, answered within 31.0 ms (p99) and did all of the work, within 120 ms of accepting it (p99); every promise was kept.',
      'Direct calls came out ahead: what was completed was done within 96.0 ms (p99), against 131 ms with events.',
    ]);
  });

  test('says so when there is no difference worth the machinery', () => {
    const [, , last] = judge({}, { direct: measured(), event: measured({ lag: times(80, 120) }) });
    expect(last).toBe(
      'No difference worth the machinery, and so direct calls came out ahead: when a caller was told yes the work was done already, against 120 ms later (p99) with events.',
    );
    const [, , level] = judge({}, { direct: measured(), event: measured() });
    expect(level).toBe(
      'No difference worth the machinery: accepted and done were 100 % with direct calls and events, at p99 within 208 ms with direct calls and events.',
    );
  });

  test('where as much is done, a yes in vain is a difference', () => {
    const [, , last] = judge(
      {},
      {
        direct: measured({ accepted: { completed: 4300 }, refused: { partial: 100 } }),
        event: measured({ accepted: { completed: 4300, partial: 100 }, lag: times(80, 120) }),
      },
    );
    expect(last).toBe(
      'Direct calls came out ahead: as much was accepted and done, but nobody had been told yes in vain, against 100 callers with events; when a caller was told yes the work was done already, against 120 ms later (p99) with events.',
    );
  });

  test('modes that have the same figure share it', () => {
    const behind = (lag: number): Measurements => measured({ lag: times(lag / 2, lag) });
    const modes = { direct: measured(), event: behind(120), 'event:idempotent': behind(120) };
    expect(judge({}, modes)[2]).toMatch(
      /, against 120 ms later \(p99\) with events and events \(idempotent\)\.$/,
    );
    const other = { ...modes, 'event:idempotent': behind(130) };
    expect(judge({}, other)[2]).toMatch(
      /, against 120 ms later \(p99\) with events and 130 ms later \(p99\) with events \(idempotent\)\.$/,
    );
  });

  test('says of a mode that was out before by which figure it was', () => {
    const [, , last] = judge(
      {},
      {
        direct: measured(),
        event: measured({ completion: times(90, 900) }),
        'event:no-outbox': measured({ accepted: { completed: 4200, lost: 200 } }),
      },
    );
    expect(last).toBe(
      'Direct calls came out ahead: what was completed was done within 208 ms (p99), against 900 ms with events; events (no-outbox) had fallen behind already, with 95.5 % accepted and done.',
    );
  });

  test('every promise was kept where the work came after the answer, and none was broken', () => {
    const second = (event: Measurements): string => judge({}, { direct: measured(), event })[1] ?? '';
    expect(second(measured({ lag: times(80, 120) }))).toContain('; every promise was kept.');
    expect(second(measured())).toContain('; every caller was told what became of the work.');
  });

  test('tells several modes apart in three sentences', () => {
    expect(fourModes.verdict).toHaveLength(3);
    expect(fourModes.verdict[1]).toBe(
      'Events failed nobody and did 99.0 % of the work, within 14.1 s of accepting it (p99), with 43 broken promises; a shared database failed nobody and did all of the work, within 15.7 s of accepting it (p99); direct calls (no-retry) failed 1,100 of 4,400 callers (25.0 %) and did 75.0 % of the work, with 100 orphans.',
    );
  });

  test('says which modes are level, and whom they are ahead of', () => {
    const bad = measured({ accepted: { completed: 3000 }, refused: { nothing: 1400 } });
    const [, , last] = judge({}, { direct: bad, event: measured(), 'shared-database': measured() });
    expect(last).toBe(
      'Events and a shared database came out level, ahead of direct calls: accepted and done were 100 % with events and a shared database, at p99 within 208 ms with events and a shared database.',
    );
  });

  test('names the other figures that can decide', () => {
    const honest = measured({ accepted: { completed: 4300 }, refused: { nothing: 100 } });
    const broken = measured({ accepted: { completed: 4300, lost: 100 }, lostEvents: 100 });
    const kept = judge({}, { direct: honest, event: broken });
    expect(kept[1]).toContain('the price was 100 broken promises and 100 lost events');
    expect(kept[2]).toBe(
      'Direct calls came out ahead: 0 % of the requests ended otherwise than their callers were told, against 2.27 % with events.',
    );
    const twice = judge(
      {},
      { direct: measured({ services: { payment: { doubleEffects: 110 } } }), event: measured() },
    );
    expect(twice[2]).toBe(
      'Events came out ahead: what was done twice came to 0 % of the requests, against 2.50 % with direct calls.',
    );
    const slowAnswer = judge(
      { faults: [SLOW] },
      { direct: measured({ response: times(97, 2000) }), event: measured({ response: times(9, 31) }) },
      CONTROL,
    );
    expect(slowAnswer[2]).toBe(
      'Events came out ahead: at p99 the answer took 31.0 ms (without the fault 31.0 ms), against 2.00 s (210 ms) with direct calls.',
    );
  });
});

describe('what callers felt', () => {
  const first = (
    direct: Measurements,
    faults: Fault[] = [SLOW],
    control: RunMeasurements = DIRECT_CONTROL,
  ): string =>
    judge({ faults }, { direct, event: measured() }, { direct: control, event: EVENT_CONTROL })[0] ?? '';

  test('nobody failed, but the answer took longer', () => {
    expect(first(measured({ response: times(97, 2100) }))).toBe(
      "Payment was slow from 20 s to 40 s: direct calls failed nobody; the answer's p99 rose from 210 ms to 2.10 s.",
    );
  });

  test('nobody noticed anything', () => {
    expect(first(measured())).toContain(
      'failed nobody; the answer took 210 ms at p99, much as without the fault.',
    );
  });

  test('failures that are there without the fault as well are not put down to it', () => {
    const declined = run({ accepted: { completed: 4340 }, refused: { nothing: 60 } });
    const same = measured({ accepted: { completed: 4339 }, refused: { nothing: 61 } });
    expect(first(same, [SLOW], declined)).toContain(
      'failed 61 of 4,400 callers (1.39 %), much as without the fault',
    );
    const more = measured({ accepted: { completed: 4000 }, refused: { nothing: 400 } });
    expect(first(more, [SLOW], declined)).toContain(
      'failed 400 of 4,400 callers (9.09 %), against 1.36 % without the fault',
    );
  });

  test('where the business has said no, and nothing failed, it was a decline', () => {
    const payment = { failures: { ...NO_FAILURES, declined: 60 } };
    const declined = measured({
      accepted: { completed: 4340 },
      refused: { partial: 60 },
      services: { payment },
    });
    expect(first(declined, [])).toContain('direct calls declined 60 of 4,400 callers (1.36 %)');
    const someFailed = measured({
      accepted: { completed: 4340 },
      refused: { partial: 60 },
      services: { payment },
      cascades: [{ origin: 'payment', victim: 'caller', count: 1 }],
    });
    expect(first(someFailed, [])).toContain('direct calls failed 60 of 4,400 callers');
  });

  test('the bystander named is the one with most failures beyond the control run', () => {
    const control = run({ cascades: [{ origin: 'shipping', victim: 'orders', count: 500 }] });
    const faulted = measured({
      cascades: [
        { origin: 'shipping', victim: 'orders', count: 510 },
        { origin: 'payment', victim: 'inventory', count: 30 },
        { origin: 'payment', victim: 'payment', count: 9000 },
        { origin: 'payment', victim: 'caller', count: 9000 },
      ],
    });
    expect(first(faulted, [SLOW], control)).toContain(
      'and inventory, itself healthy, failed 30 times because of payment.',
    );
    const both = measured({ cascades: [{ origin: 'shipping', victim: 'orders', count: 600 }] });
    expect(first(both, [SLOW], control)).toContain(
      'orders, itself healthy, failed 600 times because of shipping (500 without the fault).',
    );
  });

  test('who fails by its own load is not said to fail because of somebody', () => {
    const spike: Fault = { kind: 'spike', target: 'load', multiply: 5, at: '20s', for: '10s' };
    const faulted = measured({ cascades: [{ origin: 'payment', victim: 'payment', count: 12 }] });
    expect(first(faulted, [spike])).toBe(
      'Traffic was ×5 from 20 s to 30 s: direct calls failed nobody, and payment, itself healthy, failed 12 times under its own load.',
    );
  });

  test('nobody had an answer', () => {
    const silent = measured({ accepted: {}, refused: { inFlight: 10 }, timedOut: 10, response: NO_TIMES });
    expect(first(silent)).toContain('failed 10 of 10 callers (100 %), and nobody had an answer');
  });

  test('two faults are named, more are counted', () => {
    const outage: Fault = { kind: 'outage', target: 'bus', at: '50s', for: '5s' };
    expect(first(measured(), [SLOW, outage])).toContain(
      'Payment was slow from 20 s to 40 s and the broker was down from 50 s to 55 s: ',
    );
    expect(first(measured(), [SLOW, outage, { kind: 'hang', target: 'shipping', at: '30s' }])).toContain(
      '3 faults were injected from 20 s on: ',
    );
  });

  test('unless the same has happened to all of them', () => {
    const down = (target: string, at = '20s'): Fault => ({ kind: 'outage', target, at, for: '5s' });
    expect(first(measured(), [down('payment'), down('shipping'), down('bus')])).toContain(
      'Payment, shipping and the broker were down from 20 s to 25 s: ',
    );
    expect(first(measured(), [down('payment'), down('shipping'), down('bus', '21s')])).toContain(
      '3 faults were injected from 20 s to 26 s: ',
    );
  });
});

describe('where there is little to say', () => {
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
    const [first, , changed] = judge(
      { faults: [joining] },
      { direct: measured(), event: measured() },
      CONTROL,
    );
    expect(first).toMatch(/^Loyalty was a new subscriber from 20 s on: /);
    expect(changed).toBe(
      'To let loyalty join, shipping had to change with direct calls and nobody with events.',
    );
  });

  test('of one mode alone, it says what was felt', () => {
    expect(judge({}, { direct: measured() })).toEqual([
      'Nothing was broken: direct calls failed nobody; 99 % had an answer within 210 ms.',
    ]);
  });

  test('a run that was interrupted is not judged', () => {
    expect(interrupted.verdict.at(-1)).toBe('It is too early to compare: events did not begin.');
    const cut = measured({ end: { at: 28_400, reason: 'interrupted' } });
    expect(judge({}, { direct: measured(), event: cut }).at(-1)).toBe(
      'It is too early to say who came out ahead: events got no further than 28.4 s.',
    );
  });

  test('without a mode or a request there is nothing to say', () => {
    expect(judge({}, {})).toEqual(['No mode has run: there is nothing to say.']);
    expect(judge({}, { direct: measured({ accepted: {} }) })).toEqual([
      'No request was counted: there is nothing to say.',
    ]);
  });
});

test('every mode has a name that a sentence can use', () => {
  expect(['direct', 'event', 'shared-database', 'direct:no-retry', 'other'].map(modeInWords)).toEqual([
    'direct calls',
    'events',
    'a shared database',
    'direct calls (no-retry)',
    'other',
  ]);
});

describe('findings', () => {
  test('say in figures what the sentences say in words', () => {
    expect(findVerdict(slowPayment)).toMatchObject([
      {
        code: 'baseline',
        mode: 'direct',
        tried: { kind: 'each', faults: [SLOW] },
        failures: { count: 1388, offered: 4400, declined: false },
        felt: { kind: 'bystander', victim: 'orders', origin: 'payment', count: 1204, usual: 0 },
      },
      {
        code: 'other-mode',
        did: { mode: 'event', failures: { count: 0 }, price: [{ of: 'brokenPromises', count: 43 }] },
        answered: 31,
        baseline: {
          mode: 'direct',
          price: [
            { of: 'ghosts', count: 211 },
            { of: 'orphans', count: 640 },
          ],
        },
      },
      { code: 'ahead', by: 'good', winner: { mode: 'event' }, others: [{ mode: 'direct' }], fellBehind: [] },
    ]);
  });

  test('the price has every outcome that callers were told falsely, and what is still open', () => {
    const refused = { completed: 2, partial: 3, inFlight: 7 };
    const run = measured({
      accepted: { partial: 1 },
      refused,
      services: { payment: { doubleEffects: 4 } },
      lostEvents: 5,
    });
    expect(judge({}, { direct: measured(), event: run })[1]).toContain(
      'the price was 1 broken promise, 2 ghosts, 3 orphans, 4 double effects, 5 lost events and 7 still not done',
    );
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

test('whatever the figures are, it is one to three whole sentences', () => {
  fc.assert(
    fc.property(arbitraryComparison, (comparison) => {
      const sentences = verdict(comparison);
      expect(sentences.length).toBeGreaterThanOrEqual(1);
      expect(sentences.length).toBeLessThanOrEqual(3);
      for (const sentence of sentences) {
        expect(sentence).toMatch(/\.$/);
        expect(sentence).not.toMatch(/undefined|NaN|Infinity|null|\s\s|\(\)|: \./);
      }
    }),
    { numRuns: 200 },
  );
});
