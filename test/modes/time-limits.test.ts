import { describe, expect, it } from 'vitest';
import { after, constant, retry, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

describe('a timeout', () => {
  it('is the end of waiting, not of work: what was done leaves its effect, unheard', async () => {
    const slow = scenario({ services: { a: '100ms' }, steps: ['a'], caller: { timeout: '60ms' } });
    for (const mode of ['direct', 'event'] as const) {
      expect(await timeline(slow, mode)).toEqual([
        '0 a starts',
        '60 a failed: timeout',
        '60 caller timedOut because of a',
        '100 a effect',
        '100 completed',
        '100 a slot free',
      ]);
      const { requests, services, responseTime, completionTime } = await run(slow, mode);
      // A ghost: told no, done anyway; the attempt stands under failures and under succeeded.
      expect(requests.outcomes.refused.completed).toBe(1);
      expect(services.a).toMatchObject({
        attempts: 1,
        succeeded: 1,
        effects: 1,
        failures: { timeout: 1 },
      });
      expect([responseTime.max, completionTime.max]).toEqual([60, 100]);
    }
  });

  it('begins when the call is sent: network and waiting count', async () => {
    const far = scenario({
      services: { a: { latency: constant('10ms'), concurrency: 1 } },
      steps: ['a'],
      caller: { timeout: '45ms', networkLatency: constant('20ms') },
      load: { rate: '1/ms', requests: 3 },
    });
    // Served from 10 to 20, 20 to 30, 30 to 40; answers come at 30, 40, 50: the third would be 48 after its call at 2.
    expect(await timeline(far, 'direct', 'caller')).toEqual([
      '30 caller accepted',
      '40 caller accepted #1',
      '47 caller timedOut because of a #2',
    ]);
  });

  it('is for one attempt, a retry has its own', async () => {
    const slow = scenario({
      services: { a: '100ms' },
      steps: ['a'],
      caller: { timeout: '60ms', retry: retry(3, { initialDelay: '10ms', multiplier: 1 }) },
    });
    // 60, then 70 + 60, then 140 + 60
    expect(await timeline(slow, 'direct', 'a failed', 'caller')).toEqual([
      '60 a failed: timeout',
      '130 a failed: timeout',
      '200 a failed: timeout',
      '200 caller timedOut because of a',
    ]);
  });

  it('of a caller in the middle is passed on as an inherited failure', async () => {
    const slow = scenario({
      services: { a: '10ms', b: '10ms', c: '100ms' },
      steps: ['a', 'b', 'c'],
      calls: { timeout: '50ms' },
    });
    // a calls b at 10: b gives c up at 20 + 50 = 70, but a has given b up at 60.
    expect(await timeline(slow, 'direct', 'a failed', 'b', 'c failed', 'caller')).toEqual([
      '10 b starts',
      '20 b effect',
      '60 b failed: timeout, from c',
      '60 a failed: inherited, from c',
      '60 caller failed because of c',
      '70 c failed: timeout',
      '70 b slot free',
    ]);
  });
});

describe('cancelOnTimeout', () => {
  const slow = {
    services: { a: '10ms', b: '10ms', c: { latency: constant('100ms'), concurrency: 1 } },
    steps: ['a', 'b', 'c'],
  };

  it('goes down the tree: what works for the attempt ends, and all slots are free', async () => {
    const it = scenario({ ...slow, caller: { timeout: '60ms', cancelOnTimeout: true } });
    expect(await timeline(it, 'direct')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 b starts',
      '20 b effect',
      '20 c starts',
      '60 a failed: timeout, from c',
      '60 a slot free',
      '60 b slot free',
      '60 c slot free',
      '60 caller timedOut because of c',
    ]);
  });

  it('takes what waits out of its queue', async () => {
    const two = scenario({
      ...slow,
      caller: { timeout: '60ms', cancelOnTimeout: true },
      // The second comes at 30 and waits for c from 50; c is free at 60, and works on it until its caller gives up at 90.
      load: { rate: '100/s', requests: 4, duration: '10s' },
    });
    const { services } = await run(two, 'direct');
    // First given up at 60 in c; the second (from 10) has c from 60 to 70, the third from 70 to 80, the fourth from 80 to 90.
    expect(services.c).toMatchObject({ attempts: 4, effects: 0, peakQueue: 3 });
    expect(services.c?.holdTime).toMatchObject({ count: 4, max: 40, p50: 10 });
  });

  it('stops what is on its way, and what waits to be tried again', async () => {
    const far = scenario({
      services: { a: '0ms', b: '0ms' },
      steps: ['a', 'b'],
      caller: { timeout: '60ms', cancelOnTimeout: true },
      calls: { networkLatency: constant('100ms') },
    });
    // The call would reach b at 50 and its answer a at 100: given up at 60, on its way back.
    expect((await run(far, 'direct')).services.b).toMatchObject({ attempts: 1, effects: 1 });
    const farther = scenario({
      ...far,
      ...{ services: { a: '0ms', b: '0ms' } },
      steps: ['a', 'b'],
      load: {},
    });
    farther.calls.networkLatency = constant('140ms');
    // Given up at 60, on its way there: it never arrives.
    expect((await run(farther, 'direct')).services.b).toMatchObject({ attempts: 0, effects: 0 });
    const again = scenario({
      services: { a: '0ms', b: '0ms' },
      steps: ['a', 'b'],
      caller: { timeout: '60ms', cancelOnTimeout: true },
      calls: { retry: retry(3, { initialDelay: '50ms' }) },
      faults: [{ kind: 'outage', target: 'b' }],
    });
    // Tried at 0 and 50; not at 150.
    expect((await run(again, 'direct')).services.b?.attempts).toBe(2);
  });
});

describe('a deadline', () => {
  const down = {
    services: { a: '10ms' },
    steps: ['a'],
    faults: [{ kind: 'errors', target: 'a', rate: 1 }] as const,
  };

  it('bounds all attempts together: the caller times out while it waits to try again', async () => {
    const it = scenario({
      ...down,
      faults: [...down.faults],
      caller: { deadline: '100ms', retry: retry(10, { initialDelay: '30ms', multiplier: 1 }) },
    });
    // Fails at 10, 50, 90; the next try would begin at 120.
    expect(await timeline(it, 'direct', 'a failed', 'caller')).toEqual([
      '10 a failed: injected',
      '50 a failed: injected',
      '90 a failed: injected',
      '100 caller timedOut because of a',
    ]);
  });

  it('cuts the last attempt short', async () => {
    const it = scenario({
      services: { a: '80ms' },
      steps: ['a'],
      caller: { deadline: '100ms', timeout: '70ms', retry: retry(3, { initialDelay: '10ms' }) },
    });
    // 70, then 80 to 100 instead of 150.
    expect(await timeline(it, 'direct', 'a failed', 'caller')).toEqual([
      '70 a failed: timeout',
      '100 a failed: timeout',
      '100 caller timedOut because of a',
    ]);
  });

  it('holds without retries, too', async () => {
    const it = scenario({ services: { a: '80ms' }, steps: ['a'], caller: { deadline: '50ms' } });
    expect((await run(it, 'direct')).requests.timedOut).toBe(1);
  });
});

describe('a caller without an answer', () => {
  it('counts as timed out, has no response time, and is in flight', async () => {
    const never = scenario({
      services: { a: '10ms', b: '10ms' },
      steps: [after('a', []), after('b', ['a'])],
      load: { rate: '1/s', duration: '1s', drain: '5s' },
      faults: [{ kind: 'hang', target: 'b' }],
    });
    const { requests, responseTime, cascades, end } = await run(never, 'direct');
    expect(requests).toMatchObject({ offered: 1, accepted: 0, timedOut: 1, completed: 0 });
    expect(requests.outcomes.refused.inFlight).toBe(1);
    expect(responseTime.count).toBe(0);
    // It stands still in b.
    expect(cascades).toEqual([{ origin: 'b', victim: 'caller', count: 1 }]);
    expect(end.reason).toBe('stuck');
  });
});
