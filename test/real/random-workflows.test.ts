/**
 * Workflows that nobody has tuned, as processes and simulated: `WORKFLOWS=10 npx vitest run --project real
 * test/real/random-workflows.test.ts` runs ten of them, `npm test` two.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { isNoisy } from '../../src/compare/beside.js';
import type { Measurements } from '../../src/measure/measurements.js';
import { compareForReal, HOW_TO_GET_IT, isBrokerMissing } from './processes.js';

const WORKFLOWS = Number(process.env.WORKFLOWS ?? 2);
const SEED = Number(process.env.SEED ?? 11);
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

const service = fc.record({
  p50: fc.integer({ min: 5, max: 30 }),
  p99: fc.integer({ min: 60, max: 120 }),
  concurrency: fc.integer({ min: 8, max: 32 }),
});
const drawn = fc.record({
  services: fc.array(service, { minLength: NAMES.length, maxLength: NAMES.length }),
  timeout: fc.integer({ min: 600, max: 900 }),
  rate: fc.integer({ min: 30, max: 60 }),
  target: fc.constantFrom(...NAMES.slice(1)),
});

/** A chain of six; or one that forks into three, joins, and goes on. */
const SHAPES: Readonly<Record<string, (name: string, index: number) => string | string[]>> = {
  chain: (_name, index) => event(NAMES[index - 1]),
  join: (_name, index) => {
    if (index === 4) return ['b', 'c', 'd'].map(event);
    return event(index < 4 ? 'a' : 'e');
  },
};

function event(name = ''): string {
  return `${name} done`;
}

interface Workflow {
  name: string;
  scenario: object;
}

function workflows(): Workflow[] {
  return fc.sample(drawn, { numRuns: WORKFLOWS, seed: SEED }).map((draw, index) => {
    const shape = index % 2 === 0 ? 'chain' : 'join';
    // With two of them, both have an outage; with more, some have none, and some hang.
    const kind = ['outage', 'outage', undefined, undefined, 'hang', 'hang'][index % 6];
    const steps = NAMES.map((name, at) => ({
      service: name,
      emits: event(name),
      ...(at > 0 && { on: SHAPES[shape]?.(name, at) }),
    }));
    return {
      name: `${index}: a ${shape}, ${kind === undefined ? 'all is well' : `${kind} of ${draw.target}`}`,
      scenario: {
        title: `Workflow ${index}`,
        services: Object.fromEntries<object>(
          draw.services.map(({ p50, p99, concurrency }, at): [string, object] => [
            NAMES[at] ?? '',
            {
              latency: { distribution: 'lognormal', p50: `${p50}ms`, p99: `${p99}ms` },
              concurrency,
              queue: 16,
            },
          ]),
        ),
        steps,
        caller: { timeout: '2s' },
        calls: { timeout: `${draw.timeout}ms` },
        load: { rate: `${draw.rate}/s`, duration: '6s', warmup: '1s', drain: '10s' },
        slo: { completion: '10s' },
        ...(kind !== undefined && { faults: [{ kind, target: draw.target, at: '2500ms', for: '1500ms' }] }),
        modes: ['direct', 'event'],
      },
    };
  });
}

/** Failures by who was at fault, and who has failed because of it. */
function cascadesOf({ cascades }: Measurements): Map<string, number> {
  const all = new Map<string, number>();
  for (const { origin, victim, count } of cascades) {
    const pair = `${origin} → ${victim}`;
    all.set(pair, (all.get(pair) ?? 0) + count);
  }
  return all;
}

const folder = mkdtempSync(join(tmpdir(), 'cd-workflows-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(isBrokerMissing)(`for real (skipped where ${HOW_TO_GET_IT})`, () => {
  test.each(workflows())('$name: the same figures, and the same origins', async ({ scenario }) => {
    const file = join(folder, 'workflow.json');
    writeFileSync(file, JSON.stringify(scenario));
    const { comparison, left } = await compareForReal([file, '--no-control']);
    expect(left).toEqual([]);
    for (const [mode, real] of Object.entries(comparison.modes)) {
      const simulated = comparison.simulated?.[mode] as Measurements;
      expect(real.requests.offered, mode).toBe(simulated.requests.offered);
      // Whoever is at fault by the simulation is it for real, however many calls a busy machine lets time out.
      const [ours, theirs] = [cascadesOf(real), cascadesOf(simulated)];
      for (const [pair, count] of theirs) if (count > 5) expect([...ours.keys()], mode).toContain(pair);
      if (isNoisy(comparison.real!)) continue;
      // A point and a half of what was offered.
      const few = simulated.requests.offered * 0.015 + 3;
      expect(Math.abs(real.requests.accepted - simulated.requests.accepted), mode).toBeLessThanOrEqual(few);
      expect(Math.abs(real.requests.completed - simulated.requests.completed), mode).toBeLessThanOrEqual(few);
      // A call that is answered on the other side of a time limit fails in every service above it, and is tried again there;
      // and for whom most slots are held when one is refused, may be this one or that: the few of these say nothing.
      for (const [pair, count] of theirs) {
        if (count < 30) continue;
        const difference = Math.abs((ours.get(pair) ?? 0) - count);
        expect(difference, `${mode}: ${pair}`).toBeLessThanOrEqual(Math.max(6, count * 0.15));
      }
    }
  });
});
