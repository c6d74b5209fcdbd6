import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { evaluateGate } from '../../src/compare/evaluate-gate.js';
import { parseGate } from '../../src/compare/parse-gate.js';
import { GateProblem } from '../../src/compare/tokens.js';
import { measured, NO_TIMES, times } from './measured.js';

type Runs = Pick<Comparison, 'modes' | 'control'>;

const RUNS: Runs = {
  modes: {
    direct: measured(),
    event: measured({ completionTime: times(2400), responseTime: times(20) }),
    'direct:no-retry': measured({ peakBacklog: 5 }),
  },
  control: { direct: measured({ completionTime: times(300) }) },
};

const NOTHING: Runs = {
  modes: {
    direct: measured({ completionTime: NO_TIMES, recoveryTime: null }),
    event: measured({ recoveryTime: null }),
  },
};

function evaluate(text: string, runs: Runs = RUNS) {
  return evaluateGate(parseGate(text), runs);
}

function holds(text: string, runs: Runs = RUNS): boolean {
  return evaluate(text, runs).held;
}

function problem(text: string): GateProblem {
  try {
    parseGate(text);
  } catch (error) {
    if (error instanceof GateProblem) return error;
    throw error;
  }
  throw new Error(`${text} can be read`);
}

describe('a gate compares figures', () => {
  it.each([
    ['direct.completed >= 74%', true],
    ['direct.completed >= 74.1%', false],
    ['direct.completed > 0.73', true],
    ['direct.completed < 74 %', false],
    ['direct.completed <= 0.74', true],
    ['direct.completed == 74%', true],
    ['direct.completed != 74%', false],
    ['74% <= direct.completed', true],
    ['  direct.completed>=74%\t', true],
    ['direct.completionTime.p99 > 1s', true],
    ['direct.completionTime.p99 == 1.2s', true],
    ['direct.completionTime.p99 == 1200000us', true],
    ['direct.completionTime.p99 == 0.02m', true],
    ['direct.completionTime.p99 < 1h', true],
    ['direct.completionTime.p99 > 0', true],
    ['direct.throughput.completed == 14.8/s', true],
    ['direct.throughput.completed == 888/m', true],
    ['event.completionTime.p99 <= 2 * direct.completionTime.p99', true],
    ['event.completionTime.p99 < 2 * direct.completionTime.p99', false],
    ['event.completionTime.p99 - direct.completionTime.p99 == 1200ms', true],
    ['event.responseTime.p99 / direct.responseTime.p99 == 2%', true],
    ['-direct.recoveryTime < 0', true],
    ['direct.recoveryTime == --2.5s', true],
    ['2 + 3 * 4 == 14', true],
    ['(2 + 3) * 4 == 20', true],
    ['12 / 3 / 2 == 2', true],
    ['10 - 3 - 2 == 5', true],
    ['1e3 == 1000', true],
    ['.5 == 50%', true],
  ])('%s is %s', (text, held) => {
    expect(evaluate(text)).toMatchObject({ text, held });
  });

  it('asked is the right side, in the units of the JSON', () => {
    expect(evaluate('direct.completionTime.p99 > 1s').asked).toBe(1000);
    expect(evaluate('direct.completed >= 99%').asked).toBe(0.99);
    expect(evaluate('event.completionTime.p99 <= 2 * direct.completionTime.p99').asked).toBe(2400);
    expect(evaluate('direct.recoveryTime == never').asked).toBeNull();
  });

  it('measured is the left side, in the units of the JSON', () => {
    expect(evaluate('direct.completionTime.p99 > 1s').measured).toBe(1200);
    expect(evaluate('direct.completed >= 99%').measured).toBe(0.74);
    expect(evaluate('event.completionTime.p99 / direct.completionTime.p99 <= 2').measured).toBe(2);
    expect(evaluate('1s < direct.completionTime.p99').measured).toBe(1000);
  });

  it('a percentage is exact however it is written', () => {
    for (let tenths = 0; tenths <= 1000; tenths += 1) {
      const requests = { ...measured().requests, offered: 1000, completed: tenths };
      const runs = { modes: { direct: measured({ requests }) } };
      expect(holds(`direct.completed == ${tenths / 10}%`, runs)).toBe(true);
    }
  });

  it('a time times a rate is a number of requests, and a number by a rate a time', () => {
    expect(holds('direct.throughput.offered * 10s == direct.requests.offered')).toBe(true);
    expect(holds('direct.requests.offered / 10s == direct.throughput.offered')).toBe(true);
    expect(holds('direct.requests.offered / direct.throughput.offered == 10s')).toBe(true);
  });
});

describe('short names are shares of what was offered', () => {
  it.each([
    ['accepted', 150],
    ['failed', 30],
    ['timedOut', 20],
    ['refused', 50],
    ['completed', 148],
    ['partial', 16],
    ['nothing', 25],
    ['deadLettered', 2],
    ['lost', 5],
    ['inFlight', 4],
    ['brokenPromises', 10],
    ['ghosts', 8],
    ['orphans', 13],
    ['honestFailures', 25],
    ['late', 10],
    ['declined', 0],
    ['declinedAtOnce', 0],
    ['declinedLater', 0],
  ])('%s is %i of 200', (name, count) => {
    expect(evaluate(`direct.${name} >= 0`).measured).toBe(count / 200);
  });

  it('without a request there is no share', () => {
    const requests = { ...measured().requests, offered: 0 };
    expect(evaluate('direct.lost == 0', { modes: { direct: measured({ requests }) } })).toMatchObject({
      measured: null,
      held: false,
      note: 'no request was offered',
    });
  });
});

describe('longer names are paths of the JSON', () => {
  it.each([
    ['direct.services.payment.failures.timeout', 17],
    ['direct.services.card-payment.attempts', 60],
    ['direct.services["card-payment"].attempts', 60],
    ['direct.services["v1.5 (beta)"].attempts', 3],
    ['direct.services.payment.waitTime.waited', 0.25],
    ['direct.requests.outcomes.refused.completed', 8],
    ['direct.throughput.phases.during.completed', 2.5],
    ['direct.throughput.phases.1.completed', 2.5],
    ['direct.throughput.phases[1].completed', 2.5],
    ['direct.cascades.0.count', 50],
    ['direct.series.p99.0', 120],
    ['direct.completionLag.count', 0],
    ['direct.end.at', 10_500],
    ['direct:no-retry.peakBacklog', 5],
    ['control.direct.completionTime.p99', 300],
  ])('%s is %d', (path, value) => {
    expect(evaluate(`${path} >= 0`)).toMatchObject({ measured: value, held: true });
  });
});

describe('a gate on what was never measured fails, and says why', () => {
  it.each([
    ['shared-database.completed >= 0', 'shared-database did not run'],
    ['control.event.completed >= 0', 'the control run of event did not run'],
    ['direct.services.paymnet.attempts >= 0', 'there was no services.paymnet'],
    ['direct.completionLag.p99 < 1s', 'completionLag has nothing to measure'],
    ['direct.series.p99.1 < 1s', 'series.p99.1 has nothing to measure'],
    ['direct.series.p99.2 < 1s', 'there was no series.p99.2'],
    ['direct.services.__proto__.attempts == 0', 'there was no services.__proto__'],
    ['direct.services.constructor.attempts == 0', 'there was no services.constructor'],
    ['direct.completed / direct.services.payment.doubleEffects > 0', 'it divides by zero'],
    ['shared-database.completed != direct.completed', 'shared-database did not run'],
  ])('%s: %s', (text, note) => {
    expect(evaluate(text)).toMatchObject({ text, measured: null, held: false, note });
  });

  it('on the right side as well, where the left side is still told', () => {
    expect(evaluate('direct.completed <= shared-database.completed')).toMatchObject({
      measured: 0.74,
      held: false,
      note: 'shared-database did not run',
    });
  });

  it('in a scenario without faults there is no control run', () => {
    expect(evaluate('control.direct.completed > 0', NOTHING).note).toBe(
      'there is no control run: the scenario has no faults',
    );
  });
});

describe('a recovery that never came', () => {
  it.each([
    ['direct.recoveryTime <= 10s', false],
    ['direct.recoveryTime < 10s', false],
    ['direct.recoveryTime > 10s', true],
    ['direct.recoveryTime >= 10s', true],
    ['direct.recoveryTime == never', true],
    ['direct.recoveryTime != never', false],
    ['direct.recoveryTime <= event.recoveryTime', false],
    ['event.recoveryTime >= direct.recoveryTime', false],
    ['direct.recoveryTime == event.recoveryTime', true],
    ['direct.recoveryTime < 2 * event.recoveryTime', false],
  ])('%s is %s', (text, held) => {
    expect(evaluate(text, NOTHING)).toMatchObject({ text, measured: null, held, note: 'never' });
  });

  it('is later than one that came', () => {
    const runs = { modes: { direct: measured({ recoveryTime: null }), event: measured() } };
    expect(holds('event.recoveryTime < direct.recoveryTime', runs)).toBe(true);
    expect(holds('event.recoveryTime != never', runs)).toBe(true);
  });

  it('cannot be reckoned with where nothing comes of it', () => {
    expect(evaluate('direct.recoveryTime - event.recoveryTime <= 1s', NOTHING)).toMatchObject({
      held: false,
      note: 'there is no reckoning with never',
    });
  });
});

it.each(['recoveryTime == never', 'blastRadius == 0', 'collateral == 0'])(
  'a gate on %s fails without the control run that it takes',
  (text) => {
    const event = measured({ recoveryTime: null, blastRadius: null, collateral: null });
    expect(evaluate(`event.${text}`, { modes: { event } })).toMatchObject({
      held: false,
      measured: null,
      note: 'the control run of event did not run',
    });
  },
);

describe('a gate that makes no sense is found out before the run', () => {
  it.each([
    ['', 0, 'a figure or a number has to stand here, not nothing'],
    ['direct.completed', 16, 'a gate compares two sides, as in event.completed >= 99%'],
    ['direct.completed >=', 19, 'a figure or a number has to stand here, not nothing'],
    ['direct.completed >= 99% 3', 24, 'unexpected `3`'],
    ['direct.completed => 99%', 17, 'unexpected `=>`; did you mean `>=`?'],
    ['direct.completed = 99%', 17, 'unexpected `=`; did you mean `==`?'],
    ['direct.completed ≥ 99%', 17, 'unexpected `≥`; write `>=`'],
    ['0 < direct.lost < 1', 16, 'a gate is one comparison: make this two gates'],
    ['direct.lost == 0 && event.lost == 0', 17, 'a gate is one comparison: make this two gates'],
    ['(direct.lost == 0', 13, 'a `)` is missing'],
    ['direct.lost) == 0', 11, 'a comparison has to follow, as in event.completed >= 99%'],
    ['direct.responseTime.p99 < 5sec', 27, '`sec` is no unit: there are us, ms, s, m, h, %, /s, /m'],
    ['direct.completed >= 99pct', 22, '`pct` is no unit: there are us, ms, s, m, h, %, /s, /m'],
    ['direct.completed >= "99%"', 20, 'unexpected "\\""'],
    [
      'direct.responseTime < 1s',
      19,
      '`responseTime` is not a metric itself: name one of count, mean, sd, p50, p95, p99, max',
    ],
    ['direct > 1', 6, '`direct` is not a metric itself'],
    ['control > 1', 7, 'a mode has to follow'],
    ['direct.services.payment > 1', 23, '`payment` is not a metric itself'],
    ['direct.end.reason == 0', 11, '`reason` is a word, not a number'],
    ['direct.completed.p99 < 1', 17, '`completed` is a share: there is nothing below it'],
    ['direct.peakBacklog.p99 < 1', 19, 'there is nothing below a metric, no `p99`'],
    ['direct.completed >= 1s', 17, 'a share cannot be compared with a time'],
    ['direct.responseTime.p99 < 10/s', 24, 'a time cannot be compared with a rate'],
    ['direct.responseTime.p99 + 10% < 1s', 24, 'a time `+` a share makes no sense'],
    ['direct.responseTime.p99 * 1s > 1', 24, 'a time `*` a time makes no sense'],
    ['direct.recoveryTime == never ever', 29, 'unexpected `ever`'],
    ['control.direct.recoveryTime < 1s', 15, 'unknown metric `recoveryTime`'],
    [
      'direct.completed-direct.lost > 0',
      7,
      'unknown metric `completed-direct`: a minus wants a space before it',
    ],
  ])('%s', (text, position, message) => {
    const found = problem(text);
    expect(found.message).toContain(message);
    expect(found.position).toBe(position);
  });

  it.each([
    ['event.complted >= 99%', 'complted', 'completed', 6],
    ['evnt.completed >= 99%', 'evnt', 'event', 0],
    ['event.completionTime.p98 < 1s', 'p98', 'p99', 21],
    ['event.services.payment.failures.timeouts == 0', 'timeouts', 'timeout', 32],
    ['event.throughput.phases.durng.completed > 1/s', 'durng', 'during', 24],
    ['control.evnt.completed > 0', 'evnt', 'event', 8],
  ])('%s: the names that would have been right are at hand', (text, found, known, position) => {
    const slip = problem(text);
    expect(slip).toMatchObject({ found, position });
    expect(slip.known).toContain(known);
  });

  it.each([
    ['event.completed > 99', 18, 'a share is written from 0 to 1 or in percent: did you mean `99%`?'],
    ['99 < event.completed', 0, 'did you mean `99%`?'],
    ['event.completed - direct.completed >= 1.5', 38, 'did you mean `1.5%`?'],
    ['event.completed >= direct.completed - 5', 38, 'did you mean `5%`?'],
    ['event.services.a.utilization < 2 * 40', 31, 'did you mean `80%`?'],
    ['event.completionTime.p99 < 200', 27, 'a time needs a unit: did you mean `200ms`?'],
    ['event.completionTime.p99 < 0.2', 27, 'did you mean `0.2ms`?'],
    ['event.completionTime.p99 + 100 < 1s', 27, 'did you mean `100ms`?'],
    ['event.throughput.completed >= -40', 30, 'a rate needs a unit: did you mean `-40/s`?'],
  ])('%s: a number without a unit where one is meant', (text, position, message) => {
    const found = problem(text);
    expect(found.message).toContain(message);
    expect(found.position).toBe(position);
  });

  it.each([
    'event.completed >= 0.99',
    'event.completed == 1',
    '1 - event.completed < 0.01',
    'event.completed >= 0.9 * direct.completed',
    'event.completed <= 1.1 * direct.completed',
    '100 * event.completed >= 99',
    'event.completed / direct.completed > 2',
    'event.completionTime.p99 > 0',
    'event.completionTime.p99 > 3 * direct.completionTime.p99',
    'event.completionTime.p99 / direct.completionTime.p99 < 30',
    'event.throughput.completed * event.completionTime.mean < 5',
    'event.peakBacklog > 900',
    'event.requests.completed >= 99% * direct.requests.offered',
    'event.amplification.worst <= 150%',
  ])('%s needs no further unit', (text) => {
    expect(() => parseGate(text)).not.toThrow();
  });

  it.each([
    ['event.requests.completed >= 99%', 'a count cannot be compared with a share'],
    ['p99 < 200ms', '`p99` is not a mode: start with one, as in event.completionTime.p99'],
    [
      'responseTime.p50 < 200ms',
      '`responseTime` is not a mode: start with one, as in event.responseTime.p50',
    ],
    ['event.cascades > 1', '`cascades` is a list: use cascades[0].count'],
    ['event.series.offered > 1', '`offered` is a list: use offered[0]'],
  ])('%s: %s', (text, message) => {
    expect(problem(text).message).toBe(message);
  });

  it('a gate of over a thousand characters is refused, however deep', () => {
    expect(problem(`${'('.repeat(100_000)}1`).message).toBe('a gate is 1000 characters long at most');
    expect(holds(`${'('.repeat(400)}1${')'.repeat(400)} == 1`)).toBe(true);
  });
});

describe('whatever is typed', () => {
  it('a text is a gate or a problem whose mark is within it, and nothing is ever run', () => {
    const word = fc.constantFrom(
      ...[
        'direct',
        'event',
        'control',
        '.',
        'completed',
        'completionTime',
        'p99',
        'services',
        'payment',
        'never',
      ],
      ...[
        '>=',
        '<',
        '==',
        '=',
        '+',
        '-',
        '*',
        '/',
        '(',
        ')',
        ' ',
        '1',
        '99%',
        '2s',
        '80/s',
        '5x',
        '\u001b[31m',
        '—',
      ],
      ...['process.exit(1)', '`', '"', '\\'],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 12 }).map((words) => words.join('')),
        ),
        (text) => {
          try {
            const { held, measured: value } = evaluateGate(parseGate(text), RUNS);
            expect(typeof held).toBe('boolean');
            expect(value === null || Number.isFinite(value)).toBe(true);
          } catch (error) {
            if (!(error instanceof GateProblem)) throw error;
            expect(error.position).toBeGreaterThanOrEqual(0);
            expect(error.position).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('arithmetic comes to what JavaScript makes of it', () => {
    const expression = fc.letrec<{ sum: { text: string; value: number } }>((tie) => ({
      sum: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 1, max: 50 }).map((value) => ({ text: String(value), value })),
        fc.tuple(tie('sum'), fc.constantFrom('+', '-', '*'), tie('sum')).map(([left, operator, right]) => ({
          text: `(${left.text} ${operator} ${right.text})`,
          value:
            operator === '+'
              ? left.value + right.value
              : operator === '-'
                ? left.value - right.value
                : left.value * right.value,
        })),
      ),
    })).sum;
    fc.assert(
      fc.property(expression, ({ text, value }) => {
        fc.pre(text.length < 900);
        expect(evaluate(`${text} == 0`).measured).toBe(value);
      }),
    );
  });

  it('of a comparison and its opposite one holds, for figures that were measured', () => {
    const number = fc
      .double({ min: -1e6, max: 1e6, noNaN: true })
      .map((value) => `(${value < 0 ? '-' : ''}${plain(value)})`);
    const opposites = fc.constantFrom(['>=', '<'], ['<=', '>'], ['==', '!=']);
    fc.assert(
      fc.property(number, number, opposites, (left, right, [one, other]) => {
        expect(holds(`${left} ${one} ${right}`)).toBe(!holds(`${left} ${other} ${right}`));
      }),
    );
  });
});

/** Without the sign, and as a gate may have it. */
function plain(value: number): string {
  return String(Math.abs(value));
}
