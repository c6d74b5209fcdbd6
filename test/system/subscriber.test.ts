import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.js';
import { BASE_MODES } from '../../src/modes/registry.js';
import type { Fault, Step } from '../../src/scenario/scenario.js';
import { after, constant, run, scenario, type Fields } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

/** a, then b; c joins on what b has done at 150 ms. Requests begin at 0, 100, 200 and 300. */
function joined(
  step: Partial<Step> = {},
  window: { at?: string; for?: string } = { at: '150ms' },
  fields: Partial<Fields> = {},
) {
  const c: Step = {
    name: 'c',
    service: 'c',
    on: ['b done'],
    idempotent: false,
    critical: false,
    calledBy: 'b',
    ...step,
  };
  const fault: Fault = { kind: 'subscriber', target: 'workflow', step: c, ...window };
  return scenario({
    services: { a: '1ms', b: '10ms', c: '30ms' },
    steps: ['a', 'b'],
    load: { rate: '10/s', requests: 4 },
    faults: [fault],
    ...fields,
  });
}

describe('a subscriber that joins', () => {
  it('makes its caller wait for it, in direct mode, for the requests begun from then on', async () => {
    expect(await timeline(joined(), 'direct', 'c starts', 'b slot', 'caller')).toEqual([
      '11 b slot free',
      '11 caller accepted',
      '111 b slot free #1',
      '111 caller accepted #1',
      '211 c starts #2',
      '241 b slot free #2',
      '241 caller accepted #2',
      '311 c starts #3',
      '341 b slot free #3',
      '341 caller accepted #3',
    ]);
  });

  it('is noticed by nobody in event mode', async () => {
    expect(await timeline(joined(), 'event', 'c starts', 'b slot')).toEqual([
      '11 b slot free',
      '111 b slot free #1',
      '211 b slot free #2',
      '211 c starts #2',
      '311 b slot free #3',
      '311 c starts #3',
    ]);
  });

  it('belongs to the requests begun while it lasts, whenever they come to it', async () => {
    const slow = joined(
      {},
      { at: '100ms', for: '100ms' },
      { services: { a: '150ms', b: '10ms', c: '30ms' } },
    );
    for (const mode of BASE_MODES) {
      expect(
        (await timeline(slow, mode, 'c effect')).map((line) => line.split(' ').slice(1).join(' ')),
      ).toEqual(['c effect #1']);
    }
  });

  it('has to have done its work before a request is completed, if it is critical', async () => {
    expect(await timeline(joined({ critical: true }), 'event', 'completed')).toEqual([
      '11 completed',
      '111 completed #1',
      '241 completed #2',
      '341 completed #3',
    ]);
    const broken = joined({ critical: true }, {}, { calls: { timeout: '20ms' } });
    expect((await run(broken, 'direct')).requests).toMatchObject({ failed: 4, completed: 4 });
  });

  it('may wait for several events, and be called where they come from', async () => {
    const join = joined(
      { on: ['b done', 'd done'], calledBy: 'a' },
      {},
      {
        services: { a: '1ms', b: '10ms', c: '30ms', d: '20ms' },
        steps: ['a', after('b', ['a']), after('d', ['a'])],
        load: { requests: 1 },
      },
    );
    for (const mode of ['direct', 'event'] as const) {
      expect(await timeline(join, mode, 'c starts')).toEqual(['21 c starts']);
    }
  });

  it('is not there in the control run', async () => {
    for (const mode of BASE_MODES) {
      const control = await run(joined({ critical: true }), mode, { faults: false });
      expect(control.services.c?.attempts).toBe(0);
      expect(control.requests.completed).toBe(4);
    }
  });

  it('has one service changed with direct calls, and none with events', async () => {
    const it = joined();
    const runs = ['direct', 'direct:no-retry', 'event'].map(async (mode) => ({
      mode,
      faulted: await run(it, 'direct'),
      control: await run(it, 'direct', { faults: false }),
    }));
    const { modes } = compare(it, '0.0.0', await Promise.all(runs));
    const changed = Object.values(modes).map(({ changedServices }) => changedServices);
    expect(changed).toEqual([1, 1, 0]);
  });

  it('works on with the luck that it would have anywhere', async () => {
    const some = (at: string) =>
      joined(
        { service: 'b' },
        { at },
        {
          services: { a: '1ms', b: { latency: constant('10ms'), declineRate: 0.5 } },
          load: { rate: '10/s', requests: 40 },
        },
      );
    const declines = async (at: string): Promise<string[]> => timeline(some(at), 'event', 'c declined');
    const all = await declines('0ms');
    expect(all.length).toBeGreaterThan(3);
    expect(await declines('2s')).toEqual(all.filter((line) => Number(line.split('#')[1] ?? 0) >= 20));
  });
});
