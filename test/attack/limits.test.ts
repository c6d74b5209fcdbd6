import { describe, expect, it } from 'vitest';
import { makeFile, runMain } from '../commands/console.js';

const deploys = (count: number, instances: number): string => `title: Deploys
services: { a: { latency: 1ms, concurrency: 1000 } }
steps: [ { service: a } ]
load: { rate: 10/s, duration: 10s }
faults:
${`  - { kind: deploy, target: a, instances: ${instances}, at: 1s, for: 5s }\n`.repeat(count)}`;

const outages = (mttf: string): string => `title: Outages
services: { a: { latency: 1ms } }
steps: [ { service: a } ]
load: { rate: 10/s, duration: 10s, drain: 1s }
faults: [ { kind: random-outages, target: a, mttf: ${mttf}, mttr: 1us } ]
`;

describe('what would be too much is refused beforehand, with its place', () => {
  it.each<[what: string, argv: () => string[], message: RegExp]>([
    [
      '125 deploys of 1,000 instances each',
      () => ['validate', makeFile(deploys(125, 1000))],
      /scenario\.yaml:6:5: faults\[0\]: the faults would begin and end about 250,000 times/,
    ],
    [
      'outages a microsecond apart',
      () => ['validate', makeFile(outages('1us'))],
      /scenario\.yaml:5:11: faults\[0\]: the faults would begin and end about 40,000,000 times/,
    ],
    [
      'outages in no time',
      () => ['validate', makeFile(outages('1e-290ms'))],
      /scenario\.yaml:5:52: faults\[0\]\.mttf: found `1e-290ms`, expected a duration of 1us or more/,
    ],
    [
      'polls in no time',
      () => ['run', 'healthy', '--set', 'database.pollInterval=1e-290ms'],
      /--set database\.pollInterval=1e-290ms: .*expected a duration of 1us or more/,
    ],
    [
      'a path of 10,000 steps',
      () => ['run', 'healthy', '--set', `${Array.from({ length: 10_000 }, () => 'a').join('.')}=1`],
      /^error: --set a\.a\.a.{1,200}: it is nested too deeply$/m,
    ],
    [
      'an axis of 120,000 dots',
      () => ['sweep', 'healthy', '--vary', `load.rate=${'.'.repeat(120_000)}`],
      /^error: --vary load\.rate=\.{1,200}…: it is 20000 characters long at most$/m,
    ],
    [
      'an axis of as many dots and slashes as there may be',
      () => ['sweep', 'healthy', '--vary', `load.rate=${'./'.repeat(9_900)}x`],
      /^error: --vary load\.rate=/,
    ],
    [
      '1,001 gates',
      () => [
        'run',
        makeFile(outages('1s')),
        ...Array.from({ length: 1001 }, (_, n) => ['--expect', `direct.lost < ${n}`]).flat(),
      ],
      /--expect direct\.lost < 1000: expect\[1000\]: found a list, expected a list of up to 1000$/m,
    ],
  ])('%s', async (_what, argv, message) => {
    const { code, stdout, stderr } = await runMain(argv());
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each([deploys(10, 100), outages('1s')])('what is not too much is taken', async (text) => {
    expect((await runMain(['validate', makeFile(text)])).code).toBe(0);
  });
});
