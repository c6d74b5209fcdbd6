import { describe, expect, test } from 'vitest';
import { ahead, standing } from '../../src/compare/ahead.js';
import type { Measurements, RunMeasurements } from '../../src/measure/measurements.js';
import {
  fourModes,
  interrupted,
  measured,
  NO_TIMES,
  run,
  scenario,
  slowPayment,
  times,
} from '../render/fixtures.js';

function judge(modes: Record<string, Measurements>, control?: Record<string, RunMeasurements>) {
  return standing({
    scenario: scenario({ modes: Object.keys(modes) }),
    modes,
    ...(control === undefined ? {} : { control }),
  });
}

describe('who came out ahead', () => {
  test('the mode in which more was accepted and done, whatever else is worse there', () => {
    expect(standing(slowPayment)).toMatchObject({ ahead: 'event', by: 'good' });
  });

  test('half a percentage point decides nothing', () => {
    const almost = measured({ accepted: { completed: 4380 }, refused: { nothing: 20 } });
    expect(judge({ direct: measured(), event: almost }).by).toBeUndefined();
    const worse = measured({ accepted: { completed: 4370 }, refused: { nothing: 30 } });
    expect(judge({ direct: measured(), event: worse })).toMatchObject({ ahead: 'direct', by: 'good' });
  });

  test('an honest no is better than a promise that is not kept', () => {
    const honest = measured({ accepted: { completed: 4300 }, refused: { nothing: 100 } });
    const broken = measured({ accepted: { completed: 4300, deadLettered: 100 } });
    expect(judge({ direct: honest, event: broken })).toMatchObject({ ahead: 'direct', by: 'kept' });
  });

  test('a ghost is no better than an honest failure: the caller was told no', () => {
    const ghosts = measured({ accepted: { completed: 4000 }, refused: { completed: 400 } });
    const honest = measured({ accepted: { completed: 4000 }, refused: { nothing: 400 } });
    expect(judge({ direct: ghosts, event: honest })).toMatchObject({ ahead: 'event', by: 'kept' });
  });

  test('then the one that does nothing twice', () => {
    const doubled = measured({ services: { payment: { doubleEffects: 44 } } });
    expect(judge({ direct: measured(), event: doubled })).toMatchObject({ ahead: 'direct', by: 'once' });
    const once = measured({ services: { payment: { doubleEffects: 20 } } });
    expect(judge({ direct: measured(), event: once }).by).toBeUndefined();
  });

  test('then the one that completes sooner, by more than a tenth', () => {
    expect(
      judge({
        direct: measured({ completion: times(50, 100) }),
        event: measured({ completion: times(50, 109) }),
      }).by,
    ).toBeUndefined();
    expect(
      judge({
        direct: measured({ completion: times(50, 100) }),
        event: measured({ completion: times(50, 112) }),
      }),
    ).toMatchObject({ ahead: 'direct', by: 'completion' });
  });

  test('then the one whose answers the fault left alone', () => {
    const control = { direct: run({ response: times(97, 200) }), event: run({ response: times(9, 30) }) };
    const modes = {
      direct: measured({ response: times(97, 2000), completion: times(90, 2000) }),
      event: measured({ response: times(9, 30), completion: times(90, 2000) }),
    };
    expect(judge(modes, control)).toMatchObject({ ahead: 'event', by: 'answer' });
  });

  test('answers that take up to half as long again decide nothing', () => {
    const control = { direct: run({ response: times(97, 200) }), event: run({ response: times(97, 200) }) };
    const withP99 = (p99: number) => ({
      direct: measured({ response: times(97, p99) }),
      event: measured({ response: times(97, 200) }),
    });
    expect(judge(withP99(290), control)).toMatchObject({ ahead: 'none' });
    expect(judge(withP99(310), control)).toMatchObject({ ahead: 'event', by: 'answer' });
  });

  test('a quicker answer by itself decides nothing: it may be a receipt', () => {
    const modes = {
      direct: measured({ response: times(97, 200) }),
      event: measured({ response: times(9, 30) }),
    };
    expect(judge(modes)).toMatchObject({ ahead: 'none', by: undefined });
  });

  test('then the one whose yes means that it is done', () => {
    expect(judge({ direct: measured(), event: measured({ lag: times(80, 120) }) })).toMatchObject({
      ahead: 'direct',
      by: 'lag',
    });
    expect(judge({ direct: measured(), event: measured({ lag: times(4, 9) }) }).ahead).toBe('none');
  });

  test('what one of the modes has not measured decides nothing', () => {
    const nothingDone = measured({ accepted: { nothing: 4400 }, completion: NO_TIMES, lag: NO_TIMES });
    expect(judge({ direct: nothingDone, event: nothingDone })).toMatchObject({ ahead: 'none' });
  });

  test('one mode alone is ahead of nobody', () => {
    expect(judge({ direct: measured() }).ahead).toBe('none');
  });

  test('nothing is said of a run that was interrupted', () => {
    const cut = measured({ accepted: { completed: 10 }, end: { at: 1000, reason: 'interrupted' } });
    expect(judge({ direct: measured({ refused: { nothing: 4400 } }), event: cut }).ahead).toBe('none');
    expect(ahead(interrupted)).toBe('none');
  });

  test('of several modes, those out at an earlier figure have no part in a later one', () => {
    const modes = {
      direct: measured({
        accepted: { completed: 3000 },
        refused: { nothing: 1400 },
        completion: times(50, 60),
      }),
      event: measured({ completion: times(90, 200) }),
      'shared-database': measured({ completion: times(90, 900) }),
    };
    expect(judge(modes)).toEqual({
      ahead: 'event',
      by: 'completion',
      among: ['event', 'shared-database'],
      out: [{ mode: 'direct', by: 'good' }],
    });
    expect(standing(fourModes)).toMatchObject({ ahead: 'shared-database', by: 'good' });
  });
});
