import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import type { Attempt } from '../../src/system/attempt.js';
import { SlotHolders } from '../../src/system/slot-holders.js';
import { whereabouts } from '../../src/system/whereabouts.js';
import { measureBounded } from '../properties/bounded.js';
import { scenarios } from '../properties/random/scenarios.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { constant, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

vi.mock('../../src/system/whereabouts.js', { spy: true });

/** By counting all slots, every time that somebody asks. */
function countAnew(service: number, inService: readonly Attempt[]): number {
  const counts = new Map<number, number>();
  let most = service;
  for (const attempt of inService) {
    const heldFor = whereabouts(attempt).service;
    const count = (counts.get(heldFor) ?? 0) + 1;
    counts.set(heldFor, count);
    if (count > (counts.get(most) ?? 0)) most = heldFor;
  }
  return most;
}

/** Nobody waits anywhere, and for a while the first service has no slots at all. */
function crowded(it: Scenario): Scenario {
  const services = Object.entries(it.services).map(([name, service]) => [name, { ...service, queue: 0 }]);
  const target = it.steps[0]!.service;
  return {
    ...it,
    services: Object.fromEntries(services) as Scenario['services'],
    faults: [...it.faults, { kind: 'slots', target, concurrency: 0, at: '100ms', for: '200ms' }],
  };
}

describe('for whom most slots are held', () => {
  it('is the service for which they wait, and the service itself while it has none', async () => {
    const it = scenario({
      services: { a: { latency: constant('1ms'), concurrency: 1, queue: 0 }, b: '20ms' },
      steps: ['a', 'b'],
      load: { rate: '100/s', requests: 4 },
      faults: [{ kind: 'slots', target: 'a', concurrency: 0, at: '25ms' }],
    });
    expect(await timeline(it, 'direct', 'caller')).toEqual([
      '10 caller failed because of b #1',
      '20 caller failed because of b #2',
      '21 caller accepted',
      '30 caller failed because of a #3',
    ]);
  });

  it('is what counting them anew would find, whatever has moved', async () => {
    const { most: kept } = SlotHolders.prototype;
    const most = vi.spyOn(SlotHolders.prototype, 'most');
    let asked = 0;
    const different: string[] = [];
    most.mockImplementation(function (this: SlotHolders): number {
      const { service, inService } = this as unknown as { service: number; inService: Attempt[] };
      const found = kept.call(this);
      const expected = countAnew(service, inService);
      asked += 1;
      if (found !== expected) different.push(`${found}, expected ${expected} of ${inService.length}`);
      return found;
    });
    for (const it of fc.sample(scenarios(), { numRuns: 100, seed: 42 })) {
      await measureBounded(makePlan(crowded(it)), 'direct');
    }
    expect(different).toEqual([]);
    expect(asked).toBeGreaterThan(1000);
  });
});

describe('what it costs', () => {
  /** Slots looked at for each one taken: a calls b, which has room for all; 2,000 a second come for 20 s. */
  async function looksPerSlotTaken(slots: number): Promise<number> {
    vi.mocked(whereabouts).mockClear();
    const it = scenario({
      services: {
        a: { latency: constant('1ms'), concurrency: slots, queue: 0 },
        b: { latency: constant('10s'), concurrency: 'unbounded' },
      },
      steps: ['a', 'b'],
      load: { rate: '2000/s', duration: '20s' },
    });
    const { services } = await run(it, 'direct');
    const { attempts = 0, failures } = services.a ?? {};
    expect(failures?.overload).toBe(40_000 - 2 * slots);
    return vi.mocked(whereabouts).mock.calls.length / (attempts - (failures?.overload ?? 0));
  }

  it('depends on how often slots are taken, not on how many there are when somebody is refused', async () => {
    const few = await looksPerSlotTaken(100);
    // 20,000 refusals.
    expect(await looksPerSlotTaken(10_000)).toBeLessThan(2 * few);
  });

  it('is nothing where nothing has moved, even if two services hold as many', () => {
    let looks = 0;
    const inService = Array.from({ length: 10_000 }, (_, n) => {
      const pending = { whereabouts: () => ((looks += 1), { service: 1 + (n % 2), depth: 1 }) };
      return { pending: [pending] } as unknown as Attempt;
    });
    const counted = new Proxy(inService, {
      get(target, key, self): unknown {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
        return Reflect.get(target, key, self);
      },
    });
    const holders = new SlotHolders(0, counted);
    for (let refusals = 0; refusals < 20_000; refusals += 1) expect(holders.most()).toBe(1);
    expect(looks).toBeLessThan(4 * inService.length);
  });
});
