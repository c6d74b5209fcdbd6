import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, drawAxis } from '../../src/render/trace-axis.js';

describe('a time axis', () => {
  it.each([
    [4190, 61, '0             1 s            2 s           3 s            4 s'],
    [1500, 61, '0                   0.5 s               1 s'],
    [180, 61, '0               50 ms            100 ms           150 ms'],
    [30_400, 61, '0         5 s       10 s      15 s      20 s      25 s'],
    [0.4, 61, '0              100 µs         200 µs         300 µs'],
    [1_200_000, 61, '0              5 min          10 min         15 min'],
    [90_000_000, 61, '0           5 h         10 h        15 h        20 h'],
  ])('of %d ms has round ticks', (length, cells, line) => {
    expect(drawAxis({ length, cells })).toBe(line);
  });

  it('has each label at its moment, and keeps to its width, whatever its length', () => {
    const lengths = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 8, max: 300 }), (length, cells) => {
        const line = drawAxis({ length, cells });
        expect(line.length).toBeLessThanOrEqual(cells);
        expect(line.startsWith('0')).toBe(true);
        const units: Record<string, number> = { µs: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
        for (const found of line.matchAll(/([\d.]+) (µs|ms|s|min|h)/g)) {
          const at = Number(found[1]) * units[found[2]!]!;
          expect(Math.abs(cellOf(at, { length, cells }) - found.index)).toBeLessThanOrEqual(1);
          expect(found[1]).toMatch(/^[\d.]+$/);
        }
      }),
    );
  });
});
