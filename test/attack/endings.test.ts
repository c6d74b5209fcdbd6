import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { makeFile, runMain } from '../commands/console.js';

const TWO_SERVICES = `title: Endings
services: { a: { latency: 5ms }, b: { latency: 9ms } }
steps: [ { service: a, emits: A }, { service: b, on: A } ]
`;
const FOR_EVER = '{ maxAttempts: 1000000000 }';
const AT_ONCE = '{ maxAttempts: 1000000000, initialDelay: 0ms, jitter: none }';
const AT_ONCE_AGAIN = '{ maxDeliveries: 1000000000, initialDelay: 0ms, jitter: none }';

async function comparisonOf(argv: readonly string[]): Promise<Comparison> {
  const { code, stdout, stderr } = await runMain(['run', ...argv, '--format', 'json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Comparison;
}

describe('a run ends, and says how', () => {
  it.each<[what: string, mode: 'direct' | 'event', rest: string, reason: string]>([
    [
      'bounded by its requests, each tried again for ever',
      'direct',
      `calls: { retry: ${FOR_EVER} }
load: { rate: 50/s, requests: 15, drain: 1s }
faults: [ { kind: poison, target: b, rate: 100% } ]`,
      'drained',
    ],
    [
      'bounded by its requests, slower than its drain',
      'direct',
      `caller: { timeout: none }
load: { rate: 10/s, arrivals: constant, requests: 10, drain: 1s }
slo: { completion: 2s }
faults: [ { kind: latency, target: a, add: 5s } ]`,
      'drained',
    ],
    [
      'with tries again in no time',
      'direct',
      `calls: { retry: ${AT_ONCE} }
load: { rate: 10/s, duration: 2s, drain: 1s }
faults: [ { kind: outage, target: b } ]`,
      'looping',
    ],
    [
      'with deliveries again in no time, of work that takes none',
      'event',
      `bus: { redelivery: ${AT_ONCE_AGAIN} }
load: { rate: 10/s, duration: 2s, drain: 1s }
faults: [ { kind: poison, target: b, rate: 100% } ]`,
      'looping',
    ],
  ])('%s', async (_what, mode, rest, reason) => {
    const text = `${TWO_SERVICES.replace('9ms', '0ms')}${rest}\nmodes: [${mode}]\n`;
    const { modes } = await comparisonOf([makeFile(text)]);
    expect(modes[mode]?.end.reason).toBe(reason);
  });

  it('by --requests, as a scenario of so many does', async () => {
    const text = `${TWO_SERVICES}calls: { retry: ${FOR_EVER} }
load: { rate: 50/s, duration: 60s, warmup: 0s, drain: 1s }
faults: [ { kind: poison, target: b, rate: 100% } ]
`;
    const { modes } = await comparisonOf([makeFile(text), '--requests', '15']);
    expect(modes.direct).toMatchObject({ end: { reason: 'drained' }, requests: { timedOut: 15 } });
  });
});

describe('a trace and a run', () => {
  it('count the same attempts: what has not left its queue is none', async () => {
    const file = makeFile(`title: Waiting or attempted
services: { a: { latency: 1ms }, b: { latency: 500ms, concurrency: 1 } }
steps: [ { service: a, emits: A }, { service: b, on: A } ]
load: { rate: 10/s, arrivals: constant, duration: 1s, drain: 1s }
slo: { completion: none }
modes: [event]
`);
    const { modes } = await comparisonOf([file]);
    let traced = 0;
    for (let request = 1; request <= 10; request += 1) {
      const { stdout } = await runMain(['trace', file, '--request', String(request), '--format', 'json']);
      traced += stdout.match(/"id": "b #\d"/g)?.length ?? 0;
    }
    expect(modes.event?.services.b?.attempts).toBe(4);
    expect(traced).toBe(4);
  });
});
