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

test('a frozen service and a broker that crashes are made real; a bus that reorders is refused by name', () => {
  const found = (): string => '/usr/sbin/nats-server';
  const check = (fault: (typeof both)['faults'][number]) => () => {
    checkRequirements({ ...both, faults: [fault] }, found);
  };
  expect(check({ kind: 'freeze', target: 'one' })).not.toThrow();
  expect(check({ kind: 'crash', target: 'bus' })).not.toThrow();
  expect(check({ kind: 'hang', target: 'one' })).not.toThrow();
  expect(check({ kind: 'reorder', target: 'bus', rate: '10%' })).toThrow(
    /reorder of bus cannot be made real/,
  );
});
