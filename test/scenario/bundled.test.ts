import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { findFigure, readFigure } from '../../src/compare/figure-path.js';
import { formatExactCount, formatShare, formatTime } from '../../src/compare/quantities.js';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import { loadScenario } from '../../src/scenario/load.js';
import { CLAIMS, type Claim } from '../claims.js';
import { runMain } from '../commands/console.js';
import { expectSection, tableOf } from '../support/docs.js';

const names = (await bundledScenarios()).map(({ name }) => name);
const scenarios = await Promise.all(names.map((name) => loadScenario(name)));
const faulted = names.filter((_, index) => (scenarios[index]?.faults.length ?? 0) > 0);

/** Each runs once with its own seed: several tests look at what it measured. */
const measured = new Map<string, Promise<Comparison>>();

function measure(name: string): Promise<Comparison> {
  const known = measured.get(name) ?? measureWith(name);
  measured.set(name, known);
  return known;
}

async function measureWith(name: string, ...flags: string[]): Promise<Comparison> {
  const { stdout, stderr } = await runMain(['run', name, '--format', 'json', ...flags]);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Comparison;
}

function failedGates({ expectations }: Comparison): string[] {
  return expectations.filter(({ held }) => !held).map(({ text }) => text);
}

describe.each(names)('what the bundled scenario %s claims', (name) => {
  it('holds with its own seed', async () => {
    expect(failedGates(await measure(name))).toEqual([]);
  });

  // Another seed is another result, and the same story.
  it.each(['7', '2024'])('holds with seed %s', async (seed) => {
    expect(failedGates(await measureWith(name, '--seed', seed))).toEqual([]);
  });
});

// A gate that holds either way says nothing of the fault.
it.each(faulted)('something that the bundled scenario %s claims comes of its faults', async (name) => {
  const gates = (await loadScenario(name)).expect.filter((gate) => !gate.includes('control.'));
  const flags = gates.flatMap((gate) => ['--expect', gate]);
  const { stdout } = await runMain(['run', name, '--no-faults', '--format', 'json', ...flags]);
  const { expectations } = JSON.parse(stdout) as Comparison;
  expect(expectations.map(({ text }) => text)).toEqual(gates);
  expect(expectations.some(({ held }) => !held)).toBe(true);
});

const FORMATS = { count: formatExactCount, share: formatShare, time: formatTime };

function measuredIn(comparison: Comparison, mode: string, { figure, unit }: Claim): string {
  const value = readFigure(comparison, findFigure([mode, ...figure.split('.')]));
  if (typeof value !== 'number') throw new Error(`${mode}.${figure}: ${value.why}`);
  return FORMATS[unit](value);
}

// All of them in one file, so that an intended change of a figure is read in one place.
it('the bundled scenarios measure what they have measured before', { timeout: 120_000 }, async () => {
  const rows: string[][] = [];
  for (const name of names) {
    for (const [mode, run] of Object.entries((await measure(name)).modes)) {
      const { requests, goodput, responseTime, endToEnd, completionLag } = run;
      const services = Object.values(run.services);
      const count = (of: 'doubleEffects' | 'deadLettered'): string =>
        formatExactCount(services.reduce((sum, service) => sum + service[of], 0));
      const share = (count: number): string => formatShare(count / requests.offered);
      rows.push([
        name,
        mode,
        share(requests.accepted),
        share(requests.completed),
        formatShare(goodput ?? 0),
        formatTime(responseTime.p99),
        endToEnd.p99 === null ? 'never' : formatTime(endToEnd.p99),
        formatTime(completionLag.p99),
        count('doubleEffects'),
        count('deadLettered'),
      ]);
    }
  }
  const head = [
    'scenario',
    'mode',
    'accepted',
    'completed',
    'goodput',
    'response p99',
    'completion p99',
    'lag p99',
    'processed twice',
    'dead-lettered',
  ];
  await expect(tableOf([head, ...rows])).toMatchFileSnapshot('../golden/bundled.md');
});

it(
  'the README puts every claim to the test: its figures are those of a run',
  { timeout: 120_000 },
  async () => {
    const rows: string[][] = [];
    for (const claim of CLAIMS) {
      const { kind = '', claim: said = '', scenario, words, modes = ['direct', 'event'] } = claim;
      const comparison = await measure(scenario);
      const figures = modes.map((mode) => (mode === undefined ? '' : measuredIn(comparison, mode, claim)));
      rows.push([kind, said, `\`${scenario}\``, words, ...figures]);
    }
    const head = ['', 'claim', 'run', 'metric', 'direct', 'events', 'shared table'];
    expectSection('claims', tableOf([head, ...rows]));
  },
);

// Also where the control runs were spared.
it('list says which mode was measured to do better', { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await runMain(['list', '--format', 'json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const entries = JSON.parse(stdout) as { name: string; winner: string }[];
  expect(entries.map(({ name }) => name).sort()).toEqual(names);
  for (const entry of entries) {
    const { better } = await measure(entry.name);
    expect({ name: entry.name, winner: entry.winner }).toEqual({ name: entry.name, winner: better.mode });
  }
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
