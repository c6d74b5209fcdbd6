import { describe, expect, it } from 'vitest';
import { constant, type Fields, run, scenario } from '../support/scenario.js';

const MODES = ['direct', 'event'] as const;

function alone(fields: Partial<Fields>, queue = 64) {
  return scenario({
    services: { a: { latency: constant('10ms'), concurrency: 1, queue } },
    steps: ['a'],
    ...fields,
  });
}

describe('peakQueue and peakBacklog', () => {
  it('are of the time after the warm-up: who waits since before is counted, who has gone is not', async () => {
    const burst = alone({ load: { rate: '1/ms', requests: 5, duration: '1s', warmup: '25ms' } });
    // Four wait at 4 ms, three from 10, two from 20 on, one from 30 on.
    for (const mode of MODES) {
      const { services, peakBacklog } = await run(burst, mode);
      expect([services.a?.peakQueue, peakBacklog]).toEqual([2, 2]);
    }
  });

  it('see who waits from before the end of the warm-up to the end of the run', async () => {
    const hung = alone(
      { load: { rate: '1/ms', requests: 100, warmup: '50ms' }, faults: [{ kind: 'hang', target: 'a' }] },
      2,
    );
    // One stands still in the slot, two wait, and all others are turned away.
    for (const mode of MODES) {
      const { services, peakBacklog, series } = await run(hung, mode);
      expect([services.a?.peakQueue, peakBacklog, series.backlog.at(-1)]).toEqual([2, 2, 2]);
    }
  });
});

describe('the series', () => {
  it('ends with what still waits at the end of the run, even if nothing else happens then', async () => {
    const cancelled = alone({
      caller: { timeout: '15ms', cancelOnTimeout: true },
      load: { rate: '10/s', duration: '300ms' },
      faults: [{ kind: 'slots', target: 'a', concurrency: 0 }],
    });
    // The last one is begun at 200 and given up at 215, when an interval begins.
    const { series, end } = await run(cancelled, 'direct');
    expect([series.interval, end.at]).toEqual([5, 215]);
    expect(series.backlog.slice(39)).toEqual([0, 1, 1, 1, 0]);
  });
});
