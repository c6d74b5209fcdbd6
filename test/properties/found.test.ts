import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { ACCOUNTS } from './accounts.js';
import { LUCK } from './luck.js';

// What was wrong once, as the scenario file that a failed property prints: it stays right whatever the seeds.
const FOUND = fileURLToPath(new URL('found/', import.meta.url));

describe.each(readdirSync(FOUND))('in %s', (file) => {
  it.each([...ACCOUNTS, ...LUCK])('$name', async ({ problems }) => {
    expect(await problems(await loadScenario(`${FOUND}${file}`))).toEqual([]);
  });
});
