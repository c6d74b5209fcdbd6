import { describe, expect, test } from 'vitest';
import { findBetter, findStanding, type Judged } from '../../src/compare/better.js';
import { Spread } from '../../src/compare/spread.js';
import type { Measurements, RunMeasurements } from '../../src/measure/measurements.js';
import { averageOf } from '../../src/stats/average.js';
import type { Fault, Scenario } from '../../src/scenario/scenario.js';
import {
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

type Runs<Run = Measurements> = Record<string, Run>;

function judged(modes: Runs, control?: Runs<RunMeasurements>, part: Partial<Scenario> = {}): Judged {
  return {
    scenario: scenario({ modes: Object.keys(modes), ...part }),
    modes,
    ...(control === undefined ? {} : { control }),
  };
}

/** Which mode did better and by what, from figures of two modes. */
function judge(...parts: Parameters<typeof judged>): { mode: string; by: string | null } {
  const { mode, by } = findBetter(judged(...parts));
  return { mode, by };
}

/** The same from several runs, one for each seed. */
function judgeRuns(runs: readonly { modes: Runs; control?: Runs<RunMeasurements> }[]) {
  const names = Object.keys(runs[0]?.modes ?? {});
  const meanOf = <Run extends RunMeasurements>(read: (index: number) => Runs<Run>): Runs<Run> =>
    Object.fromEntries(
      names.map((name) => {
        const [first, ...rest] = runs.flatMap((_, index) => read(index)[name] ?? []);
        if (first === undefined) throw new Error(`no run of ${name}`);
        return [name, averageOf([first, ...rest])];
      }),
    );
  const hasControl = runs[0]?.control !== undefined;
  return findStanding({
    ...judged(
      meanOf((index) => runs[index]?.modes ?? {}),
      hasControl ? meanOf((index) => runs[index]?.control ?? {}) : undefined,
    ),
    spread: new Spread(runs),
  });
}

const BY_SIMPLICITY = { mode: 'direct', by: 'simplicity' };

/** As many good requests as this, and the others refused without a side effect. */
const goodOf = (completed: number): Measurements =>
  measured({ accepted: { completed }, refused: { nothing: 4400 - completed } });

describe('goodput', () => {
  test('decides first, whatever else is worse in that mode', () => {
    expect(findStanding(slowPayment)).toMatchObject({ mode: 'event', by: { criterion: 'goodput' } });
  });

  test('what ended in a decline was not due', () => {
    const declined = measured({ accepted: { completed: 2200 }, refused: { declined: 2200 } });
    expect(judge({ direct: declined, event: measured() })).toEqual(BY_SIMPLICITY);
    expect(judge({ direct: declined, event: goodOf(4300) })).toEqual({ mode: 'direct', by: 'goodput' });
  });

  test('what came after its objective is no part of it', () => {
    const late = measured({ accepted: { completed: 4400 }, late: 1000 });
    expect(judge({ direct: goodOf(4000), event: late })).toEqual({ mode: 'direct', by: 'goodput' });
  });

  test('half a percentage point decides nothing, a little more does', () => {
    expect(judge({ direct: goodOf(4379), event: measured() })).toEqual(BY_SIMPLICITY);
    expect(judge({ direct: goodOf(4377), event: measured() })).toEqual({ mode: 'event', by: 'goodput' });
  });

  test('of which one mode has none, as nothing was due there, decides nothing', () => {
    const nothingDue = measured({ accepted: {}, refused: { declined: 4400 }, completion: NO_TIMES });
    expect(nothingDue.goodput).toBeNull();
    expect(judge({ direct: nothingDue, event: goodOf(10) }).by).not.toBe('goodput');
  });
});

describe('integrity', () => {
  const REFUSED = { nothing: 400 };
  const clean = measured({ accepted: { completed: 4000 }, refused: REFUSED });

  test.each([
    ['accepted, then lost', measured({ accepted: { completed: 4000, lost: 400 } })],
    ['accepted, then dead-lettered', measured({ accepted: { completed: 4000, deadLettered: 400 } })],
    ['accepted, and partly done', measured({ accepted: { completed: 4000, partial: 400 } })],
    ['accepted, and nothing done', measured({ accepted: { completed: 4000, nothing: 400 } })],
    [
      'reported failed, but completed',
      measured({ accepted: { completed: 4000 }, refused: { completed: 400 } }),
    ],
    [
      'reported failed, and partly done',
      measured({ accepted: { completed: 4000 }, refused: { partial: 400 } }),
    ],
    [
      'processed twice',
      measured({
        accepted: { completed: 4000 },
        refused: REFUSED,
        services: { payment: { doubleEffects: 400 } },
      }),
    ],
  ])('a request that was %s is worse than a clean failure', (_, harmed) => {
    expect(judge({ direct: harmed, event: clean })).toEqual({ mode: 'event', by: 'integrity' });
    expect(judge({ direct: clean, event: harmed })).toEqual({ mode: 'direct', by: 'integrity' });
  });

  test('an acceptance that is declined later is worse than a decline at once', () => {
    const atOnce = measured({ accepted: { completed: 4000 }, refused: { declined: 400 } });
    const later = measured({ accepted: { completed: 4000, declined: 400 } });
    expect(judge({ direct: later, event: atOnce })).toEqual({ mode: 'event', by: 'integrity' });
  });

  test('half a point per request decides nothing, of all kinds together', () => {
    const twice = (doubleEffects: number, lost = 0): Measurements =>
      measured({
        accepted: { completed: 4400 - lost, lost },
        services: { payment: { doubleEffects } },
      });
    expect(judge({ direct: twice(21), event: measured() })).toEqual(BY_SIMPLICITY);
    expect(judge({ direct: twice(23), event: measured() })).toEqual({ mode: 'event', by: 'integrity' });
    expect(judge({ direct: twice(12, 12), event: measured() })).toEqual({ mode: 'event', by: 'integrity' });
  });

  test('what its own control run has as well is not held against a mode', () => {
    const twice = { services: { payment: { doubleEffects: 400 } } };
    const control = { direct: run(twice), event: run() };
    expect(judge({ direct: measured(twice), event: measured() }, control)).toEqual(BY_SIMPLICITY);
    const more = measured({ services: { payment: { doubleEffects: 430 } } });
    expect(judge({ direct: more, event: measured() }, control)).toEqual({ mode: 'event', by: 'integrity' });
    expect(judge({ direct: measured(twice), event: measured() })).toEqual({ mode: 'event', by: 'integrity' });
  });

  test('less of one kind than in control does not make up for more of another', () => {
    const control = { direct: run({ services: { payment: { doubleEffects: 400 } } }), event: run() };
    const other = measured({ accepted: { completed: 4300, lost: 100 } });
    const level = measured({ accepted: { completed: 4300 }, refused: { nothing: 100 } });
    expect(judge({ direct: other, event: level }, control)).toEqual({ mode: 'event', by: 'integrity' });
  });

  test('deliveries out of order count where the scenario injects disorder, and only there', () => {
    const disordered = measured({ services: { payment: { outOfOrder: 400 } } });
    const modes = { direct: disordered, event: measured() };
    const control = { direct: run(), event: run() };
    const reorder: Fault = { kind: 'reorder', target: 'bus', rate: 0.1 };
    expect(judge(modes, control, { faults: [reorder] })).toEqual({ mode: 'event', by: 'integrity' });
    expect(judge(modes, control, { faults: [SLOW] })).toEqual(BY_SIMPLICITY);
  });
});

describe('time to goodput', () => {
  const within = (p99: number | null): Measurements => measured({ endToEnd: { p99 } });

  test('more than a tenth longer decides, less does not', () => {
    expect(judge({ direct: within(109), event: within(100) })).toEqual(BY_SIMPLICITY);
    expect(judge({ direct: within(112), event: within(100) })).toEqual({ mode: 'event', by: 'time' });
  });

  test('never is later than everything', () => {
    expect(judge({ direct: within(null), event: within(29_000) })).toEqual({ mode: 'event', by: 'time' });
    expect(judge({ direct: within(null), event: within(null) })).toEqual(BY_SIMPLICITY);
  });

  test('the p99 of the survivors has no part in it', () => {
    const survivors = measured({ completion: times(5, 10), endToEnd: { p99: 200 } });
    const all = measured({ completion: times(5, 100), endToEnd: { p99: 100 } });
    expect(judge({ direct: survivors, event: all })).toEqual({ mode: 'event', by: 'time' });
  });

  test('after the objective it is all the same how late, so a longer drain decides nothing', () => {
    expect(judge({ direct: within(600_000), event: within(31_000) })).toEqual(BY_SIMPLICITY);
    expect(judge({ direct: within(null), event: within(31_000) })).toEqual(BY_SIMPLICITY);
    const none = { slo: { response: 'none', completion: 'none' } } as const;
    expect(judge({ direct: within(600_000), event: within(31_000) }, undefined, none)).toEqual({
      mode: 'event',
      by: 'time',
    });
  });

  test('is not asked of a mode in which nothing was due', () => {
    const nothingDue = measured({
      accepted: {},
      refused: { declined: 4400 },
      completion: NO_TIMES,
      endToEnd: { p99: null },
    });
    expect(judge({ direct: nothingDue, event: measured() })).toEqual(BY_SIMPLICITY);
  });
});

describe('growth of the response time', () => {
  const control = { direct: run({ response: times(97, 200) }), event: run({ response: times(9, 30) }) };
  const answered = (direct: number, event: number): Runs => ({
    direct: measured({ response: times(97, direct) }),
    event: measured({ response: times(9, event) }),
  });

  test('beside its own control run decides from half as much again', () => {
    expect(judge(answered(290, 30), control)).toEqual(BY_SIMPLICITY);
    expect(judge(answered(310, 30), control)).toEqual({ mode: 'event', by: 'time' });
    expect(judge(answered(200, 46), control)).toEqual({ mode: 'direct', by: 'time' });
  });

  test('that both have alike decides nothing', () => {
    expect(judge(answered(2000, 300), control)).toEqual(BY_SIMPLICITY);
  });

  test('without a control run is not known: a quicker response may be an acknowledgement', () => {
    expect(judge(answered(2000, 30))).toEqual(BY_SIMPLICITY);
  });
});

describe('simplicity', () => {
  test('direct calls take less to run than a shared database, and that less than a broker', () => {
    const all = { event: measured(), 'shared-database': measured(), direct: measured() };
    expect(judge(all)).toEqual(BY_SIMPLICITY);
    expect(judge({ event: measured(), 'shared-database': measured() })).toEqual({
      mode: 'shared-database',
      by: 'simplicity',
    });
  });

  test('a mode takes less than its own variants, which take the same', () => {
    expect(judge({ 'direct:cancel': measured(), direct: measured() })).toEqual(BY_SIMPLICITY);
    expect(judge({ 'direct:cancel': measured(), event: measured() })).toEqual({
      mode: 'direct:cancel',
      by: 'simplicity',
    });
    expect(judge({ 'direct:cancel': measured(), 'direct:breaker': measured() })).toEqual({
      mode: 'none',
      by: null,
    });
  });

  test('has what a success response means as its figure', () => {
    const modes = { event: measured({ lag: times(80, 120) }), direct: measured() };
    expect(findBetter(judged(modes))).toEqual({
      ...BY_SIMPLICITY,
      figure: 'completionLag.p99',
      values: { event: 120, direct: 0 },
    });
  });

  test('is asked last', () => {
    expect(findBetter(quietAndSimple)).toEqual({
      mode: 'direct',
      by: 'time',
      figure: 'endToEnd.p99',
      values: { direct: 96, event: 131 },
    });
  });
});

describe('how long a run was drained', () => {
  /** What is not done at the end is in flight, and completed late where there was more time for it. */
  const drained = (direct: Partial<Record<'inFlight' | 'late', number>>): Runs => {
    const { inFlight = 0, late = 0 } = direct;
    return {
      direct: goodOf(3000),
      event: measured({
        accepted: { completed: 4400 - inFlight, inFlight },
        late,
        endToEnd: { p99: inFlight > 0 ? null : 500_000 },
      }),
    };
  };

  test.each([3000, 1400, 1000])('does not decide who did better where %i are not done in time', (undone) => {
    const [short, long] = [judge(drained({ inFlight: undone })), judge(drained({ late: undone }))];
    expect(short).toEqual(long);
  });
});

describe('over several runs', () => {
  const ten = Array.from({ length: 10 }, (_, index) => index);

  test('a difference that is no more than noise between them counts as level', () => {
    // Direct calls lose a tenth on average, and win as often as they lose.
    const noisy = ten.map((index) => ({
      modes: { direct: goodOf(index % 2 === 0 ? 1000 : 4300), event: goodOf(3100) },
    }));
    expect(judgeRuns(noisy)).toMatchObject({
      mode: 'direct',
      by: { criterion: 'simplicity' },
      isNoisy: true,
    });
  });

  test('the same difference decides where it is found seed by seed', () => {
    const steady = ten.map((index) => {
      const luck = index * 300;
      return { modes: { direct: goodOf(1000 + luck), event: goodOf(1450 + luck) } };
    });
    expect(judgeRuns(steady)).toMatchObject({ mode: 'event', by: { criterion: 'goodput' }, isNoisy: false });
  });

  test('a time that never came in some of them is no more than noise where it came in others', () => {
    const sometimes = (count: number) =>
      ten.map((index) => ({
        modes: {
          direct: measured({ endToEnd: { p99: index < count ? null : 100 + index } }),
          event: measured({ endToEnd: { p99: 100 + index } }),
        },
      }));
    expect(judgeRuns(sometimes(1))).toMatchObject({ by: { criterion: 'simplicity' }, isNoisy: true });
    expect(judgeRuns(sometimes(9))).toMatchObject({ mode: 'event', by: { criterion: 'time' } });
  });

  test('harm is told from noise by what is beyond the control run of each seed', () => {
    const twice = (count: number) => ({ services: { payment: { doubleEffects: count } } });
    const runs = ten.map((index) => ({
      modes: { direct: measured(twice(400 * index + 100)), event: measured() },
      control: { direct: run(twice(400 * index)), event: run() },
    }));
    // By itself the harm of direct calls is spread widely; beyond control it is a hundred in every run.
    expect(judgeRuns(runs)).toMatchObject({ mode: 'event', by: { criterion: 'integrity' }, isNoisy: false });
  });
});

describe('nobody did better', () => {
  test('where there is one mode alone', () => {
    expect(judge({ direct: measured() })).toEqual({ mode: 'none', by: null });
  });

  test('where a run was interrupted', () => {
    const cut = measured({ accepted: { completed: 10 }, end: { at: 1000, reason: 'interrupted' } });
    expect(judge({ direct: goodOf(0), event: cut })).toEqual({ mode: 'none', by: null });
    expect(findBetter(interrupted)).toEqual({ mode: 'none', by: null, figure: null, values: {} });
  });

  test('where no request was offered', () => {
    const nothing = measured({ accepted: {} });
    expect(judge({ direct: nothing, event: nothing })).toEqual({ mode: 'none', by: null });
  });
});

describe('of several modes', () => {
  const modes = {
    direct: measured({
      accepted: { completed: 3000 },
      refused: { nothing: 1400 },
      completion: times(50, 60),
    }),
    event: measured({ completion: times(90, 200) }),
    'shared-database': measured({ completion: times(90, 900) }),
  };

  test('those out at an earlier figure have no part in a later one', () => {
    expect(findStanding(judged(modes))).toMatchObject({
      mode: 'event',
      by: { criterion: 'time', figure: 'endToEnd.p99' },
      among: ['event', 'shared-database'],
      out: [{ mode: 'direct', by: { criterion: 'goodput' } }],
    });
    expect(findStanding(fourModes)).toMatchObject({ mode: 'shared-database', by: { criterion: 'goodput' } });
  });

  test('the JSON has the deciding figure of those that it told apart', () => {
    expect(findBetter(judged(modes))).toEqual({
      mode: 'event',
      by: 'time',
      figure: 'endToEnd.p99',
      values: { event: 200, 'shared-database': 900 },
    });
    const never = { ...modes, 'shared-database': measured({ endToEnd: { p99: null } }) };
    expect(findBetter(judged(never)).values).toEqual({ event: 200, 'shared-database': null });
    expect(findBetter(slowPayment)).toMatchObject({ figure: 'goodput', values: { direct: 3012 / 4400 } });
  });
});
