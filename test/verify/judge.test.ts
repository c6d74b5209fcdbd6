import { describe, expect, it } from 'vitest';
import { judgeEach, judgeMean } from '../../src/verify/judge.js';

/** Mean 10, standard deviation 2, of four: standard error 1. Each is doubled with its mirror image. */
const SPREAD = [8.267949192431123, 8.267949192431123, 11.732050807568877, 11.732050807568877];

describe('the mean of runs', () => {
  it('has a standard error, and an interval of 4.9 of them to each side', () => {
    const { simulated, standardError, interval } = judgeMean(10, SPREAD);
    expect(simulated).toBeCloseTo(10, 12);
    expect(standardError).toBeCloseTo(1, 12);
    expect(interval[0]).toBeCloseTo(5.1, 12);
    expect(interval[1]).toBeCloseTo(14.9, 12);
  });

  it('holds where it is near and does not scatter', () => {
    const values = [99, 101, 99, 101, 99, 101];
    expect(judgeMean(100, values).held).toBe(true);
    expect(judgeMean(102, values).held).toBe(true);
  });

  it('falls where it is further off than 4.9 standard errors', () => {
    const values = [99, 101, 99, 101, 99, 101];
    const standardError = Math.sqrt(6 / 5 / 6);
    expect(judgeMean(100 + 4.91 * standardError, values)).toMatchObject({
      held: false,
      reason: 'outside the interval',
    });
    expect(judgeMean(100 + 4.89 * standardError, values).held).toBe(true);
  });

  it('falls where the scatter is over 2 % of the figure: nothing could be told from it', () => {
    expect(judgeMean(10, SPREAD)).toMatchObject({ held: false, reason: 'too noisy to tell' });
  });

  it('falls where a run has measured nothing', () => {
    expect(judgeMean(1, [1, NaN, 1]).held).toBe(false);
  });
});

describe('deterministic runs', () => {
  it('have to be exact, each of them, but for the rounding of floating point', () => {
    expect(judgeEach(0.3, [0.1 + 0.2, 0.3], 0).held).toBe(true);
    expect(judgeEach(64, [64, 64, 63], 0)).toMatchObject({
      held: false,
      reason: '1 of 3 runs not exactly this',
    });
  });

  it('or within what is allowed', () => {
    expect(judgeEach(2800, [2799, 2801], 1).held).toBe(true);
    expect(judgeEach(2800, [2799, 2802], 1)).toMatchObject({
      held: false,
      reason: '1 of 2 runs not within 1',
    });
    expect(judgeEach(1, [NaN], 1).held).toBe(false);
  });
});
