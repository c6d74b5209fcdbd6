import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadRunnable } from '../../src/commands/runnable-scenario.js';
import { changesOf } from '../../src/flags/changes.js';
import { loadScenario } from '../../src/scenario/load.js';
import { findScenarios } from '../../src/scenario/sources.js';
import { folderWith, load, problemOf, TWO_STEPS } from '../scenario/files.js';

const STANDS_ON = 'workflow: order-fulfilment\nlook: the orders\n';
const KNOWN = '(there are playback, history, recommendations, billing, royalties, database)';

describe('--workflow', () => {
  const home = process.cwd();
  afterEach(() => {
    process.chdir(home);
  });

  it('puts another bundled workflow in the place of the one that the scenario names', async () => {
    const scenario = await load(STANDS_ON, { workflow: 'streaming' });
    expect(scenario.workflow).toBe('streaming');
    expect(Object.keys(scenario.services)).toContain('playback');
    expect(Object.keys(scenario.services)).not.toContain('payment');
    // It was written about orders.
    expect(scenario.look).toEqual([]);
  });

  it('takes a file, by its path from where the shell is, and keeps its content, not its name', async () => {
    const here = folderWith({ 'w.yaml': TWO_STEPS });
    const elsewhere = folderWith({ 's.yaml': STANDS_ON });
    process.chdir(here);
    const scenario = await loadScenario(join(elsewhere, 's.yaml'), changesOf({ workflow: './w.yaml' }));
    expect(scenario).not.toHaveProperty('workflow');
    expect(Object.keys(scenario.services)).toEqual(['a', 'payment']);
  });

  it('with --set workflow=… the path begins at the scenario, as if it stood there', async () => {
    const folder = folderWith({ 'w.yaml': TWO_STEPS, 's.yaml': STANDS_ON });
    const scenario = await loadScenario(join(folder, 's.yaml'), changesOf({ set: ['workflow=w.yaml'] }));
    expect(scenario).not.toHaveProperty('workflow');
    expect(Object.keys(scenario.services)).toEqual(['a', 'payment']);
  });

  it('keeps what the scenario lays over it, where the services are there', async () => {
    const { services, faults } = await load(
      `${STANDS_ON}services: { payment: { concurrency: 3 } }\nfaults: [{ kind: hang, target: payment }]\n`,
      { workflow: 'ride-request' },
    );
    expect(services.payment?.concurrency).toBe(3);
    expect(faults).toHaveLength(1);
  });

  it.each<[what: string, content: string, code: string, message: string]>([
    [
      'a fault',
      `${STANDS_ON}faults: [{ kind: hang, target: notification }, { kind: outage, target: biling }]\n`,
      'unknown-service',
      `--workflow streaming: faults[0].target: there is no service \`notification\` ${KNOWN}\nand 1 more:\n  --workflow streaming: faults[1].target: there is no service \`biling\`: did you mean \`billing\`? ${KNOWN.replace('database)', 'bus, database)')}`,
    ],
    [
      'an overlay',
      `${STANDS_ON}services: { histori: { concurrency: 3 } }\n`,
      'unused-service',
      '--workflow streaming: services.histori: no step uses the service `histori`: did you mean `history`? (the steps use playback, history, recommendations, billing, royalties)',
    ],
  ])('says that %s names a service which the other workflow has not', async (_, content, code, message) => {
    expect(await problemOf(content, { workflow: 'streaming' })).toEqual({ code, message });
  });

  it('blames nobody but the file for a mistake that is not one of names', async () => {
    const { message } = await problemOf(`${STANDS_ON}seed: many\n`, { workflow: 'streaming' });
    expect(message).toMatch(/^s\.yaml:3:7: seed: found `many`/);
  });

  it('says so where the scenario has steps of its own', async () => {
    const { code, message } = await problemOf(TWO_STEPS, { workflow: 'streaming' });
    expect(code).toBe('own-workflow');
    expect(message).toBe(
      '--workflow streaming: s.yaml has steps of its own, and no workflow that another could stand in for',
    );
  });

  it('makes an experiment of a bundled scenario, which claims nothing about it', async () => {
    const [source] = await findScenarios(['healthy']);
    if (source === undefined) throw new Error('no healthy');
    expect((await loadRunnable(source, { workflow: 'streaming' })).gates).toEqual([]);
    expect((await loadRunnable(source)).gates).not.toEqual([]);
  });
});
