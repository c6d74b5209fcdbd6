import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageProblem } from '../../src/scenario/problems.js';
import {
  formatDuration,
  formatRate,
  parseDuration,
  parseRate,
  parseShare,
} from '../../src/scenario/units.js';

describe('durations', () => {
  it.each([
    ['100us', 0.1],
    ['250ms', 250],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['0', 0],
    ['0s', 0],
    ['.5s', 500],
    ['1e3ms', 1000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it('are exact in decimal units, without the rounding of a multiplication', () => {
    expect(parseDuration('0.1s')).toBe(100);
    expect(parseDuration('1.1s')).toBe(1100);
    expect(parseDuration('4.35s')).toBe(4350);
  });

  it.each([
    '5',
    '',
    's',
    '-5s',
    '5 s',
    '5.s',
    '1.2.3s',
    '5sec',
    '5S',
    'Infinitys',
    'none',
    '1e9999s',
    '٣s',
    '5s\n',
  ])('%j is refused', (text) => {
    expect(() => parseDuration(text)).toThrow(UsageProblem);
  });

  it('are written in the shortest way', () => {
    expect([0.1, 250, 1500, 60_000, 90_000, 7_200_000].map(formatDuration)).toEqual([
      '100us',
      '250ms',
      '1.5s',
      '1m',
      '90s',
      '2h',
    ]);
  });

  it('come back as the same number, whatever it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBe(Math.abs(milliseconds));
      }),
    );
  });
});

describe('rates', () => {
  it.each([
    ['80/s', 80],
    ['600/m', 10],
    ['3600/h', 1],
    ['2/ms', 2000],
  ])('%s is %d per second', (text, perSecond) => {
    expect(parseRate(text)).toBe(perSecond);
  });

  it.each(['80', '80/', '/s', '-80/s', '80 /s', '80/d', '80s'])('%j is refused', (text) => {
    expect(() => parseRate(text)).toThrow(/is not a rate such as 80\/s/);
  });

  it('come back as the same number, whatever it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (perSecond) => {
        expect(parseRate(formatRate(perSecond))).toBe(Math.abs(perSecond));
      }),
    );
  });
});

describe('shares', () => {
  it.each([
    ['3%', 0.03],
    ['1.1%', 0.011],
    ['100 %', 1],
    [0.03, 0.03],
    ['0.03', 0.03],
    [0, 0],
  ])('%s is %d', (value, share) => {
    expect(parseShare(value)).toBe(share);
  });

  it.each([2, -0.1, '101%', '', 'x', NaN, '%'])('%j is refused', (value) => {
    expect(() => parseShare(value)).toThrow(/is not a share from 0 to 1/);
  });
});
