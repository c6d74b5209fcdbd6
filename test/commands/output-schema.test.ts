import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { MODES } from '../../src/modes/registry.js';
import { type ConsoleOptions, makeFile, runMain, SMALL } from './console.js';

/** What `coupling-demo schema output` prints, in the hands of a validator that is not ours. */
let validate: ValidateFunction;

beforeAll(async () => {
  const { stdout } = await runMain(['schema', 'output']);
  validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(stdout) as object);
});

async function expectValid(argv: readonly string[], options: ConsoleOptions = {}): Promise<unknown> {
  const { stdout, stderr } = await runMain(['run', ...argv, '--format', 'json'], options);
  expect(stderr).not.toMatch(/^error/m);
  const output = JSON.parse(stdout) as unknown;
  validate(output);
  expect(validate.errors ?? []).toEqual([]);
  return output;
}

/** Nobody loses patience, and nothing but their number bounds the requests. */
const ENDLESS = `title: Endless
services:
  front: { latency: 5ms, concurrency: 4 }
  back: { latency: 10ms, concurrency: 4 }
steps:
  - { service: front, emits: Asked }
  - { service: back, on: Asked }
caller: { timeout: none, retry: none }
calls: { timeout: none, retry: none }
`;

const CASES: [name: string, text: string, ...flags: string[]][] = [
  ['a usual run', SMALL],
  ['a run without faults', SMALL, '--no-faults'],
  ['a run in every mode and variant', SMALL, '--modes', MODES.join(',')],
  ['several runs', SMALL, '--runs', '3', '--threads', '1'],
  [
    'gates that fail, and a gate on a mode that did not run',
    SMALL,
    '--expect',
    'direct.lost > 3%',
    '--expect',
    'shared-database.lost == 0',
  ],
  ['a run to which nothing comes', SMALL.replace('50/s, arrivals: constant', '1/h')],
  ['a run of one request', SMALL, '--requests', '1', '--rate', '1/s'],
  [
    'a run that gets stuck',
    `${ENDLESS}load: { rate: 50/s, requests: 200, warmup: 0s }\nfaults: [{ kind: hang, target: back, at: 1s }]\n`,
  ],
  [
    'clients who get stuck',
    `${ENDLESS}load: { clients: 4, thinkTime: 100ms, requests: 1000, warmup: 0s }\nfaults: [{ kind: hang, target: back, at: 1s, for: 500ms }, { kind: hang, target: front, at: 2s }]\n`,
  ],
  [
    'clients who get stuck before anything was counted',
    `${ENDLESS}load: { clients: 4, thinkTime: 100ms, requests: 1000, warmup: 2s }\nfaults: [{ kind: hang, target: front, at: 1s }]\n`,
  ],
  ['a run that ends at its drain', SMALL, '--set', 'load.drain=0s', '--hang', 'back@1s'],
];

describe('the JSON follows its own schema', () => {
  it.each(CASES)('of %s', async (_, text, ...flags) => {
    await expectValid([makeFile(text), ...flags]);
  });

  it('of several scenarios, and of the same one twice', async () => {
    expect(await expectValid([makeFile(SMALL), makeFile(SMALL)])).toHaveLength(2);
  });

  // Wherever the interrupt comes: in a mode, between it and its control run, and after the last one.
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('of a run that is interrupted after looking %s times', async (times) => {
    await expectValid([makeFile(SMALL)], { interrupted: interruptAfter(times) });
  });

  it.each([12, 20])('of many runs that are interrupted after looking %s times', async (times) => {
    await expectValid([makeFile(SMALL), '--runs', '3', '--threads', '1'], {
      interrupted: interruptAfter(times),
    });
  });
});

function interruptAfter(times: number): NonNullable<ConsoleOptions['interrupted']> {
  let looked = 0;
  return () => (looked++ < times ? undefined : 'SIGINT');
}
