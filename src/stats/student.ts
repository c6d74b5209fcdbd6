import { incompleteBeta } from './beta.js';

/**
 * 97.5 % quantiles of Student's t distribution, for 1 to 30 degrees of freedom.
 * Fisher & Yates, *Statistical Tables for Biological, Agricultural and Medical Research*, table III.
 */
const TABLE = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604,
  2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555,
  2.0518, 2.0484, 2.0452, 2.0423,
];
const Z = 1.959963984540054;

/** How many standard errors a 95 % interval reaches to each side of the mean of `count` values (two or more). */
export function studentFactor(count: number): number {
  const degrees = count - 1;
  const tabulated = TABLE[degrees - 1];
  if (tabulated !== undefined) return tabulated;
  // Cornish-Fisher expansion about the normal quantile (Abramowitz & Stegun 26.7.5); within 1e-5 from 31 on.
  const z2 = Z * Z;
  const first = (Z * (z2 + 1)) / (4 * degrees);
  const second = (Z * (5 * z2 * z2 + 16 * z2 + 3)) / (96 * degrees * degrees);
  const third = (Z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15)) / (384 * degrees * degrees * degrees);
  return Z + first + second + third;
}

/**
 * How likely Student's t is to lie at least as far from zero, on either side.
 *
 * @param degrees of freedom, which need not be whole
 */
export function studentTails(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** How far from zero 95 % of Student's t lie, for any degrees of freedom from one on. */
export function studentQuantile(degrees: number): number {
  let [low, high] = [Z, TABLE[0] ?? Z];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (studentTails(middle, degrees) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}
