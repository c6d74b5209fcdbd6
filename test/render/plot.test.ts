import { describe, expect, it } from 'vitest';
import { plot, type PlotOptions } from '../../src/render/terminal/plot.js';

const strokes = { level: '-', upright: '|', leftUp: 'J', leftDown: 'T', upRight: 'r', downRight: 'L' };
const OPTIONS: PlotOptions = {
  width: 20,
  height: 5,
  format: String,
  meeting: '#',
  places: ['a', 'b', 'c'],
  frame: { corner: '+', side: '|', bottom: '_' },
};

function draw(values: readonly (number | null)[], options: Partial<PlotOptions> = {}): string[] {
  return plot([{ point: '*', strokes, values }], { ...OPTIONS, ...options });
}

describe('a curve', () => {
  it('is a line from place to place, with its corners, and a mark at each place', () => {
    expect(draw([0, 4, 4])).toMatchInlineSnapshot(`
      [
        "4 |        *-------*",
        "3 |      r-J",
        "2 |    r-J",
        "1 |  r-J",
        "0 |*-J",
        "  +_________________",
        "   a       b       c",
      ]
    `);
  });

  it('has gaps where nothing was measured', () => {
    const lines = draw([1, null, 1]);
    expect(lines.join('')).toMatch(/\*/);
    expect(lines.join('')).not.toMatch(/-|r|J/);
  });

  it('has a line above all others for what is never', () => {
    const lines = draw([1, null, 3], { never: 'never' });
    expect(lines[0]).toMatch(/^never \| +\*$/);
    expect(draw([1, 2, 3], { never: 'never' }).join('\n')).not.toContain('never');
  });
});

describe('the scale', () => {
  const ticks = (values: readonly number[], options: Partial<PlotOptions> = {}): string[] =>
    draw(values, { height: 13, ...options }).flatMap((line) => /^ *(\S+) \|/.exec(line)?.[1] ?? []);

  it('has round numbers, from 0 on', () => {
    expect(ticks([732, 987, 1680])).toEqual(['2000', '1500', '1000', '500', '0']);
  });

  it('begins above 0 where all values are far from it', () => {
    expect(ticks([0.973, 0.981, 0.99])).toEqual(['0.99', '0.985', '0.98', '0.975', '0.97']);
  });

  it('ends where no more is possible', () => {
    expect(ticks([0.2, 0.999], { most: 1 })).toEqual(['1', '0.8', '0.6', '0.4', '0.2', '0']);
  });

  it('stands around values that are all the same, and around 0', () => {
    expect(ticks([5, 5])).toEqual(['5', '4', '3', '2', '1', '0']);
    expect(ticks([0, 0]).at(-1)).toBe('0');
  });
});

describe('several curves', () => {
  it('meet in a mark of their own', () => {
    const both = [
      { point: '*', strokes, values: [1, 2] },
      { point: 'o', strokes, values: [1, 3] },
    ];
    const lines = plot(both, OPTIONS);
    expect(lines.filter((line) => line.includes('#'))).toEqual([expect.stringMatching(/\|#/)]);
    expect(lines.join('')).toMatch(/\*/);
  });
});

describe('the places', () => {
  it('that find no room are left out, but not the first and the last', () => {
    const lines = draw([1, 2, 3, 4, 5, 6], {
      places: ['100/s', '200/s', '300/s', '400/s', '500/s', '600/s'],
    });
    expect(lines.at(-1)).toMatch(/^ +100\/s .*600\/s$/);
    expect(lines.at(-1)).not.toContain('200/s');
  });
});
