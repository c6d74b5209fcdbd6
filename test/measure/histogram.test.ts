import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../src/measure/histogram.js';

function histogramOf(values: Iterable<number>): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** The value at the rank that a share has among all, by definition. */
function nearestRank(values: readonly number[], percent: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil((percent * values.length) / 100) - 1)] ?? 0;
}

/** Times in milliseconds of very different lengths, also none. */
const time = fc.oneof(
  fc.constantFrom(0, 1, 1000),
  fc.nat(100),
  fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  fc.double({ min: 1e3, max: 3e10, noNaN: true }),
);
const percent = fc.oneof(fc.constantFrom(50, 95, 99, 100), fc.double({ min: 0, max: 100, noNaN: true }));

/** More of them than are kept as they are. */
const many = fc
  .tuple(fc.array(time, { minLength: 1, maxLength: 400, size: 'max' }), fc.integer({ min: 2049, max: 6000 }))
  .map(([values, length]) =>
    // The same values come again and again, a little longer each time.
    Array.from(
      { length },
      (_, n) => (values[n % values.length] ?? 0) * (1 + Math.floor(n / values.length) / 64),
    ),
  );

describe('a histogram', () => {
  it('of nothing is all zeros', () => {
    expect(new Histogram().times()).toEqual({ count: 0, mean: 0, sd: 0, p50: 0, p95: 0, p99: 0, max: 0 });
  });

  it('of one value has it as its mean, its percentiles and its maximum', () => {
    expect(histogramOf([7.3]).times()).toEqual({
      count: 1,
      mean: 7.3,
      sd: 0,
      p50: 7.3,
      p95: 7.3,
      p99: 7.3,
      max: 7.3,
    });
  });

  it('gives percentiles by nearest rank, exactly, of up to 2,048 values', () => {
    fc.assert(
      fc.property(
        fc.array(time, { minLength: 1, maxLength: 2048, size: 'max' }),
        percent,
        (values, share) => {
          expect(histogramOf(values).percentile(share)).toBe(nearestRank(values, share));
        },
      ),
      { numRuns: 100, seed: 42 },
    );
    const full = Array.from({ length: 2048 }, (_, n) => 1 + n * 1.000001);
    for (const share of [1, 50, 95, 99, 100]) {
      expect(histogramOf(full).percentile(share)).toBe(nearestRank(full, share));
    }
  });

  it('gives them within 0.1 % of any number of values', () => {
    fc.assert(
      fc.property(many, percent, (values, share) => {
        const expected = nearestRank(values, share);
        const found = histogramOf(values).percentile(share);
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(expected * 0.001);
      }),
      { numRuns: 100, seed: 42 },
    );
  });

  it('keeps its count, mean, deviation and maximum exact', () => {
    fc.assert(
      fc.property(many, (values) => {
        const { count, mean, sd, max } = histogramOf(values).times();
        const expectedMean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - expectedMean) ** 2, 0) / values.length;
        const largest = Math.max(...values);
        expect(count).toBe(values.length);
        expect(max).toBe(largest);
        // Rounding alone.
        expect(Math.abs(mean - expectedMean)).toBeLessThanOrEqual(largest * 1e-12);
        expect(Math.abs(sd - Math.sqrt(variance))).toBeLessThanOrEqual(largest * 1e-6);
      }),
      { numRuns: 100, seed: 42 },
    );
  });

  it('tells values apart that differ little, beside a large one that is the same for all', () => {
    // A day, and 0 or 1 ms: the deviation is half a millisecond.
    const values = Array.from({ length: 10_000 }, (_, n) => 86_400_000 + (n % 2));
    expect(histogramOf(values).times().sd).toBeCloseTo(0.5, 9);
  });

  it('has zeros that stay zero', () => {
    const values = Array.from({ length: 5000 }, (_, n) => (n % 100 === 0 ? 12 : 0));
    expect(histogramOf(values).times()).toMatchObject({ p50: 0, p95: 0, p99: 0, max: 12 });
    expect(histogramOf(new Array<number>(5000).fill(0)).times()).toEqual({
      count: 5000,
      mean: 0,
      sd: 0,
      p50: 0,
      p95: 0,
      p99: 0,
      max: 0,
    });
  });

  it('has percentiles that rise with their share, and none outside its values', () => {
    fc.assert(
      fc.property(many, percent, percent, (values, one, other) => {
        const histogram = histogramOf(values);
        const [low, high] = [
          histogram.percentile(Math.min(one, other)),
          histogram.percentile(Math.max(one, other)),
        ];
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
      }),
      { numRuns: 50, seed: 42 },
    );
  });

  it('may be asked at any time, and goes on counting', () => {
    fc.assert(
      fc.property(many, fc.nat(6000), (values, at) => {
        const asked = histogramOf(values.slice(0, at));
        asked.times();
        for (const value of values.slice(at)) asked.record(value);
        const { mean, sd, ...others } = asked.times();
        const { mean: expectedMean, sd: expectedSd, ...expected } = histogramOf(values).times();
        expect(others).toEqual(expected);
        expect(mean).toBeCloseTo(expectedMean, 9);
        expect(sd).toBeCloseTo(expectedSd, 6);
      }),
      { numRuns: 50, seed: 42 },
    );
  });

  it('is as new when it has been cleared, whatever was in it', () => {
    fc.assert(
      fc.property(many, fc.array(time, { minLength: 1, maxLength: 50 }), (before, after) => {
        const histogram = histogramOf(before);
        histogram.clear();
        for (const value of after) histogram.record(value);
        expect(histogram.times()).toEqual(histogramOf(after).times());
      }),
      { numRuns: 50, seed: 42 },
    );
  });
});
