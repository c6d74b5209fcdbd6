import { beforeAll, describe, expect, it } from 'vitest';
import { ALIAS_BOMB, makeFile, makeFolder, runMain, SMALL } from './console.js';

/** Milliseconds that no answer takes, however busy the machine: a guard against a hang, not a measure of speed. */
const HANG = 15_000;

const SWAPS: [what: string, search: string, replacement: string, message: RegExp][] = [
  [
    'an unknown service in a fault',
    'target: back',
    'target: bakc',
    /:11:\d+: faults\[0\]\.target: .*`bakc`.*`back`/,
  ],
  ['a service of a step that there is not', 'service: back,', 'service: bakc,', /:8:\d+: .*`bakc`.*`back`/],
  ['an event that nobody emits', 'on: Asked', 'on: Askd', /:8:\d+: .*Askd.*`Asked`/],
  ['a negative duration', 'latency: 5ms', 'latency: -5ms', /:4:\d+: services\.front\.latency: .*-5ms/],
  ['a rate without a unit', 'rate: 50/s', 'rate: 50', /:9:\d+: load\.rate: .*50.*rate such as/],
  ['a misspelled field', 'title:', 'titel:', /:1:\d+: titel: .*`title`/],
  ['a misspelled distribution', '{ latency: 5ms }', '{ latency: { distribution: expo } }', /:4:\d+: .*expo/],
  ['broken YAML', 'services:', 'services: ]', /:3:\d+: /],
  ['an event that is its own cause', 'emits: Asked }', 'on: Done, emits: Asked }', /:\d+: /],
];

beforeAll(async () => {
  // Loads what has to be loaded; how long that takes is for test/cli/ to say.
  await runMain(['validate', 'scenarios']);
});

describe('bad input is one clear message, exit 2, without a stack trace and without a hang', () => {
  async function refused(argv: readonly string[]): Promise<string> {
    const begun = performance.now();
    const { code, stdout, stderr } = await runMain(argv);
    expect(performance.now() - begun).toBeLessThan(HANG);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr.match(/^error: /gm)).toHaveLength(1);
    expect(stderr).not.toMatch(/^\s+at |node:internal|ZodError/m);
    expect(stderr).not.toContain('\u001b');
    expect(stderr.length).toBeLessThan(2000);
    return stderr;
  }

  it.each(SWAPS)('%s', async (_what, search, replacement, message) => {
    const text = SMALL.replace(search, replacement);
    expect(text).not.toBe(SMALL);
    const file = makeFile(text);
    for (const command of ['run', 'show', 'validate']) {
      const stderr = await refused([command, file]);
      expect(stderr).toContain(`error: ${file}:`);
      expect(stderr).toMatch(message);
    }
  });

  it('a cycle in the steps', async () => {
    const steps = `steps:
  - { service: front, emits: Asked }
  - { service: back, on: [Asked, Echo], emits: Done }
  - { name: third, service: front, on: Done, emits: Echo }`;
    const stderr = await refused(['run', makeFile(SMALL.replace(/steps:[^]*(?=\nload:)/, steps))]);
    expect(stderr).toMatch(/:8:\d+: .*back → third → back|:9:\d+: .*third → back → third/);
  });

  it('a missing file, and a scenario that there is not', async () => {
    const missing = `${makeFolder()}/missing.yaml`;
    expect(await refused(['run', missing])).toBe(`error: ${missing}: there is no such file\n`);
    expect(await refused(['run', 'slow-paymnt'])).toContain('did you mean `slow-payment`?');
  });

  it('an alias bomb', async () => {
    expect(await refused(['run', makeFile(ALIAS_BOMB)])).toContain('scenario.yaml');
  });

  it('a file of 10 MB', async () => {
    expect(await refused(['run', makeFile(Buffer.alloc(10_000_000, 0x20))])).toContain('over 1 MB');
    expect(await refused(['run', makeFile(`a: [${'x,'.repeat(5_000_000)}]`)])).toContain('over 1 MB');
  });

  it('what is no text, and what is nested without an end', async () => {
    await refused(['run', makeFile(new Uint8Array([0xff, 0xfe, 0, 1, 2, 3]))]);
    await refused(['run', makeFile('['.repeat(100_000))]);
    await refused(['run', makeFile('')]);
    await refused(['run', makeFile('just words')]);
  });

  it('escape codes in a name, in a value, in a file’s name and in a flag', async () => {
    await refused(['run', makeFile(SMALL.replaceAll('back', '"\\e[31mback"'))]);
    await refused(['run', makeFile(SMALL.replace('50/s', '"\\e[31m"'))]);
    await refused(['run', `${makeFolder()}/\u001b[31m.yaml`]);
    for (const flag of [
      '--outage',
      '--rate',
      '--set',
      '--expect',
      '--format',
      '--output',
      '--modes',
      '--seed',
    ]) {
      await refused(['run', makeFile(SMALL), flag, '\u001b[31m']);
    }
  });

  it.each([
    ['--outage', 'bakc@1s'],
    ['--outage', 'back@'],
    ['--latency', 'back=2s'],
    ['--errors', 'back=130%'],
    ['--deploy', 'back=2=3@1s+2s'],
    ['--network', 'back=2s'],
    ['--ack-loss', 'payment=5%'],
    ['--delay', '5%@2s'],
    ['--duplicates', '130%'],
    ['--bus-outage', 'soon'],
    ['--spike', '5'],
    ['--rate', '-3/s'],
    ['--duration', '10'],
    ['--requests', '1.5'],
    ['--clients', 'many'],
    ['--seed', 'lucky'],
    ['--timeout', '-1s'],
    ['--retries', '-1'],
    ['--max-deliveries', '0'],
    ['--concurrency', 'bakc=8'],
    ['--set', 'load.rte=5/s'],
    ['--set', 'load'],
    ['--modes', 'direct,evnt'],
    ['--width', '0'],
    ['--expect', 'event.completed'],
    ['--duration', '1000000h'],
  ])('%s %s', async (flag, value) => {
    expect(await refused(['run', makeFile(SMALL), flag, value])).toContain(value.split(/[=@,]/)[0]);
  });
});
