import { describe, expect, it } from 'vitest';
import type { Field, Target } from '../../src/faults/kind.js';
import { FAULT_KINDS, type FaultKind } from '../../src/faults/registry.js';
import type { RunMeasurements } from '../../src/measure/measurements.js';
import { BASE_MODES } from '../../src/modes/registry.js';
import type { Fault } from '../../src/scenario/scenario.js';
import { after, exponential, run, scenario } from '../support/scenario.js';

/** A value that is felt, of each type that a field can have. */
function sampleOf(field: Field): unknown {
  switch (field.type) {
    case 'duration':
      return '400ms';
    case 'share':
      return 0.5;
    case 'number':
      return field.least + 2;
    case 'count':
      return field.least + 1;
    case 'word':
      return field.default ?? field.oneOf[0];
    case 'step':
      return { ...after('c', ['a']), idempotent: false, critical: true, calledBy: 'a' };
    // Left out, it is everybody.
    case 'end':
      return undefined;
  }
}

function faultOf({ kind, fields }: FaultKind, target: string): Fault {
  const samples = Object.entries(fields).map(([name, field]): [string, unknown] => [name, sampleOf(field)]);
  const given = Object.fromEntries(samples.filter(([, value]) => value !== undefined));
  return { at: '200ms', for: '600ms', ...given, kind, target } as unknown as Fault;
}

/** Figures that differ by more than where a phase begins. */
function figuresOf(measured: RunMeasurements): string {
  return JSON.stringify({ ...measured, throughput: { ...measured.throughput, phases: [] } });
}

function nameOf(target: Target): string {
  return target === 'service' ? 'b' : target;
}

describe.each(FAULT_KINDS.map((kind) => [kind.kind, kind] as const))('%s', (_, kind) => {
  it.each(kind.targets)('aimed at a %s changes a figure in some mode', async (target) => {
    const busy = scenario({
      services: {
        a: { latency: exponential('50ms'), concurrency: 4 },
        b: { latency: exponential('50ms'), concurrency: 4 },
        c: '10ms',
      },
      steps: ['a', 'b'],
      calls: { timeout: '300ms' },
      caller: { timeout: '500ms' },
      bus: { ackWait: '300ms' },
      load: { rate: '60/s', duration: '1s' },
      faults: [faultOf(kind, nameOf(target))],
    });
    const changed: boolean[] = [];
    for (const mode of BASE_MODES) {
      const [faulted, control] = [await run(busy, mode), await run(busy, mode, { faults: false })];
      changed.push(figuresOf(faulted) !== figuresOf(control));
    }
    expect(changed).toContain(true);
  });
});
