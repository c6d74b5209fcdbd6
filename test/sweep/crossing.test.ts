import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCrossings, type AxisPoint } from '../../src/sweep/crossing.js';

type Difference = (at: number, seed: number) => number;

const MODES: [string, string] = ['event', 'direct'];

async function crossingsOf(
  difference: Difference,
  axis: readonly number[],
  { seeds = 5, canBe = () => true }: { seeds?: number; canBe?: (at: number) => boolean } = {},
) {
  const measured: number[] = [];
  const differencesAt = (at: number): number[] =>
    Array.from({ length: seeds }, (_, seed) => difference(at, seed));
  const places = axis.map((at): AxisPoint => ({ at, differences: differencesAt(at) }));
  const crossings = await findCrossings(MODES, places, (at) => {
    measured.push(at);
    return Promise.resolve(canBe(at) ? differencesAt(at) : undefined);
  });
  return { crossings, measured };
}

describe('where two modes cross', () => {
  it('is found between two places, and said who is lower before it', async () => {
    const { crossings } = await crossingsOf((at, seed) => 38 - at + (seed - 2) * 0.1, [0, 20, 40, 60]);
    expect(crossings).toHaveLength(1);
    expect(crossings[0]?.at).toBeCloseTo(38, 6);
    expect(crossings[0]).toMatchObject({ modes: MODES, lowerBelow: 'direct' });
    expect((await crossingsOf((at) => at - 38, [0, 20, 40, 60])).crossings[0]?.lowerBelow).toBe('event');
  });

  it('is found on a curve, far from halfway', async () => {
    const { crossings } = await crossingsOf((at) => Math.exp(at) - Math.exp(0.93), [0, 1]);
    expect(crossings[0]?.at).toBeCloseTo(0.93, 3);
  });

  it('has the interval that the noise has, by the slope', async () => {
    // The mean of five values that are -1, -0.5, 0, 0.5, 1 off has 2.7764 * 0.7906 / sqrt(5) = 0.9816 to each side.
    const { crossings } = await crossingsOf((at, seed) => 2 * (at - 10) + (seed - 2) / 2, [0, 8, 16, 24]);
    expect(crossings[0]?.at).toBeCloseTo(10, 6);
    expect(crossings[0]?.interval?.[0]).toBeCloseTo(10 - 0.9816 / 2, 3);
    expect(crossings[0]?.interval?.[1]).toBeCloseTo(10 + 0.9816 / 2, 3);
  });

  it('has an interval that is wider where the curve is flatter', async () => {
    const bent: Difference = (at, seed) => (at < 10 ? at - 10 : (at - 10) / 5) + (seed - 2) / 2;
    const { crossings } = await crossingsOf(bent, [0, 8, 16, 24]);
    const [low = NaN, high = NaN] = crossings[0]?.interval ?? [];
    expect(10 - low).toBeCloseTo(0.98, 1);
    expect(high - 10).toBeCloseTo(4.9, 0);
  });

  it('with one run has no interval', async () => {
    const { crossings } = await crossingsOf((at) => at - 3, [0, 4, 8], { seeds: 1 });
    expect(crossings).toEqual([{ modes: MODES, at: 3, interval: null, lowerBelow: 'event' }]);
  });

  it('without noise has an interval of no width', async () => {
    const { crossings } = await crossingsOf((at) => at - 3, [0, 4, 8]);
    expect(crossings[0]?.interval).toEqual([3, 3]);
  });

  it('is exactly at a place where there is no difference at all', async () => {
    const { crossings } = await crossingsOf((at) => at - 4, [0, 4, 8]);
    expect(crossings.map(({ at }) => at)).toEqual([4]);
  });

  it('may be more than one', async () => {
    const { crossings } = await crossingsOf((at) => (at - 3) * (at - 17), [0, 5, 10, 15, 20]);
    expect(crossings.map(({ at, lowerBelow }) => [Math.round(at * 100) / 100, lowerBelow])).toEqual([
      [3, 'direct'],
      [17, 'event'],
    ]);
  });

  it('is none where the difference only touches zero, or never changes its sign', async () => {
    expect((await crossingsOf((at) => (at - 4) * (at - 4), [0, 4, 8])).crossings).toEqual([]);
    expect((await crossingsOf(() => 0, [0, 4, 8])).crossings).toEqual([]);
    const { crossings, measured } = await crossingsOf((at) => at + 1, [0, 4, 8]);
    expect({ crossings, measured }).toEqual({ crossings: [], measured: [] });
  });

  it('is none that noise makes: signs count where the difference is significant', async () => {
    const noise: Difference = (at, seed) => [-9, 5, -3, 8, 1][(at * 7 + seed * 3) % 5] ?? 0;
    const axis = Array.from({ length: 30 }, (_, index) => index);
    expect((await crossingsOf(noise, axis)).crossings).toEqual([]);
    // Between two places that are certain, one crossing and no more, however often the means in between change sides.
    const drifting: Difference = (at, seed) => (at < 5 ? -100 : at > 25 ? 100 : 0) + noise(at, seed);
    const { crossings } = await crossingsOf(drifting, axis);
    expect(crossings).toHaveLength(1);
    expect(crossings[0]?.interval?.[0]).toBeLessThan(5);
    expect(crossings[0]?.interval?.[1]).toBeGreaterThan(25);
  });

  it('among whole numbers is between two of them', async () => {
    const { crossings, measured } = await crossingsOf((at) => at - 9.4, [4, 8, 19], {
      canBe: Number.isInteger,
    });
    expect(crossings[0]?.between).toEqual([9, 10]);
    expect(measured.filter(Number.isInteger)).toEqual([13, 10, 9]);
  });

  it('is within its interval as often as it says', async () => {
    let seed = 7;
    const uniform = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const normal = (): number => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
    let held = 0;
    for (let trial = 0; trial < 300; trial += 1) {
      // What luck does to the difference is the same along the axis for each seed, as with common luck.
      const offsets = Array.from({ length: 5 }, normal);
      const { crossings } = await crossingsOf((at, run) => 3 * (at - 5) + (offsets[run] ?? 0), [0, 4, 8]);
      const [low = NaN, high = NaN] = crossings[0]?.interval ?? [];
      if (low <= 5 && 5 <= high) held += 1;
    }
    expect(held / 300).toBeGreaterThan(0.92);
    expect(held / 300).toBeLessThan(0.98);
  });

  it('lies between the places that it was found between, and inside of its interval', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.01, max: 9.99, noNaN: true }),
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }),
        async (zero, slope, noise) => {
          const { crossings } = await crossingsOf(
            (at, seed) => slope * (at - zero) + (noise[seed] ?? 0),
            [0, 2, 4, 6, 8, 10],
            { seeds: noise.length },
          );
          for (const { at, interval } of crossings) {
            const [low = NaN, high = NaN] = interval ?? [];
            expect(low).toBeLessThanOrEqual(at);
            expect(high).toBeGreaterThanOrEqual(at);
            expect(low).toBeGreaterThanOrEqual(0);
            expect(high).toBeLessThanOrEqual(10);
          }
        },
      ),
    );
  });
});
