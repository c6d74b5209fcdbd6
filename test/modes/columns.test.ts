import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Comparison } from '../../src/compare/comparison.js';
import { makeFile, runMain } from '../commands/console.js';

/** b takes a second, a waits for half a one and tries again once. */
const SLOW = `title: Slow
services: { a: { latency: 1ms, concurrency: unbounded }, b: { latency: 1s, concurrency: unbounded } }
steps: [{ service: a, emits: Asked }, { service: b, on: Asked, emits: Done }]
caller: { timeout: none }
calls: { timeout: 500ms, retry: { maxAttempts: 2, initialDelay: 0, jitter: none } }
bus: { deliveryLatency: 0, ackWait: 300ms, redelivery: { maxDeliveries: 9 } }
load: { rate: 10/s, arrivals: constant, duration: 10s, warmup: 0s }
`;

async function compared(text: string, ...flags: string[]): Promise<Comparison> {
  const { stdout, stderr } = await runMain(['run', makeFile(text), ...flags, '--format', 'json']);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Comparison;
}

const of = ({ modes }: Comparison, column: string) => {
  const run = modes[column];
  if (run === undefined) throw new Error(`no column ${column}: there are ${Object.keys(modes).join(', ')}`);
  return { accepted: run.requests.accepted, attempts: run.services.b?.attempts };
};

describe('a column with policies of its own', () => {
  it('of direct calls is laid over `calls`, beside the plain mode', async () => {
    const comparison = await compared(SLOW, '--modes', 'direct,direct:{name: patient, timeout: 2s},event');
    expect(Object.keys(comparison.modes)).toEqual(['direct', 'patient', 'event']);
    expect(of(comparison, 'direct')).toEqual({ accepted: 0, attempts: 200 });
    expect(of(comparison, 'patient')).toEqual({ accepted: 100, attempts: 100 });
  });

  it('of events is laid over `bus`, of a shared database over `database`, each with a name if it has none', async () => {
    const comparison = await compared(
      SLOW,
      ...['--modes', 'event,event:{ackWait: 5s},event:{ackWait: 400ms},shared-database:{pollInterval: 10ms}'],
    );
    expect(Object.keys(comparison.modes)).toEqual([
      'event',
      'event-custom',
      'event-custom-2',
      'shared-database-custom',
    ]);
    // At 0, 300, 600 and 900 ms; once; at 0, 400 and 800 ms.
    expect(['event', 'event-custom', 'event-custom-2'].map((name) => of(comparison, name).attempts)).toEqual([
      400, 100, 300,
    ]);
  });

  it('has retries, the outer caller, and idempotency of its own', async () => {
    const comparison = await compared(
      SLOW,
      ...[
        '--modes',
        'direct,direct:{name: once, retry: none},direct:{name: strict, caller: {timeout: 100ms}}',
      ],
    );
    expect(of(comparison, 'once').attempts).toBe(100);
    expect(comparison.modes.strict?.responseTime.max).toBe(100);
    const idempotent = await compared(SLOW, '--modes', 'event,event:{name: known, idempotent: true}');
    expect(idempotent.modes.event?.services.b?.doubleEffects).toBe(300);
    expect(idempotent.modes.known?.services.b?.doubleEffects).toBe(0);
  });

  it('comes from a file, too; what is shown of it can be run again, and gates and the JSON have its name', async () => {
    const text = `${SLOW}modes:
  - direct
  - { mode: direct, name: patient, timeout: 2s }
  - { mode: direct, circuitBreaker: { consecutiveFailures: 3 } }
  - { mode: event }
expect: [patient.completed >= 99%, patient.accepted > direct.accepted]
`;
    const { stdout: shown } = await runMain(['show', makeFile(text)]);
    expect((parse(shown) as { modes: unknown }).modes).toEqual([
      'direct',
      { mode: 'direct', name: 'patient', timeout: '2s' },
      {
        mode: 'direct',
        name: 'direct-custom',
        circuitBreaker: {
          consecutiveFailures: 3,
          waitDurationInOpenState: '5s',
          permittedNumberOfCallsInHalfOpenState: 1,
        },
      },
      'event',
    ]);
    expect((await runMain(['show', makeFile(shown)])).stdout).toBe(shown);
    const [run, again] = [await compared(text), await compared(shown)];
    // Each stands in a folder of its own.
    expect({ ...again, reproduce: '' }).toEqual({ ...run, reproduce: '' });
    expect(run.expectations.map(({ held }) => held)).toEqual([true, true]);
  });

  it('an unwritten maxDelay does not cut what a column writes; a written one refuses it', async () => {
    const { scenario } = await compared(SLOW, '--modes', 'direct:{retry: {initialDelay: 2s}}');
    expect(scenario.modes[0]).toMatchObject({
      retry: { maxAttempts: 2, initialDelay: '2s', maxDelay: 'none' },
    });
    const capped = SLOW.replace('jitter: none }', 'jitter: none, maxDelay: 1s }');
    const { code, stderr } = await runMain([
      'run',
      makeFile(capped),
      '--modes',
      'direct:{retry: {initialDelay: 2s}}',
    ]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'error: --modes direct:{retry: {initialDelay: 2s}}: modes[0]: the first wait is longer than the longest (initialDelay: 2s, maxDelay: 1s)\n',
    });
  });

  it('has its name above the table, and a legend that says what it is', async () => {
    const modes = 'direct:{name: patient, timeout: 2s, caller: {deadline: 9s}},direct:no-retry,event';
    const { stdout } = await runMain(['run', makeFile(SLOW), '--modes', modes, '--width', '100']);
    expect(stdout).toContain('columns: patient: direct calls, timeout 2s, caller.deadline 9s\n');
    expect(stdout).toContain('direct:no-retry: direct calls, nobody retries\n');
    expect(stdout).toMatch(/ {3}patient .* event\n/);
    const markdown = await runMain(['run', makeFile(SLOW), '--modes', modes, '--format', 'markdown']);
    expect(markdown.stdout).toContain('- patient: direct calls, timeout 2s, caller.deadline 9s\n');
  });

  it('is there in CSV, in a trace, in a sweep, and with several runs', async () => {
    const file = makeFile(SLOW);
    const modes = ['--modes', 'direct,direct:{name: patient, timeout: 2s}'];
    expect((await runMain(['run', file, ...modes, '--format', 'csv'])).stdout).toContain(',patient,');
    expect((await runMain(['trace', file, ...modes])).stdout).toContain(' PATIENT  caller got success');
    const swept = await runMain([
      ...[
        'sweep',
        file,
        ...modes,
        '--vary',
        'modes.patient.timeout=800ms,2s',
        '--runs',
        '2',
        '--threads',
        '1',
      ],
      ...['--figure', 'accepted', '--format', 'json'],
    ]);
    const { points } = JSON.parse(swept.stdout) as {
      points: { modes: Record<string, { mean: number }> }[];
    };
    expect(points.map((point) => point.modes.patient?.mean)).toEqual([0, 1]);
    const runs = await compared(SLOW, ...modes, '--runs', '2', '--threads', '1');
    expect(runs.modes.patient?.requests.accepted).toBe(100);
    expect(Object.keys(runs.intervals ?? {})).toEqual(['direct', 'patient']);
  });

  it.each([
    [
      'direct:{timeout: 3}',
      'modes[0].timeout: found `3`, expected a duration such as 250ms, 1.5s or 2m, or none: did you mean `3s`?',
    ],
    [
      'drect:{timeout: 3s}',
      'modes[0].mode: found `drect`, expected one of direct, event, shared-database: did you mean `direct`?',
    ],
    [
      'direct,direct:{name: event, timeout: 3s}',
      'modes[1].name: found `event`, expected another name: direct, event, shared-database, control, never are taken',
    ],
    [
      'direct:{name: "a\u0007b"}',
      'modes[0].name: found `a\\u{7}b`, expected a name of letters, digits, _ and -, 32 characters at most, as gates have it: patient',
    ],
    [
      'direct:{name: x, timeout: 1s},event:{name: x, outbox: false}',
      'modes[1]: found `x`, expected a name of its own for each column',
    ],
    [
      'direct:{timeout: 3s',
      'expected a list such as direct,event or direct,direct:{timeout: 300ms, retry: none}',
    ],
    [
      'direct:{mode: event}',
      'expected a list such as direct,event or direct,direct:{timeout: 300ms, retry: none}',
    ],
  ])('%s is refused in one line', async (modes, because) => {
    const { code, stdout, stderr } = await runMain(['run', makeFile(SLOW), '--modes', modes]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.endsWith(`: ${because}\n`), stderr).toBe(true);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('that has no name of that kind is no mode in a gate', async () => {
    const { code, stderr } = await runMain([
      ...[
        'run',
        makeFile(SLOW),
        '--modes',
        'direct:{name: patient, timeout: 2s}',
        '--expect',
        'patent.completed >= 9%',
      ],
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean `patient`?');
  });
});
