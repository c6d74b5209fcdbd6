import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/scenario/nearest.js';
import { isPrintable, printable } from '../../src/scenario/printable.js';
import { formatFound, formatPath } from '../../src/scenario/wording.js';

describe('the nearest name', () => {
  it.each([
    ['paymnet', 'payment'],
    ['payments', 'payment'],
    ['Payment', 'payment'],
    ['pay', undefined],
    ['payment', undefined],
    ['ship', undefined],
    ['inventry', 'inventory'],
    ['', undefined],
    ['x'.repeat(100), undefined],
  ])('to %j is %j', (word, name) => {
    expect(nearest(word, ['orders', 'payment', 'inventory', 'shipping'])).toBe(name);
  });

  it('is the first of those equally near', () => {
    expect(nearest('rat', ['rate', 'rats'])).toBe('rate');
  });
});

describe('printable text', () => {
  it.each([
    ['plain – text ✓', 'plain – text ✓'],
    ['\u001b[31m', '\\x1b[31m'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u0000\u0007\u009b', '\\u{0}\\u{7}\\u{9b}'],
    ['\u202eabc\u200b', '\\u{202e}abc\\u{200b}'],
    ['\ud800', '\\u{d800}'],
    ['😀', '😀'],
  ])('of %j is %s', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('is printable, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(100), (text, limit) => {
        expect(isPrintable(printable(text, limit))).toBe(true);
      }),
    );
  });

  it('is cut', () => {
    expect(printable('abcdef', 3)).toBe('abc…');
  });
});

describe('in a message', () => {
  it('a path reads as it would be written', () => {
    expect(formatPath(['faults', 0, 'target'])).toBe('faults[0].target');
    expect(formatPath([])).toBe('');
  });

  it.each([
    [undefined, 'nothing'],
    [null, 'nothing'],
    ['', 'an empty text'],
    ['\u001b', '`\\x1b`'],
    [0.5, '`0.5`'],
    [false, '`false`'],
    [[], 'an empty list'],
    [[1], 'a list'],
    [{}, 'an empty mapping'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5 }, 'a mapping of a, b, c, d, …'],
  ])('%j is found as %s', (value, words) => {
    expect(formatFound(value)).toBe(words);
  });
});
