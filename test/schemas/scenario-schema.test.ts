import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { interpret } from '../../src/scenario/interpret.js';
import { bundledSources, STARTER } from '../../src/scenario/sources.js';
import type { Value } from '../../src/scenario/values.js';
import { defaultAt } from '../../src/schemas/defaults.js';
import type { JsonSchema } from '../../src/schemas/json-schema.js';
import { outputSchema } from '../../src/schemas/output-schema.js';
import { scenarioSchema } from '../../src/schemas/scenario-schema.js';
import { makeFile, runMain } from '../commands/console.js';

/** The schema in the hands of a validator that is not ours. */
const validate: ValidateFunction = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
  scenarioSchema(),
);

/** Every kind of thing that a scenario can have. */
const WHOLE = `
$schema: ./node_modules/coupling-demo/schemas/scenario.json
title: Whole
question: What can a file say?
look: [one thing, another]
services:
  a: { latency: 5ms, concurrency: 4, queue: unbounded, declineRate: 1% }
  b: { latency: { distribution: lognormal, p50: 40ms, p99: 200ms } }
  c: { latency: { distribution: mixture, of: [{ weight: 1, distribution: constant, value: 1ms }] } }
  d: { latency: { distribution: empirical, percentiles: { p50: 1ms, p99.9: 2s } } }
steps:
  - { service: a, emits: X }
  - { name: bee, service: b, on: X, emits: Y, idempotent: true, calls: { timeout: none } }
  - { service: c, on: [X], critical: false, redelivery: { maxDeliveries: 2 } }
  - { service: d, on: Y }
caller: { deadline: 9s, retry: none }
calls: { networkLatency: 1ms, timeout: 1s, retry: { budget: 10% }, circuitBreaker: { failureRateThreshold: 50% }, fanOut: sequential }
bus: { deliveryLatency: 1ms, redelivery: { jitter: full }, ackWait: 9s, lateAck: ignored, outbox: false, capacity: 99 }
database: { latency: 1ms, concurrency: 2, pollInterval: 10ms }
load: { rate: 8/s, arrivals: constant, duration: 9s, warmup: 0, drain: 1m }
slo: { response: 1s, completion: none }
faults:
  - { kind: latency, target: b, at: 1s, for: 1s, multiply: 2 }
  - { kind: spike, multiply: 2 }
  - { kind: random-outages, target: a, mttf: 9s, mttr: 1s }
modes: [direct, { mode: event, name: patient, ackWait: 1s }]
seed: 7
expect: direct.completed >= 0%
`;

const EDITS: [what: string, old: string, broken: string][] = [
  ['a field that there is not', 'title:', 'titel:'],
  ['a text as a number', 'title: Whole', 'title: 7'],
  ['a text as a list', 'question: What can a file say?', 'question: [what]'],
  ['a schema that is no text', '$schema: ./node_modules/coupling-demo/schemas/scenario.json', '$schema: 3'],
  ['things to look for that are no texts', 'look: [one thing, another]', 'look: [1]'],
  [
    'a service that is a number',
    'd: { latency: { distribution: empirical, percentiles: { p50: 1ms, p99.9: 2s } } }',
    'd: 3',
  ],
  ['a duration without a unit', 'latency: 5ms', 'latency: 5'],
  ['a negative duration', 'latency: 5ms', 'latency: -5ms'],
  ['a duration of another unit', 'latency: 5ms', 'latency: 5 days'],
  ['no workers', 'concurrency: 4', 'concurrency: 0'],
  ['half a worker', 'concurrency: 4', 'concurrency: 0.5'],
  ['workers in words', 'concurrency: 4', 'concurrency: four'],
  ['a negative queue', 'queue: unbounded', 'queue: -1'],
  ['a queue in other words', 'queue: unbounded', 'queue: endless'],
  ['a share above 1', 'declineRate: 1%', 'declineRate: 1.5'],
  ['a share that is a text', 'declineRate: 1%', 'declineRate: often'],
  ['a field of a service that there is not', 'declineRate', 'declines'],
  ['a distribution that there is not', 'distribution: lognormal', 'distribution: gauss'],
  ['a distribution without its name', 'distribution: lognormal, ', ''],
  ['a field of another distribution', 'p99: 200ms', 'max: 200ms'],
  ['a mixture without weights', 'weight: 1, ', ''],
  ['a mixture of nothing', 'of: [{ weight: 1, distribution: constant, value: 1ms }]', 'of: []'],
  ['a constant without its value', ', value: 1ms', ''],
  ['a percentile that is none', 'p99.9', 'q99'],
  [
    'steps as a mapping',
    'steps:\n  - { service: a, emits: X }',
    'steps:\n  x: { service: a, emits: X }\n  y:',
  ],
  ['a step without a service', '- { service: d, on: Y }', '- { on: Y }'],
  ['a step that is a text', '- { service: d, on: Y }', '- d'],
  ['a name that is a number', 'name: bee', 'name: 7'],
  ['an event that is a mapping', 'emits: Y', 'emits: { Y: 1 }'],
  ['an event that is nothing', 'on: X,', 'on: "",'],
  ['yes as a text', 'idempotent: true', 'idempotent: "yes"'],
  ['critical as a number', 'critical: false', 'critical: 0'],
  ['a time limit of a wrong word', 'calls: { timeout: none }', 'calls: { timeout: never }'],
  ['no delivery at all', 'maxDeliveries: 2', 'maxDeliveries: 0'],
  ['a deadline of the calls', 'calls: { networkLatency: 1ms,', 'calls: { deadline: 1s, networkLatency: 1ms,'],
  ['a budget above all', 'budget: 10%', 'budget: 11'],
  ['retries as a number', 'retry: { budget: 10% }', 'retry: 3'],
  ['a breaker as a yes', 'circuitBreaker: { failureRateThreshold: 50% }', 'circuitBreaker: true'],
  ['a fan-out that there is not', 'fanOut: sequential', 'fanOut: random'],
  ['a jitter that there is not', 'jitter: full', 'jitter: some'],
  ['late acks in other words', 'lateAck: ignored', 'lateAck: lost'],
  ['an outbox in words', 'outbox: false', 'outbox: none'],
  ['a bus without room', 'capacity: 99', 'capacity: 0'],
  ['a database without connections', '{ latency: 1ms, concurrency: 2,', '{ latency: 1ms, concurrency: 0,'],
  ['a rate without a unit', 'rate: 8/s', 'rate: 8'],
  ['arrivals that there are not', 'arrivals: constant', 'arrivals: bursts'],
  ['a warm-up as a number', 'warmup: 0', 'warmup: 3'],
  ['an objective that there is not', 'slo: { response', 'slo: { respond'],
  ['a fault that there is not', 'kind: latency', 'kind: laziness'],
  ['a fault without its kind', 'kind: latency, ', ''],
  ['a fault without its target', 'target: b, at', 'at'],
  ['a field of another fault', 'at: 1s, for: 1s, multiply', 'at: 1s, rate: 1%, multiply'],
  ['a factor in words', 'multiply: 2 }\n  - { kind: random', 'multiply: twice }\n  - { kind: random'],
  ['a mode that there is not', 'modes: [direct,', 'modes: [indirect,'],
  ['a policy of another mode', 'ackWait: 1s }]', 'fanOut: parallel }]'],
  ['a seed below 0', 'seed: 7', 'seed: -7'],
  ['a seed in words', 'seed: 7', 'seed: lucky'],
  ['a gate that is a number', 'expect: direct.completed >= 0%', 'expect: 3'],
];

function isTaken(document: unknown): { byUs: boolean; bySchema: boolean } {
  return { byUs: 'scenario' in interpret(document as Value, 'x'), bySchema: validate(document) };
}

describe('a scenario file, by its schema', () => {
  it('is taken where it says all that a file can say', () => {
    expect(isTaken(parse(WHOLE))).toEqual({ byUs: true, bySchema: true });
  });

  it('is taken as it is bundled, as init writes it, and as show prints it', async () => {
    const sources = await bundledSources();
    expect(sources.length).toBeGreaterThan(30);
    for (const { name, path } of [...sources, { name: STARTER, path: STARTER }]) {
      validate(parse(readFileSync(path, 'utf8')));
      expect(validate.errors ?? [], name).toEqual([]);
      validate(parse((await runMain(['show', name])).stdout));
      expect(validate.errors ?? [], name).toEqual([]);
    }
  });

  it('is refused by the schema and by us in more than fifty ways', () => {
    expect(EDITS.length).toBeGreaterThan(50);
  });

  it.each(EDITS)('is refused by both: %s', (_, old, broken) => {
    expect(WHOLE.split(old).length).toBeGreaterThan(1);
    expect(isTaken(parse(WHOLE.replace(old, broken)))).toEqual({ byUs: false, bySchema: false });
  });

  it('may name its schema, in JSON too, and that is no part of the scenario', async () => {
    const file = makeFile(JSON.stringify(parse(WHOLE)), 'whole.json');
    expect(await runMain(['validate', file])).toMatchObject({ code: 0, stderr: '' });
    expect((await runMain(['show', file])).stdout).not.toContain('$schema');
  });
});

describe.each([
  ['scenario', scenarioSchema()],
  ['output', outputSchema()],
])('the schema of a %s', (_, schema) => {
  it('describes every property', () => {
    const bare: string[] = [];
    visit(schema, (at, path) => {
      for (const [name, property] of Object.entries(at.properties ?? {})) {
        if (typeof property.description !== 'string') bare.push(`${path}.${name}`);
      }
    });
    expect(bare).toEqual([]);
  });

  it('has definitions by readable names, and no others', () => {
    for (const name of Object.keys(schema.$defs ?? {})) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
    expect(JSON.stringify(schema)).not.toContain('__schema');
  });
});

describe('the defaults in the schema of a scenario', () => {
  const at = (...path: string[]): unknown => {
    let schema: JsonSchema | undefined = scenarioSchema();
    for (const name of path) {
      const forms: JsonSchema[] = [schema, ...(schema.anyOf ?? [])];
      const found = forms.find(({ properties }) => properties?.[name] !== undefined)?.properties?.[name];
      schema = found ?? (schema.additionalProperties as JsonSchema | undefined) ?? schema.items ?? {};
    }
    return schema.default;
  };

  it.each([
    [['load', 'rate'], '80/s'],
    [['load', 'duration'], '60s'],
    [['calls', 'timeout'], '1s'],
    [['caller', 'timeout'], '3s'],
    [['calls', 'retry', 'maxAttempts'], 3],
    [['caller', 'retry'], 'none'],
    [['caller', 'retry', 'maxAttempts'], 3],
    [['calls', 'circuitBreaker'], 'none'],
    [['calls', 'circuitBreaker', 'failureRateThreshold'], 0.5],
    [['bus', 'redelivery', 'maxDeliveries'], 5],
    [['bus', 'deliveryLatency'], '2ms'],
    [['database', 'pollInterval'], '100ms'],
    [['services', 'x', 'concurrency'], 32],
    [['steps', 'x', 'critical'], true],
    [['slo', 'completion'], '30s'],
    [['modes'], ['direct', 'event']],
    [['seed'], 42],
    [['title'], undefined],
    [['services', 'x', 'latency'], undefined],
    [['steps', 'x', 'on'], undefined],
  ])('%j is %j', (path, value) => {
    expect(at(...path)).toEqual(value);
  });

  it('are what a scenario has that leaves everything out, and can be written', () => {
    expect(defaultAt(['bus', 'capacity'])).toBe('unbounded');
    visit(scenarioSchema(), ({ properties = {} }) => {
      for (const [name, property] of Object.entries(properties)) {
        if (property.default === undefined) continue;
        const fits = new Ajv2020({ allowUnionTypes: true }).compile({
          $defs: scenarioSchema().$defs,
          ...property,
        });
        expect(fits(property.default), name).toBe(true);
      }
    });
  });
});

function visit(schema: JsonSchema, look: (schema: JsonSchema, path: string) => void, path = ''): void {
  look(schema, path);
  for (const [keyword, value] of Object.entries(schema)) {
    const isNamed = keyword === 'properties' || keyword === '$defs';
    const below = isNamed
      ? Object.entries(value as object)
      : Array.isArray(value)
        ? value.entries()
        : [['', value]];
    for (const [name, one] of below as [string, unknown][]) {
      const isSchema = typeof one === 'object' && one !== null && !Array.isArray(one);
      if (isSchema && keyword !== 'examples' && keyword !== 'default')
        visit(one as JsonSchema, look, `${path}/${name}`);
    }
  }
}
