import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatChosenRate,
  formatChosenShare,
  formatCount,
  formatExactCount,
  formatMoment,
  formatPlural,
  formatRate,
  formatRatio,
  formatShare,
  formatTime,
} from '../../src/compare/quantities.js';

describe('times', () => {
  test.each([
    [0, '0 ms'],
    [0.0004, '<1 µs'],
    [0.25, '250 µs'],
    [1, '1.00 ms'],
    [9.404, '9.40 ms'],
    [97.36, '97.4 ms'],
    [999.4, '999 ms'],
    [999.7, '1.00 s'],
    [14_200, '14.2 s'],
    [599_400, '599 s'],
    [599_900, '10.0 min'],
    [7_200_000, '120 min'],
    [36_000_000, '10.0 h'],
    [3.6e11, '100,000 h'],
  ])('%d milliseconds read as %s', (milliseconds, text) => {
    expect(formatTime(milliseconds)).toBe(text);
  });

  test('what somebody has chosen has no digits that are not needed', () => {
    expect([0, 500, 1500, 20_000, 100_000, 600_000].map(formatMoment)).toEqual([
      '0 s',
      '500 ms',
      '1.5 s',
      '20 s',
      '100 s',
      '10 min',
    ]);
  });
});

describe('shares', () => {
  test.each([
    [0, '0 %'],
    [0.00001, '<0.01 %'],
    [0.0031, '0.310 %'],
    [0.315, '31.5 %'],
    [0.9994, '99.9 %'],
    [0.99996, '>99.9 %'],
    [1, '100 %'],
  ])('%d reads as %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  test('only all is 100 % and only nothing is 0 %', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(formatShare(share) === '100 %').toBe(share === 1);
        expect(formatShare(share) === '0 %').toBe(share === 0);
      }),
    );
  });

  test('a chosen share and a chosen rate are as they were written', () => {
    expect([0.05, 0.3, 0.125].map(formatChosenShare)).toEqual(['5 %', '30 %', '12.5 %']);
    expect([80, 0.5, 2.5, 1000].map(formatChosenRate)).toEqual(['80/s', '0.5/s', '2.5/s', '1,000/s']);
  });
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [0.0001, '<0.001'],
    [0.5, '0.500'],
    [2.605, '2.60'],
    [99.96, '100'],
    [999.7, '1,000'],
    [1388.4, '1,388'],
    [123_456_789_012, '1.23e11'],
  ])('%d has three significant digits: %s', (value, text) => {
    expect(formatRatio(value)).toBe(text);
  });

  test('a rate says per what', () => {
    expect(formatRate(12.44)).toBe('12.4/s');
  });

  test('a count is exact, with its thousands grouped, until it takes more room than it says', () => {
    expect([7, 1388, 4_400_000, 9_999_999_999, 10_000_000_000].map(formatCount)).toEqual([
      '7',
      '1,388',
      '4,400,000',
      '9,999,999,999',
      '1.00e10',
    ]);
    expect(formatExactCount(123_456_789_012_345)).toBe('123,456,789,012,345');
  });

  test('one is singular', () => {
    expect([formatPlural(1, 'ghost'), formatPlural(2, 'ghost'), formatPlural(0, 'entry', 'entries')]).toEqual(
      ['1 ghost', '2 ghosts', '0 entries'],
    );
  });

  test('no figure takes more than 15 characters, however large or small', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
        for (const format of [formatRatio, formatRate, formatTime])
          expect(format(value).length).toBeLessThan(16);
        expect(formatCount(Math.floor(value)).length).toBeLessThan(16);
      }),
    );
  });
});
