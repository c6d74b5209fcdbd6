import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import { findHints } from '../../src/hints/find-hints.js';
import { readScenario } from '../../src/scenario/read.js';
import type { ScenarioSource } from '../../src/scenario/sources.js';
import { prepareScenarios, readPrepared } from '../../src/scenario/prepared.js';
import { folderWith, TWO_STEPS } from './files.js';

interface Prepared {
  scenario: { seed: number };
  madeOf: [path: string, content: string][];
}

const prepareIn = async (change: (prepared: Prepared) => void = () => undefined) => {
  const folder = folderWith({});
  await prepareScenarios(findHints, folder);
  const sources = await bundledScenarios();
  for (const { name } of sources) {
    const file = join(folder, `${name}.json`);
    const prepared = JSON.parse(readFileSync(file, 'utf8')) as Prepared;
    change(prepared);
    writeFileSync(file, JSON.stringify(prepared));
  }
  return { folder, sources };
};

async function readAnew(source: ScenarioSource) {
  const scenario = await readScenario(source);
  return { scenario, hints: findHints(scenario) };
}

describe('a prepared scenario', () => {
  it('is the one that would be read', async () => {
    const { folder, sources } = await prepareIn();
    for (const source of sources) expect(await readPrepared(source, folder)).toEqual(await readAnew(source));
    expect(sources.length).toBeGreaterThanOrEqual(9);
  });

  it('does not stand in for a file that has changed since, be it the scenario or its workflow', async () => {
    for (const changed of ['slow-payment.yaml', 'order-fulfilment.yaml']) {
      const { folder, sources } = await prepareIn(({ madeOf }) => {
        for (const made of madeOf) if (basename(made[0]) === changed) made[1] += '\n';
      });
      const source = sources.find(({ name }) => name === 'slow-payment');
      expect(source).toBeDefined();
      if (source !== undefined) expect(await readPrepared(source, folder)).toBeUndefined();
    }
  });

  it("does not stand in for a user's file of the same name", async () => {
    const { folder } = await prepareIn();
    const path = join(folderWith({ 'healthy.yaml': TWO_STEPS }), 'healthy.yaml');
    expect(await readPrepared({ name: 'healthy', path }, folder)).toBeUndefined();
  });

  it('may be missing', async () => {
    const [source] = await bundledScenarios();
    expect(source).toBeDefined();
    if (source !== undefined) expect(await readPrepared(source, folderWith({}))).toBeUndefined();
  });
});
