import { describe, expect, it } from 'vitest';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import { loadScenario } from '../../src/scenario/load.js';
import { BASE_MODES } from '../../src/modes/registry.js';
import { problemsOf } from './invariants/index.js';
import { keepBooks } from './books/keep-books.js';

const names = (await bundledScenarios()).map(({ name }) => name);

describe.each(names)('the books of the bundled scenario %s are in order', (name) => {
  it.each(BASE_MODES)('in %s mode', async (mode) => {
    expect(problemsOf(await keepBooks(await loadScenario(name), mode))).toEqual([]);
  });
});
