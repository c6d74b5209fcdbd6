import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareAttempts } from './luck.js';
import { scenarios } from './random/scenarios.js';

it('there are attempts that are made in several modes and with several policies, to be compared', async () => {
  let compared = 0;
  for (const scenario of fc.sample(scenarios(), { numRuns: 10, seed: 42 })) {
    compared += (await compareAttempts(scenario)).count;
  }
  expect(compared).toBeGreaterThan(1000);
});
