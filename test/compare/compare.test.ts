import { describe, expect, it } from 'vitest';
import { compare, type ModeRun } from '../../src/compare/compare.js';
import type { Comparison } from '../../src/compare/comparison.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { constant, exponential, run, scenario } from '../support/scenario.js';

async function compared(it: Scenario): Promise<Comparison> {
  const runs: ModeRun[] = [];
  for (const mode of ['direct', 'event'] as const) {
    const faulted = await run(it, mode);
    runs.push(
      it.faults.length === 0
        ? { mode, faulted }
        : { mode, faulted, control: await run(it, mode, { faults: false }) },
    );
  }
  return compare(it, '0.0.0', runs);
}

/** b stands still from 2 s to 4 s; a has four slots and no queue. */
const hanging = scenario({
  services: {
    a: { latency: constant('1ms'), concurrency: 4, queue: 0 },
    b: { latency: constant('10ms'), concurrency: 4 },
  },
  steps: ['a', 'b'],
  load: { rate: '10/s', duration: '10s' },
  faults: [{ kind: 'hang', target: 'b', at: '2s', for: '2s' }],
});

describe('a comparison', () => {
  it('has each mode as it was measured, in the order it ran, and its control run', async () => {
    const it = await compared(hanging);
    expect(Object.keys(it.modes)).toEqual(['direct', 'event']);
    expect(it.modes.direct).toMatchObject(await run(hanging, 'direct'));
    expect(it.control?.event).toEqual(await run(hanging, 'event', { faults: false }));
    expect(it).toMatchObject({
      schema: 'coupling-demo/comparison@1',
      version: '0.0.0',
      seed: 42,
      scenario: hanging,
      expectations: [],
    });
  });

  it('has collateral where the hang reaches who called', async () => {
    const it = await compared(hanging);
    // Of the 21 calls at 2000, …, 4000 four take the slots of a until 4010, and 17 are turned away.
    expect(it.modes.direct).toMatchObject({ collateral: 17, blastRadius: 1 });
    expect(it.modes.event).toMatchObject({ collateral: 0, blastRadius: 0 });
  });

  it('has the time until it is as in the control run again', async () => {
    const it = await compared(hanging);
    // Intervals of 100 ms. Direct: the four that stood still complete at 4010, in the interval of 4000 to 4100, with
    // a p99 of 2 s; from 4100 on all is as ever.
    expect(it.modes.direct?.series.interval).toBe(100);
    expect(it.modes.direct?.recoveryTime).toBe(100);
    // Event: four slots from 4000 on, 16 more waiting: 4010, 4020, 4030, 4040, 4050.
    expect(it.modes.event?.recoveryTime).toBe(100);
  });

  it('without faults has no control run, no collateral, nothing to recover from', async () => {
    const it = await compared(
      scenario({
        services: { a: { latency: exponential('10ms') } },
        steps: ['a'],
        load: { rate: '10/s', duration: '1s' },
      }),
    );
    expect(it.control).toBeUndefined();
    expect(it.modes.direct).toMatchObject({ collateral: 0, blastRadius: 0, recoveryTime: 0 });
  });

  it('whose control run was kept from being made has not measured what only that can tell', async () => {
    const [direct, event] = [await run(hanging, 'direct'), await run(hanging, 'event')];
    const control = await run(hanging, 'direct', { faults: false });
    const { modes } = compare(hanging, '0.0.0', [
      { mode: 'direct', faulted: direct, control },
      { mode: 'event', faulted: event },
    ]);
    expect(modes.direct).toMatchObject({ collateral: 17, blastRadius: 1, recoveryTime: 100 });
    expect(modes.event).toMatchObject({ collateral: null, blastRadius: null, recoveryTime: null });
  });

  it('of a fault that lasts never recovers', async () => {
    const it = await compared({ ...hanging, faults: [{ kind: 'hang', target: 'b', at: '2s' }] });
    expect(it.modes.event?.recoveryTime).toBeNull();
  });

  it('of a load bounded by requests recovers while there are some', async () => {
    const { duration, ...load } = hanging.load;
    expect(duration).toBe('10s');
    const it = await compared({ ...hanging, load: { ...load, requests: 100 } });
    expect(it.modes.event?.recoveryTime).toBe(100);
  });

  it('a spike is nobody’s own fault: what fails for it is collateral', async () => {
    const it = await compared(
      scenario({
        services: { a: { latency: constant('90ms'), concurrency: 1, queue: 0 } },
        steps: ['a'],
        load: { rate: '10/s', duration: '1s' },
        faults: [{ kind: 'spike', target: 'load', multiply: 2, at: '50ms', for: '200ms' }],
      }),
    );
    // Two more, at 50 and 150, find the slot taken.
    expect(it.modes.direct).toMatchObject({ collateral: 2, blastRadius: 1 });
  });
});
