import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grid } from '../../src/render/terminal/grid.js';
import { cutTo, padTo, widthOf } from '../../src/render/width.js';
import { pinned } from '../support/random.js';

const HALF = /\p{Cs}/u;

describe('the width of a text', () => {
  it('is in columns: a wide character takes two, an accent of its own none', () => {
    expect(['abc · –', '支払い', 'e\u0301', '😀'].map(widthOf)).toEqual([7, 6, 1, 2]);
  });

  it('is what it is filled up to', () => {
    expect([padTo('支払', 6), padTo('long', 2)]).toEqual(['支払  ', 'long']);
  });

  it('is never more than what it is cut to, and no character is cut in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const cut = cutTo(text, width, '…');
        expect(widthOf(cut)).toBeLessThanOrEqual(width);
        expect(cut).not.toMatch(HALF);
        if (widthOf(text) <= width) expect(cut).toBe(text);
      }),
      pinned(100),
    );
  });
});

describe('a column', () => {
  it.each([true, false])('stands straight beside wide characters that have no room (wrapped: %s)', (wrap) => {
    const lines = grid(
      [
        { width: 9, align: 'left', wrap },
        { width: 5, align: 'right' },
      ],
      [
        ['😀'.repeat(20), '1'],
        ['\u001b[1m支払\u001b[22m い', '2'],
      ],
      '…',
    );
    const figures = lines.filter((line) => /\d$/.test(line));
    expect(figures.map(widthOf)).toEqual([14, 14]);
    expect(lines.join('\n')).not.toMatch(HALF);
  });
});
