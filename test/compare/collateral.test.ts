import { describe, expect, it } from 'vitest';
import { collateral } from '../../src/compare/collateral.js';
import type { Failures, RunMeasurements } from '../../src/measure/measurements.js';
import { measured } from './measured.js';

const NONE: Failures = { injected: 0, inherited: 0, overload: 0, timeout: 0, breaker: 0, declined: 0 };

function failing(services: Record<string, Partial<Failures>>): RunMeasurements {
  const like = measured();
  const one = Object.values(like.services)[0];
  if (one === undefined) throw new Error('a measured service was expected');
  return measured({
    services: Object.fromEntries(
      Object.entries(services).map(([name, failures]) => [
        name,
        { ...one, failures: { ...NONE, ...failures } },
      ]),
    ),
  });
}

describe('collateral', () => {
  it('is what fails at services that have no fault', () => {
    const run = failing({ orders: { inherited: 5, timeout: 2 }, payment: { injected: 9 }, shipping: {} });
    const control = failing({ orders: {}, payment: {}, shipping: {} });
    expect(collateral(run, control, new Set(['payment']))).toEqual({ collateral: 7, blastRadius: 1 });
  });

  it('is beyond what fails there without the faults, service by service', () => {
    const run = failing({
      orders: { timeout: 5 },
      shipping: { overload: 1, breaker: 3 },
      stock: { timeout: 1 },
    });
    const control = failing({ orders: { timeout: 2 }, shipping: { overload: 1 }, stock: { timeout: 4 } });
    // 5 - 2 and 4 - 1; that stock fails less makes up for nothing.
    expect(collateral(run, control, new Set())).toEqual({ collateral: 6, blastRadius: 2 });
  });

  it('is not a decline, which is an answer', () => {
    const run = failing({ orders: { declined: 5 } });
    expect(collateral(run, failing({ orders: {} }), new Set())).toEqual({ collateral: 0, blastRadius: 0 });
  });
});
