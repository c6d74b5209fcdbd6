import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Luck, threefry } from '../../src/engine/luck.js';

/** As the Random123 distribution prints its known answers. */
function hex(words: readonly number[]): string {
  return words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');
}

describe('Threefry-2x32 with 13 rounds', () => {
  // Random123, tests/kat_vectors.
  it('gives the published answers', () => {
    expect(hex(threefry(0, 0, 0, 0))).toBe('9d1c5ec6 8bd50731');
    expect(hex(threefry(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff))).toBe('fd36d048 2d17272c');
    expect(hex(threefry(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))).toBe('ba3e4725 f27d669e');
  });
});

describe('a draw', () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });

  it('is strictly between 0 and 1', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), word, word, (seed, request, attempt) => {
        const draws = new Luck(seed).draws('work', 'a').at(request, attempt);
        for (let time = 0; time < 5; time += 1) {
          const number = draws.next();
          expect(number).toBeGreaterThan(0);
          expect(number).toBeLessThan(1);
        }
      }),
    );
  });

  it('is a function of what it is for, and of nothing that was drawn before', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        word,
        word,
        fc.array(fc.tuple(word, word)),
        (seed, request, attempt, others) => {
          const fresh = new Luck(seed).draws('work', 'a').at(request, attempt).next();
          const used = new Luck(seed).draws('work', 'a');
          for (const [otherRequest, otherAttempt] of others) used.at(otherRequest, otherAttempt).next();
          expect(used.at(request, attempt).next()).toBe(fresh);
        },
      ),
    );
  });

  it('differs by seed, all of its 53 bits, by request, by attempt, by kind and by name', () => {
    const luck = new Luck(42);
    const numbers = [
      luck.draws('work', 'a').at(1, 1).next(),
      new Luck(43).draws('work', 'a').at(1, 1).next(),
      new Luck(42 + 2 ** 40).draws('work', 'a').at(1, 1).next(),
      luck.draws('work', 'a').at(2, 1).next(),
      luck.draws('work', 'a').at(1, 2).next(),
      luck.draws('errors', 'a').at(1, 1).next(),
      luck.draws('work', 'b').at(1, 1).next(),
      // Names do not run into each other.
      luck.draws('wor', 'ka').at(1, 1).next(),
      luck.draws('worka').at(1, 1).next(),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('is spread evenly over 0 to 1, from request to request and from attempt to attempt', () => {
    for (const what of ['request', 'attempt']) {
      const draws = new Luck(1).draws('work', 'a');
      const bins = new Array<number>(100).fill(0);
      for (let n = 0; n < 100_000; n += 1) {
        const draw = what === 'request' ? draws.at(n, 1) : draws.at(1, n);
        const bin = Math.floor(draw.next() * 100);
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
      const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
      // 99 degrees of freedom: 99.9 % are below 148.
      expect(chiSquare).toBeLessThan(148);
    }
  });

  it('says nothing of the draws next to it', () => {
    const luck = new Luck(7);
    const [work, errors] = [luck.draws('work', 'a'), luck.draws('errors', 'a')];
    let product = 0;
    const n = 50_000;
    for (let request = 0; request < n; request += 1) {
      product += (work.at(request, 1).next() - 0.5) * (errors.at(request, 1).next() - 0.5);
    }
    // The correlation of independent numbers has a standard error of 1 / sqrt(n); the variance of each is 1/12.
    expect(Math.abs((product / n) * 12)).toBeLessThan(4 / Math.sqrt(n));
  });
});
