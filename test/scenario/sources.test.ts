import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import { findScenarios, loadScenario } from '../../src/scenario/load.js';
import { folderWith, TWO_STEPS } from './files.js';

const BUNDLED = [
  'answer-needed-now',
  'breaker-helps',
  'broker-crash',
  'broker-outage',
  'crash-midway',
  'database-outage',
  'declined-after-accepted',
  'duplicates',
  'each-at-its-own-speed',
  'flaky-inventory',
  'frozen-payment',
  'hanging-payment',
  'healthy',
  'long-chain',
  'lossy-network',
  'lost-acknowledgements',
  'lost-without-outbox',
  'new-subscriber',
  'out-of-order',
  'playback',
  'poison-message',
  'quiet-and-simple',
  'random-outages',
  'read-your-writes',
  'retry-storm',
  'rolling-deploy',
  'shared-table',
  'shipping-outage',
  'slow-payment',
  'surge',
  'sustained-overload',
  'traffic-spike',
  'two-services',
  'what-a-load-test-says',
];

describe('scenarios are found', () => {
  it('by their bundled names', async () => {
    const [source] = await findScenarios(['slow-payment']);
    expect(source?.name).toBe('slow-payment');
    expect(basename(source?.path ?? '')).toBe('slow-payment.yaml');
  });

  it('by the paths of their files, in the order given', async () => {
    const folder = folderWith({ 'b.yml': TWO_STEPS, 'a.json': '{}', plain: TWO_STEPS });
    const names = ['b.yml', 'a.json', 'plain'].map((name) => join(folder, name));
    expect((await findScenarios([...names, 'healthy'])).map(({ name }) => name)).toEqual([
      ...names,
      'healthy',
    ]);
  });

  it('by the folder that they are in, and by no other file there', async () => {
    const folder = folderWith({ 'b.yaml': '', 'a.yml': '', 'c.json': '', 'readme.md': '', 'd.yaml.bak': '' });
    mkdirSync(join(folder, 'workflows.yaml'));
    const sources = await findScenarios([folder]);
    expect(sources).toEqual(
      ['a.yml', 'b.yaml', 'c.json'].map((name) => ({ name: join(folder, name), path: join(folder, name) })),
    );
  });

  it.each([
    [
      'slow-paymnet',
      'unknown-scenario',
      /^unknown scenario `slow-paymnet`, neither bundled nor a file: did you mean `slow-payment`\? \(`coupling-demo list` has all \d+\)$/,
    ],
    ['nowhere/s.yaml', 'no-such-file', /^nowhere\/s\.yaml: there is no such file$/],
    ['nowhere.json', 'no-such-file', /^nowhere\.json: there is no such file$/],
    ['\u001b[2J', 'unknown-scenario', /^unknown scenario `\\x1b\[2J`/],
    ['a\0b/', 'no-such-file', /^a\\u\{0\}b\/: there is no such file$/],
  ])('but %j is none', async (arg, code, message) => {
    await expect(findScenarios([arg])).rejects.toThrow(message);
    await expect(findScenarios([arg])).rejects.toMatchObject({ code });
  });

  it('but not in a folder without any', async () => {
    await expect(findScenarios([folderWith({ 'readme.md': '' })])).rejects.toThrow(
      /: the folder has no scenario files \(\.yaml, \.yml, \.json\)$/,
    );
  });

  it('one at a time, where one is wanted', async () => {
    await expect(loadScenario(folderWith({ 'a.yaml': '', 'b.yaml': '' }))).rejects.toThrow(
      /: it has 2 scenarios: name one of them \(there are \S+a\.yaml, \S+b\.yaml\)$/,
    );
    expect((await loadScenario(folderWith({ 'only.yaml': TWO_STEPS }))).title).toBe('only');
  });
});

describe('a workflow is laid under its scenario', () => {
  const workflow = `title: Two steps\n${TWO_STEPS}caller: { timeout: 9s }\n`;
  const loadOver = async (scenario: string) => {
    const folder = folderWith({ 'w.yaml': workflow, 's.yaml': scenario });
    return loadScenario(join(folder, 's.yaml'));
  };

  it('from a file beside it, whose name is not kept: its content is', async () => {
    const scenario = await loadOver('workflow: ./w.yaml\n');
    expect(scenario).not.toHaveProperty('workflow');
    expect(scenario).toMatchObject({ title: 'Two steps', caller: { timeout: '9s' } });
  });

  it('by its bundled name, which is kept', async () => {
    const folder = folderWith({ 's.yaml': 'workflow: order-fulfilment\ntitle: Mine\n' });
    expect(await loadScenario(join(folder, 's.yaml'))).toMatchObject({
      title: 'Mine',
      workflow: 'order-fulfilment',
    });
  });

  it('field by field: mappings are laid over, lists replace', async () => {
    const scenario = await loadOver(
      'workflow: w.yaml\nservices: { payment: { concurrency: 8 } }\nsteps: [{ service: payment, emits: X }, { service: a, on: X }]\n',
    );
    expect(scenario.services.payment).toMatchObject({ latency: { value: '5ms' }, concurrency: 8 });
    expect(scenario.steps.map(({ name }) => name)).toEqual(['payment', 'a']);
  });

  it('with a title of its own, else that of its workflow, else the name of its file', async () => {
    expect((await loadOver('workflow: w.yaml\ntitle: Mine\n')).title).toBe('Mine');
    expect((await loadOver('workflow: w.yaml\n')).title).toBe('Two steps');
    expect((await loadOver(TWO_STEPS)).title).toBe('s');
  });
});

it('the bundled scenarios are listed with what they ask', async () => {
  const entries = await bundledScenarios();
  expect(entries.map(({ name }) => name)).toEqual(BUNDLED);
  expect(entries.find(({ name }) => name === 'slow-payment')).toMatchObject({
    title: 'Slow payment',
    question: 'Payment is 2 s slower for 20 s. Who else fails?',
    workflow: 'order-fulfilment',
  });
  expect(entries.find(({ name }) => name === 'quiet-and-simple')?.workflow).toBeUndefined();
});

describe.each(BUNDLED)('the bundled scenario %s', (name) => {
  it('loads, and asks a question, says what to look at, and claims something', async () => {
    const scenario = await loadScenario(name);
    expect(scenario.question).toMatch(/\?$/);
    expect(scenario.look.length).toBeGreaterThanOrEqual(2);
    expect(scenario.expect.length).toBeGreaterThanOrEqual(2);
  });

  it('pays for its network in both modes alike', async () => {
    const { calls, bus } = await loadScenario(name);
    const thereAndBack =
      calls.networkLatency.distribution === 'constant' ? parseFloat(calls.networkLatency.value) : NaN;
    const oneWay =
      bus.deliveryLatency.distribution === 'constant' ? parseFloat(bus.deliveryLatency.value) : NaN;
    expect(thereAndBack).toBe(2 * oneWay);
  });
});
