import { expect, test } from 'vitest';
import { checkRequirements } from '../../src/real/requirements.js';
import { RealProblem } from '../../src/real/problem.js';
import { report } from '../../src/commands/report.js';
import { constant, scenario } from '../support/scenario.js';

const both = scenario({
  services: { one: { latency: constant('1ms') } },
  steps: [{ name: 'one', service: 'one' }],
  load: { duration: '1s', rate: '10/s' },
});
const nowhere = (): undefined => undefined;

test('where there is no broker, the line that installs one is said, and the exit code is 3', () => {
  let thrown: unknown;
  try {
    checkRequirements(both, nowhere);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(RealProblem);
  const said: string[] = [];
  const stream = { write: (text: string) => void said.push(text), isTTY: false };
  const code = report(thrown, { stdout: stream, stderr: stream, env: {}, interrupted: () => undefined });
  expect(code).toBe(3);
  expect(said.join('')).toMatch(/^error: nats-server is not installed.*apt-get install nats-server/);
});

test('direct calls need no broker', () => {
  expect(() => {
    checkRequirements({ ...both, modes: ['direct'] }, nowhere);
  }).not.toThrow();
});

test('a frozen process and a broker that crashes are refused by name, before anything is started', () => {
  const found = (): string => '/usr/sbin/nats-server';
  const refused = (fault: (typeof both)['faults'][number]) => () => {
    checkRequirements({ ...both, faults: [fault] }, found);
  };
  expect(refused({ kind: 'freeze', target: 'one' })).toThrow(/freeze of one has no real counterpart yet/);
  expect(refused({ kind: 'crash', target: 'bus' })).toThrow(/crash of bus has no real counterpart yet/);
  expect(refused({ kind: 'hang', target: 'one' })).not.toThrow();
});
