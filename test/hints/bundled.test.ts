import { expect, it } from 'vitest';
import { findHints } from '../../src/hints/find-hints.js';
import { loadScenario } from '../../src/scenario/load.js';
import { bundledSources, STARTER } from '../../src/scenario/sources.js';

/** What each of them is about; the others have no hint. */
const ABOUT: Record<string, string[]> = {
  // Workers that are held for a slow service behind them.
  'each-at-its-own-speed': ['overloaded'],
  'sustained-overload': ['overloaded'],
  // Retries at every link of a chain.
  'long-chain': ['retries-outlast-caller'],
  // A call that nobody waits for.
  'new-subscriber': ['timeout-below-p99'],
  // What is done twice.
  duplicates: ['redelivered-not-idempotent'],
  'broker-crash': ['redelivered-not-idempotent'],
  'lost-acknowledgements': ['redelivered-not-idempotent'],
  'shared-table': ['redelivered-not-idempotent'],
};

async function codesOf(name: string): Promise<string[]> {
  return [...new Set(findHints(await loadScenario(name)).map(({ code }) => code))];
}

it('the bundled scenarios have the hints that they are about, and no others', async () => {
  const found: Record<string, string[]> = {};
  for (const { name } of await bundledSources()) {
    const codes = await codesOf(name);
    if (codes.length > 0) found[name] = codes;
  }
  expect(found).toEqual(ABOUT);
});

it('the scenario to start from has none', async () => {
  expect(await codesOf(STARTER)).toEqual([]);
});
