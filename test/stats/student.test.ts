import { describe, expect, it } from 'vitest';
import { studentFactor } from '../../src/stats/student.js';

describe("the 97.5 % quantile of Student's t", () => {
  // Degrees of freedom and quantile, as printed in any table (Fisher & Yates, table III), and beyond it to five digits.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [4, 2.776],
    [9, 2.262],
    [19, 2.093],
    [29, 2.045],
    [30, 2.042],
    [31, 2.039513],
    [40, 2.021075],
    [60, 2.000298],
    [120, 1.97993],
    [1000, 1.962339],
  ])('with %i degrees of freedom is %f', (degrees, quantile) => {
    expect(studentFactor(degrees + 1)).toBeCloseTo(quantile, degrees > 30 ? 5 : 3);
  });

  it('falls with every further value, towards the normal one', () => {
    const factors = Array.from({ length: 500 }, (_, index) => studentFactor(index + 2));
    for (const [index, factor] of factors.entries())
      expect(factor).toBeLessThan(factors[index - 1] ?? Infinity);
    expect(studentFactor(1e9)).toBeCloseTo(1.959964, 6);
  });
});
