import { describe, expect, it } from 'vitest';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import { loadScenario } from '../../src/scenario/load.js';
import { runMain } from '../commands/console.js';

const names = (await bundledScenarios()).map(({ name }) => name);
const scenarios = await Promise.all(names.map((name) => loadScenario(name)));
const faulted = names.filter((_, index) => (scenarios[index]?.faults.length ?? 0) > 0);

describe.each(names)('what the bundled scenario %s claims', (name) => {
  // Another seed is another result, and the same story.
  it.each(['7', '2024'])('holds with seed %s', async (seed) => {
    const { code, stdout, stderr } = await runMain(['run', name, '--seed', seed, '--format', 'json']);
    const { expectations } = JSON.parse(stdout) as { expectations: { text: string; held: boolean }[] };
    expect(expectations.filter(({ held }) => !held)).toEqual([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

// A gate that holds either way says nothing of the fault.
it.each(faulted)('something that the bundled scenario %s claims comes of its faults', async (name) => {
  const gates = (await loadScenario(name)).expect.filter((gate) => !gate.includes('control.'));
  const flags = gates.flatMap((gate) => ['--expect', gate]);
  const { stdout } = await runMain(['run', name, '--no-faults', '--format', 'json', ...flags]);
  const { expectations } = JSON.parse(stdout) as { expectations: { text: string; held: boolean }[] };
  expect(expectations.map(({ text }) => text)).toEqual(gates);
  expect(expectations.some(({ held }) => !held)).toBe(true);
});

// To the character, at the 80 columns that it has where there is no terminal; and its gates hold with its own seed.
it.each(names)('the bundled scenario %s shows what it has shown before', async (name) => {
  const { code, stdout } = await runMain(['run', name]);
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot(`../golden/scenarios/${name}.txt`);
});

describe('the storm of retries', () => {
  // What its comments say: it takes four things, and without any one of them it passes.
  it.each([
    ['without the retry', ['--retries', '0']],
    ['without the work for nobody', ['--set', 'calls.cancelOnTimeout=true']],
    ['with something to spare', ['--concurrency', 'store=10']],
  ])('%s is over before the run is', async (_, flags) => {
    const { stdout } = await runMain(['run', 'retry-storm', ...flags, '--format', 'json']);
    const { modes } = JSON.parse(stdout) as { modes: { direct: { recoveryTime: number | null } } };
    expect(modes.direct.recoveryTime).toBeLessThanOrEqual(30_000);
  });
});
