import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Changes } from '../../src/results/changes.js';
import type { JsonSchema } from '../../src/schemas/json-schema.js';
import { changesSchema } from '../../src/schemas/changes-schema.js';
import { runMain, SMALL } from './console.js';

/** What `coupling-demo schema changes` prints, in the hands of a validator that is not ours. */
let validate: ValidateFunction;
const folder = mkdtempSync(join(tmpdir(), 'coupling-demo-'));
const file = (name: string): string => join(folder, `${name}.json`);

const MANY = ['--runs', '3', '--threads', '1'];
const RUNS: Record<string, readonly string[]> = {
  base: [],
  seed: ['--seed', '43'],
  faster: ['--rate', '60/s'],
  modes: ['--modes', 'event,shared-database'],
  never: ['--hang', 'back@1s'],
  many: MANY,
  shared: [...MANY, '--latency', 'back=+40ms'],
  others: [...MANY, '--seed', '142'],
};

beforeAll(async () => {
  const { stdout } = await runMain(['schema', 'changes']);
  const schema = JSON.parse(stdout) as object;
  validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
  const scenario = join(folder, 'small.yaml');
  writeFileSync(scenario, SMALL);
  for (const [name, flags] of Object.entries(RUNS))
    await runMain(['run', scenario, ...flags, '--output', file(name)]);
  await runMain(['run', scenario, scenario, '--output', file('two')]);
});

afterAll(() => rmSync(folder, { recursive: true }));

async function changesOf(names: readonly string[], ...flags: string[]): Promise<Changes> {
  const { stdout, stderr } = await runMain(['compare', ...names.map(file), ...flags, '--format', 'json']);
  expect(stderr).not.toMatch(/stack|mistake of its own/);
  return JSON.parse(stdout) as Changes;
}

describe('the JSON of compare follows its own schema', () => {
  const kinds = new Set<string>();

  it.each<[what: string, names: string[], ...flags: string[]]>([
    ['the same bytes', ['base', 'base']],
    ['another seed', ['base', 'seed']],
    ['another scenario', ['base', 'faster']],
    ['other modes', ['base', 'modes']],
    ['what never came', ['base', 'never']],
    ['several files', ['base', 'seed', 'faster', 'never']],
    ['runs that share seeds', ['many', 'shared']],
    ['runs that share none', ['many', 'others']],
    ['one run and several', ['base', 'many']],
    ['several scenarios', ['two', 'two']],
    ['gates', ['base', 'faster'], '--expect', 'new.event.goodput >= base.event.goodput'],
    ['a gate on what did not run', ['base', 'modes'], '--expect', 'new.direct.goodput >= 1%'],
    ['what got worse', ['many', 'shared'], '--fail-on', 'worse=1%'],
    ['what nobody can judge', ['base', 'seed'], '--fail-on', 'worse'],
  ])('of %s', async (_, names, ...flags) => {
    const changes = await changesOf(names, ...flags);
    validate(changes);
    expect(validate.errors ?? []).toEqual([]);
    for (const { scenarios } of changes.files)
      for (const { modes } of scenarios) for (const { basis } of Object.values(modes)) kinds.add(basis.kind);
  });

  it('and each kind of judgement was among them', () => {
    expect([...kinds].sort()).toEqual(['exact', 'none', 'paired', 'same-seed', 'unpaired']);
  });

  it('refuses what lacks something, or says something else', async () => {
    const changes = await changesOf(['base', 'faster']);
    expect(validate({ ...changes, schema: 'coupling-demo/changes@2' })).toBe(false);
    const [only] = changes.files;
    expect(validate({ ...changes, files: [{ ...only, scenarios: undefined }] })).toBe(false);
    const { scenarios } = only!;
    const [scenario] = scenarios;
    const [mode, { basis, figures }] = Object.entries(scenario!.modes)[0]!;
    const withMode = (changed: object) => ({
      ...changes,
      files: [{ ...only, scenarios: [{ ...scenario, modes: { [mode]: changed } }] }],
    });
    expect(validate(withMode({ basis, figures }))).toBe(true);
    expect(validate(withMode({ basis: { kind: 'exactly' }, figures }))).toBe(false);
    expect(validate(withMode({ basis, figures: [{ ...figures[0], judgement: 'good' }] }))).toBe(false);
  });

  it('says of every property what it is', () => {
    expect(silent(changesSchema())).toEqual([]);
  });

  it('names every property that there is', async () => {
    const changes = await changesOf(
      ['many', 'shared'],
      '--fail-on',
      'worse',
      '--expect',
      'new.event.goodput > 0%',
    );
    const schema = changesSchema();
    const named = new Set(namesIn(schema));
    expect(keysOf({ ...changes, files: [] }).filter((name) => !named.has(name))).toEqual([]);
    const [only] = changes.files[0]!.scenarios;
    expect(
      [...keysOf({ ...only, modes: {}, scenario: [] }), ...keysOf(only!.modes.event)].filter(
        (name) => !named.has(name),
      ),
    ).toEqual([]);
  });
});

function children({
  properties = {},
  $defs = {},
  items,
  additionalProperties,
  anyOf = [],
  oneOf = [],
}: JsonSchema) {
  const rest = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  return [
    ...Object.values(properties),
    ...Object.values($defs),
    ...(items ? [items] : []),
    ...rest,
    ...anyOf,
    ...oneOf,
  ];
}

/** The properties without a description. */
function silent(schema: JsonSchema): string[] {
  const own = Object.entries(schema.properties ?? {}).filter(
    ([, { description }]) => typeof description !== 'string' || description === '',
  );
  return [...own.map(([name]) => name), ...children(schema).flatMap(silent)];
}

function namesIn(schema: JsonSchema): string[] {
  return [...Object.keys(schema.properties ?? {}), ...children(schema).flatMap(namesIn)];
}

function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...keysOf(one)]);
}
