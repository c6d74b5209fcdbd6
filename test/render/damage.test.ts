import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Spread } from '../../src/compare/spread.js';
import type { Measurements, RunMeasurements } from '../../src/measure/measurements.js';
import { findDamage } from '../../src/render/damage.js';
import {
  atAll,
  measured as figureAt,
  outcome,
  type RowFigure,
  share,
} from '../../src/render/sections/row-figure.js';
import { cellOf } from '../../src/render/sections/section.js';
import { NONE } from '../../src/render/table-cell.js';
import { pinned } from '../support/random.js';
import { measured, NO_TIMES, run, times } from './fixtures.js';

type Runs<Run> = Record<string, Run>;

/** Which modes have a mark in the row of a figure. */
function marked(
  figure: RowFigure,
  modes: Runs<Measurements>,
  control?: Runs<RunMeasurements>,
  spread?: Spread,
): string[] {
  const names = Object.keys(modes);
  const marks = findDamage(
    { modes: names, ...(spread === undefined ? {} : { spread }) },
    {
      figure,
      cells: names.map((name) => cellOf(figure, modes[name])),
      control: control === undefined ? [] : names.map((name) => cellOf(figure, control[name])),
    },
  );
  expect(marks).toHaveLength(names.length);
  return names.filter((_, index) => marks[index]);
}

const GOODPUT = figureAt('goodput');
const RESPONSE = figureAt('responseTime', 'p99');
const END_TO_END = figureAt('endToEnd', 'p99');

const good = (completed: number) => ({ accepted: { completed }, refused: { nothing: 4400 - completed } });
const answered = (p99: number) => ({ response: times(5, p99) });
const ended = (p99: number | null) => ({ endToEnd: { p99 } });

/** Figures of direct calls and events, and what either has without the faults. */
const pair = (direct: object, event: object) => ({ direct: measured(direct), event: measured(event) });
const control = (direct: object, event: object) => ({ direct: run(direct), event: run(event) });

describe('a mark stands on what is worse than the other mode and than its own control', () => {
  test('and not on what is worse than the other mode alone', () => {
    expect(marked(GOODPUT, pair(good(3000), good(4400)), control(good(4400), good(4400)))).toEqual([
      'direct',
    ]);
    expect(marked(GOODPUT, pair(good(3000), good(4400)), control(good(3000), good(4400)))).toEqual([]);
  });

  test('nor on what is worse than control alone', () => {
    expect(marked(GOODPUT, pair(good(3000), good(3000)), control(good(4400), good(4400)))).toEqual([]);
    expect(marked(END_TO_END, pair(ended(900), ended(950)), control(ended(100), ended(100)))).toEqual([]);
  });

  test('half a point of a share and a tenth of a time are no difference', () => {
    expect(marked(GOODPUT, pair(good(4380), good(4400)), control(good(4400), good(4400)))).toEqual([]);
    expect(marked(GOODPUT, pair(good(4300), good(4400)), control(good(4400), good(4400)))).toEqual([
      'direct',
    ]);
    expect(marked(END_TO_END, pair(ended(1090), ended(1000)), control(ended(100), ended(100)))).toEqual([]);
    expect(marked(END_TO_END, pair(ended(1120), ended(1000)), control(ended(100), ended(100)))).toEqual([
      'direct',
    ]);
  });

  test('of several modes, on all that are as bad as the worst', () => {
    const modes = { ...pair(good(3000), good(4400)), 'direct:cancel': measured(good(3002)) };
    const usual = { ...control(good(4400), good(4400)), 'direct:cancel': run(good(4400)) };
    expect(marked(GOODPUT, modes, usual)).toEqual(['direct', 'direct:cancel']);
  });

  test('what never came is worse than whatever came, and no damage where it never comes in control', () => {
    const usual = control(ended(200), ended(200));
    expect(marked(END_TO_END, pair(ended(null), ended(29_000)), usual)).toEqual(['direct']);
    expect(marked(END_TO_END, pair(ended(null), ended(null)), usual)).toEqual([]);
    expect(marked(END_TO_END, pair(ended(null), ended(29_000)), control(ended(null), ended(200)))).toEqual(
      [],
    );
  });

  test('what only a control run can tell needs no other one', () => {
    const figure = figureAt('collateral');
    const modes = pair({ collateral: 1204 }, { collateral: 0 });
    expect(marked(figure, modes, control({}, {}))).toEqual(['direct']);
  });

  test('what was not measured is neither worse nor better', () => {
    const nothing = { completion: NO_TIMES, response: NO_TIMES };
    expect(marked(RESPONSE, pair(nothing, answered(900)), control(answered(100), answered(100)))).toEqual([]);
    const unknown: RowFigure = { entry: { kind: 'count', better: 'lower' }, read: () => NONE };
    expect(marked(unknown, pair({}, {}), control({}, {}))).toEqual([]);
  });
});

describe('without a control run a mark stands on what harms somebody whatever the reason', () => {
  test.each([
    ['goodput', GOODPUT, good(3000)],
    ['end-to-end completion', END_TO_END, ended(900)],
    ['accepted, never completed', outcome('brokenPromises'), { accepted: { completed: 4300, lost: 100 } }],
    ['partial failures', outcome('orphans'), { accepted: { completed: 4300 }, refused: { partial: 100 } }],
    ['processed twice', atAll('doubleEffects'), { services: { payment: { doubleEffects: 100 } } }],
    ['dead-lettered', atAll('deadLettered'), { services: { payment: { deadLettered: 100 } } }],
    ['events lost', figureAt('lostEvents'), { lostEvents: 100 }],
  ])('on %s', (_, figure, worse) => {
    expect(marked(figure, pair(worse, {}))).toEqual(['direct']);
    expect(marked(figure, pair({}, worse))).toEqual(['event']);
  });

  test.each([
    [
      'a response time, as it is an acknowledgement in one mode and the result in the other',
      RESPONSE,
      answered(900),
    ],
    [
      'completion lag, which direct calls have none of',
      figureAt('completionLag', 'p99'),
      { lag: times(80, 900) },
    ],
    ['a backlog, where messages are to wait', figureAt('peakBacklog'), { peakBacklog: 5000 }],
    [
      'workers blocked on others, which is how direct calls work',
      figureAt('services', 'orders', 'blockedShare'),
      { services: { orders: { blockedShare: 0.9 } } },
    ],
    ['attempts per request', figureAt('amplification', 'worst'), { amplification: 3 }],
    ['the success rate, of which declines are a part', share('accepted'), good(3000)],
  ])('and not on %s', (_, figure, worse) => {
    expect(marked(figure, pair(worse, {}))).toEqual([]);
    expect(marked(figure, pair({}, worse))).toEqual([]);
  });
});

describe('an acknowledgement against a result', () => {
  const usual = control(answered(200), answered(30));

  test('is not compared by how long it takes', () => {
    expect(marked(RESPONSE, pair(answered(200), answered(30)), usual)).toEqual([]);
  });

  test('but by how much longer than in its control run', () => {
    expect(marked(RESPONSE, pair(answered(2000), answered(30)), usual)).toEqual(['direct']);
    // It is still the quicker one, and it is the one that has suffered.
    expect(marked(RESPONSE, pair(answered(200), answered(150)), usual)).toEqual(['event']);
  });

  test('and is not marked where both have grown alike', () => {
    expect(marked(RESPONSE, pair(answered(2000), answered(300)), usual)).toEqual([]);
    expect(marked(RESPONSE, pair(answered(2000), answered(310)), usual)).toEqual([]);
    expect(marked(RESPONSE, pair(answered(2000), answered(340)), usual)).toEqual(['event']);
  });
});

describe('never marked', () => {
  test.each([
    [
      'a percentile of the requests that were completed',
      figureAt('completionTime', 'p99'),
      { completion: times(9, 900) },
    ],
    ['the response times of those that were accepted', figureAt('acceptedTime', 'p99'), answered(900)],
  ])('is %s: they are the survivors', (_, figure, worse) => {
    expect(marked(figure, pair(worse, {}), control({}, {}))).toEqual([]);
    expect(marked(figure, pair(worse, {}))).toEqual([]);
  });

  test('is what is neither better nor worse', () => {
    const declines = { accepted: { completed: 4000 }, refused: { declined: 400 } };
    expect(marked(figureAt('requests', 'declined'), pair(declines, {}), control({}, {}))).toEqual([]);
  });

  test('is a lower rate than that of a backlog that drains', () => {
    const after = figureAt('throughput', 'phases', 'after', 'completed');
    const rates = (completed: number) => ({
      phases: [
        [80, 80],
        [80, 80],
        [80, completed],
      ],
    });
    expect(marked(after, pair(rates(80), rates(160)), control(rates(80), rates(80)))).toEqual([]);
    expect(marked(after, pair(rates(70), rates(160)), control(rates(80), rates(80)))).toEqual(['direct']);
  });
});

describe('over several runs', () => {
  const ten = Array.from({ length: 10 }, (_, index) => index);
  const spreadOf = (read: (index: number) => { modes: Runs<Measurements>; control: Runs<RunMeasurements> }) =>
    new Spread(ten.map(read));
  const means = [pair(good(3000), good(3400)), control(good(3400), good(3400))] as const;

  test('a mark stands where the difference is the same seed by seed', () => {
    const spread = spreadOf((index) => ({
      modes: pair(good(2900 + 20 * index), good(3300 + 20 * index)),
      control: control(good(3300 + 20 * index), good(3300 + 20 * index)),
    }));
    expect(marked(GOODPUT, ...means, spread)).toEqual(['direct']);
  });

  test('and not where the difference from the other mode is noise', () => {
    const spread = spreadOf((index) => ({
      modes: pair(good(index % 2 === 0 ? 2000 : 4000), good(3400)),
      control: control(good(index % 2 === 0 ? 2400 : 4400), good(3400)),
    }));
    expect(marked(GOODPUT, ...means, spread)).toEqual([]);
  });

  test('nor where the difference from its own control is', () => {
    const spread = spreadOf((index) => ({
      modes: pair(good(3000 + index), good(3400 + index)),
      control: control(good(index % 2 === 0 ? 2400 : 4400), good(3400 + index)),
    }));
    expect(marked(GOODPUT, ...means, spread)).toEqual([]);
  });
});

test('whatever the figures are, the best mode has no mark, nor has one that is as in control', () => {
  const count = fc.integer({ min: 0, max: 4400 });
  fc.assert(
    fc.property(count, count, count, count, (direct, event, usualDirect, usualEvent) => {
      const marks = marked(
        GOODPUT,
        pair(good(direct), good(event)),
        control(good(usualDirect), good(usualEvent)),
      );
      expect(marks.length).toBeLessThanOrEqual(1);
      if (marks.includes('direct')) {
        expect(direct).toBeLessThan(event);
        expect(direct).toBeLessThan(usualDirect);
      }
      if (marks.includes('event')) {
        expect(event).toBeLessThan(direct);
        expect(event).toBeLessThan(usualEvent);
      }
    }),
    pinned(500),
  );
});
