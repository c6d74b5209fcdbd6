import { expect, it } from 'vitest';
import { normalQuantile, Z99 } from '../../src/engine/normal.js';

// Abramowitz and Stegun, table 26.5, and the values that Wichura prints for AS 241.
it.each([
  [0.5, 0],
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167813],
  [1e-20, -9.26234008979841],
  [0.75, 0.6744897501960817],
  [0.9, 1.2815515655446004],
  [0.95, 1.6448536269514722],
  [0.975, 1.959963984540054],
  [0.99, 2.3263478740408408],
  [0.000001, -4.753424308822899],
])('a share of %d of a standard normal lies below %d', (share, value) => {
  expect(normalQuantile(share)).toBeCloseTo(value, 12);
});

it('the 99th percentile is the one that lognormals are read by', () => {
  expect(normalQuantile(0.99)).toBeCloseTo(Z99, 14);
});

it('is odd about the median, and rises', () => {
  let before = -Infinity;
  for (let share = 0.0005; share < 1; share += 0.001) {
    const value = normalQuantile(share);
    expect(value).toBeGreaterThan(before);
    expect(normalQuantile(1 - share)).toBeCloseTo(-value, 9);
    before = value;
  }
});
