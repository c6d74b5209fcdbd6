import { describe, it } from 'vitest';
import { problemsOf } from './invariants.js';
import { holdsForAll } from './holds.js';
import { keepBooks } from './ledger.js';
import { scenarios } from './scenarios.js';

describe('whatever the scenario', () => {
  it('the books are in order', async () => {
    await holdsForAll(scenarios(), async (scenario) => {
      const runs = [await keepBooks(scenario, 'direct'), await keepBooks(scenario, 'event')];
      return runs.flatMap(problemsOf);
    });
  });
});
