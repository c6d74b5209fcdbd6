import { describe, expect, it } from 'vitest';
import { lanesOf } from '../../../src/render/page/waterfall-lanes.js';
import { attempt, modeTrace } from './traces.js';

describe('the lanes of one request in a mode', () => {
  it('begin with its caller and end with its completion', () => {
    const lanes = lanesOf(modeTrace({ told: { at: 30, what: 'accepted' }, completedAt: 90 }), 24);
    expect(lanes).toEqual([
      {
        name: 'caller',
        result: 'success after 30.0 ms',
        bars: [{ from: 0, to: 30, spent: 'waits' }],
        sign: { at: 30, of: 'yes' },
      },
      { name: 'completed', result: 'after 90.0 ms', bars: [], sign: { at: 90, of: 'done' } },
    ]);
  });

  it('have a bar for each way in which an attempt spends its time, and a sign where it failed', () => {
    const failed = attempt({ failure: { at: 40, cause: 'timeout', origin: 'payment' } });
    const again = attempt({
      id: 'payment #2',
      at: 60,
      repeats: { id: 'payment #1', backOff: { from: 40, to: 60 } },
      waited: { from: 60, to: 65 },
      worked: { from: 65, to: 80 },
      blocked: { from: 80, to: 95 },
      effect: 'first',
    });
    const [, first, second] = lanesOf(modeTrace({ attempts: [failed, again] }), 24);
    expect(first).toMatchObject({ name: 'payment #1', sign: { at: 40, of: 'no' } });
    expect(second).toEqual({
      name: 'payment #2',
      result: 'done',
      bars: [
        { from: 40, to: 60, spent: 'pause' },
        { from: 60, to: 65, spent: 'queued' },
        { from: 65, to: 80, spent: 'working' },
        { from: 80, to: 95, spent: 'blocked' },
      ],
    });
  });

  it('are some of many attempts, with a word about the rest, unless all are wanted', () => {
    const attempts = Array.from({ length: 60 }, (_, index) => attempt({ id: `payment #${index + 1}` }));
    const some = lanesOf(modeTrace({ attempts }), 24).map(({ name }) => name);
    expect(some).toContain('… 36 more');
    expect(some).toContain('payment #60');
    expect(lanesOf(modeTrace({ attempts }), Infinity)).toHaveLength(62);
  });

  it('say that a caller got no response, that a deadline passed, and that work was never completed', () => {
    const words = (part: Parameters<typeof modeTrace>[0]): string[] =>
      lanesOf(modeTrace(part), 24).map(({ result }) => result);
    expect(words({})).toEqual(['no response', 'never']);
    expect(words({ told: { at: 3000, what: 'timedOut' } })).toEqual(['timed out after 3 s', 'never']);
    expect(words({ marks: [{ at: 5, step: 'payment', what: 'refused' }] })).toEqual([
      'no response',
      'breaker open',
      'never',
    ]);
  });
});
