import { expect, test } from 'vitest';
import type { RealChoices } from '../../src/real/choices.js';
import { checkRequirements } from '../../src/real/requirements.js';
import { RealProblem } from '../../src/real/problem.js';
import { reportError } from '../../src/commands/report-error.js';
import { constant, scenario } from '../support/scenario.js';

const both = scenario({
  services: { one: { latency: constant('1ms') } },
  steps: [{ name: 'one', service: 'one' }],
  load: { duration: '1s', rate: '10/s' },
});
const nowhere = (): undefined => undefined;

test('where there is no broker, the line that installs one is said, and the exit code is 3', async () => {
  const thrown: unknown = await checkRequirements(both, {}, nowhere).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(RealProblem);
  const said: string[] = [];
  const stream = { write: (text: string) => void said.push(text), isTTY: false };
  const code = reportError(thrown, { stdout: stream, stderr: stream, env: {}, interrupted: () => undefined });
  expect(code).toBe(3);
  expect(said.join('')).toMatch(/^error: nats-server is not installed.*apt-get install nats-server/);
});

test('direct calls need no broker', async () => {
  await expect(checkRequirements({ ...both, modes: ['direct'] }, {}, nowhere)).resolves.toBeUndefined();
});

test('a frozen service and a broker that crashes are made real, but not where the broker is your own', async () => {
  const found = (): string => '/usr/sbin/nats-server';
  const checked = (fault: (typeof both)['faults'][number], choices: RealChoices = {}): Promise<void> =>
    checkRequirements({ ...both, faults: [fault] }, choices, found);
  await expect(checked({ kind: 'freeze', target: 'one' })).resolves.toBeUndefined();
  await expect(checked({ kind: 'crash', target: 'bus' })).resolves.toBeUndefined();
  await expect(checked({ kind: 'hang', target: 'one' })).resolves.toBeUndefined();
  await expect(checked({ kind: 'reorder', target: 'bus', rate: 0.1 })).rejects.toThrow(
    /reorder of bus cannot be made real/,
  );
  for (const kind of ['outage', 'crash'] as const)
    await expect(
      checked({ kind, target: 'bus' }, { broker: { servers: ['nats://127.0.0.1:1'] } }),
    ).rejects.toThrow(`${kind} of bus: your own broker is not touched`);
});
