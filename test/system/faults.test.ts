import { describe, expect, it } from 'vitest';
import type { Fault, Service } from '../../src/scenario/scenario.js';
import { after, constant, retry, run, scenario, type Fields } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

const MODES = ['direct', 'event'] as const;

/** a calls b, or publishes to it. */
function pair(b: string | Partial<Service>, faults: Fault[], fields: Partial<Fields> = {}) {
  return scenario({ services: { a: '0ms', b }, steps: ['a', 'b'], faults, ...fields });
}

describe('latency', () => {
  it('multiplies and adds to the work of what takes its slot between at and at + for', async () => {
    const slow = pair(
      '10ms',
      [{ kind: 'latency', target: 'b', add: '5ms', multiply: 3, at: '100ms', for: '100ms' }],
      { load: { rate: '20/s', requests: 5 } },
    );
    for (const mode of MODES) {
      // Begun at 0, 50, 100, 150, 200: 10 ms, and 3 · 10 + 5 from 100 until before 200.
      expect(await timeline(slow, mode, 'b effect')).toEqual([
        '10 b effect',
        '60 b effect #1',
        '135 b effect #2',
        '185 b effect #3',
        '210 b effect #4',
      ]);
    }
  });

  it('meets an attempt when it takes its slot, not when it arrives', async () => {
    const slow = pair(
      { latency: constant('10ms'), concurrency: 1 },
      [{ kind: 'latency', target: 'b', add: '5ms', at: '8ms' }],
      { load: { rate: '500/s', requests: 2 } },
    );
    // The first is at work when it gets slow; the second came at 2, and has its slot at 10.
    expect(await timeline(slow, 'direct', 'b effect')).toEqual(['10 b effect', '25 b effect #1']);
  });

  it('of two at once, both count: all factors first, then all additions', async () => {
    const slow = pair('10ms', [
      { kind: 'latency', target: 'b', add: '5ms' },
      { kind: 'latency', target: 'b', multiply: 2 },
    ]);
    expect(await timeline(slow, 'direct', 'b effect')).toEqual(['25 b effect']);
  });
});

describe('a fault that meets a share of the attempts', () => {
  it.each(['errors', 'poison', 'decline'] as const)(
    '(%s) meets what begins at its first moment, and not what begins at the moment at which it ends',
    async (kind) => {
      const failing = pair('0ms', [{ kind, target: 'b', rate: 1, at: '1s', for: '1s' }], {
        load: { rate: '1/s', requests: 4 },
        bus: { redelivery: { maxDeliveries: 1 } },
      });
      // Begun at 0, 1, 2 and 3 s.
      for (const mode of MODES)
        expect(await timeline(failing, mode, 'b effect')).toEqual([
          '0 b effect',
          '2000 b effect #2',
          '3000 b effect #3',
        ]);
    },
  );
});

describe('errors', () => {
  it('come after the work time, and a retry may do better', async () => {
    const failing = pair('10ms', [{ kind: 'errors', target: 'b', rate: 1, for: '30ms' }], {
      calls: { retry: retry(3) },
    });
    expect(await timeline(failing, 'direct', 'b', 'caller')).toEqual([
      '0 b starts',
      '10 b slot free',
      '10 b failed: injected',
      '60 b starts',
      '70 b effect',
      '70 b slot free',
      '70 caller accepted',
    ]);
  });

  it('are drawn for each attempt: about half of 400, each attempt alike in both modes', async () => {
    const failing = pair('0ms', [{ kind: 'errors', target: 'b', rate: 0.5 }], {
      load: { rate: '1/ms', requests: 400 },
      calls: { retry: retry(2) },
      bus: { redelivery: { maxDeliveries: 2 } },
    });
    const direct = (await run(failing, 'direct')).services.b;
    const event = (await run(failing, 'event')).services.b;
    // 4 standard deviations of 400 draws are 0.1; a second try is made for each failed first one.
    expect(direct?.attempts).toBeGreaterThan(400 * 1.4);
    expect(direct?.attempts).toBeLessThan(400 * 1.6);
    expect(event).toMatchObject({
      attempts: direct?.attempts,
      succeeded: direct?.succeeded,
      failures: direct?.failures,
    });
  });
});

describe('poison', () => {
  it('fails the same requests at every attempt', async () => {
    const poisoned = pair('1ms', [{ kind: 'poison', target: 'b', rate: 0.5 }], {
      load: { rate: '1/ms', requests: 100 },
      calls: { retry: retry(4) },
      bus: { redelivery: { maxDeliveries: 4 } },
    });
    const direct = await run(poisoned, 'direct');
    const { completed } = direct.requests;
    expect(completed).toBeGreaterThan(25);
    expect(completed).toBeLessThan(75);
    // One attempt for a healthy request, four for a poisoned one.
    expect(direct.services.b?.attempts).toBe(completed + 4 * (100 - completed));
    const event = await run(poisoned, 'event');
    expect(event.requests.outcomes.accepted).toMatchObject({ completed, deadLettered: 100 - completed });
  });
});

describe('decline', () => {
  const declining = pair('1ms', [{ kind: 'decline', target: 'b', rate: 1 }], {
    caller: { retry: retry(3) },
    calls: { retry: retry(3) },
  });

  it('is a business answer: no layer tries again, and no one has failed', async () => {
    const { requests, services, cascades } = await run(declining, 'direct');
    expect(services.b).toMatchObject({
      attempts: 1,
      succeeded: 0,
      effects: 0,
      failures: { declined: 1, injected: 0 },
    });
    expect(services.a).toMatchObject({ attempts: 1, effects: 1, failures: { declined: 1, inherited: 0 } });
    expect(requests).toMatchObject({ declined: 1, failed: 0, timedOut: 0 });
    expect(requests.outcomes.refused).toMatchObject({ declined: 1, partial: 0 });
    expect(cascades).toEqual([]);
  });

  it('is acknowledged: it does not come again', async () => {
    const { requests, services } = await run(declining, 'event');
    expect(services.b).toMatchObject({ attempts: 1, deadLettered: 0, failures: { declined: 1 } });
    expect(requests).toMatchObject({ accepted: 1, declined: 0 });
    expect(requests.outcomes.accepted).toMatchObject({ declined: 1, partial: 0 });
  });

  it('of the entry step is the answer in every mode', async () => {
    const entry = scenario({
      services: { a: { latency: constant('1ms'), declineRate: 1 } },
      steps: ['a'],
    });
    for (const mode of MODES) {
      const { requests } = await run(entry, mode);
      expect(requests).toMatchObject({ declined: 1, failed: 0 });
      expect(requests.outcomes.refused).toMatchObject({ declined: 1, nothing: 0 });
    }
  });

  it('is decided by request: a declineRate declines the same ones in both modes', async () => {
    const some = pair({ latency: constant('1ms'), declineRate: 0.3 }, [], {
      load: { rate: '1/ms', requests: 200 },
    });
    const direct = await run(some, 'direct');
    const event = await run(some, 'event');
    expect(direct.services.b?.failures.declined).toBeGreaterThan(40);
    expect(direct.services.b?.failures.declined).toBeLessThan(80);
    expect(event.services.b?.failures.declined).toBe(direct.services.b?.failures.declined);
  });
});

describe('outage', () => {
  it('refuses calls at once, finishes what works and what waits', async () => {
    const down = pair(
      { latency: constant('10ms'), concurrency: 1 },
      [{ kind: 'outage', target: 'b', at: '5ms', for: '20ms' }],
      { load: { rate: '500/s', requests: 4 } },
    );
    // Calls at 0, 2, 4, 6: the last one is refused; the others work until 10, 20, 30.
    expect(await timeline(down, 'direct', 'b effect', 'b failed')).toEqual([
      '6 b failed: injected #3',
      '10 b effect',
      '20 b effect #1',
      '30 b effect #2',
    ]);
    // An attempt is what reaches a service, refused or not.
    expect((await run(down, 'direct')).services.b?.attempts).toBe(4);
  });

  it('makes messages wait, and lets what works finish', async () => {
    const down = pair(
      { latency: constant('10ms'), concurrency: 1 },
      [{ kind: 'outage', target: 'b', at: '5ms', for: '20ms' }],
      { load: { rate: '500/s', requests: 3 } },
    );
    expect(await timeline(down, 'event', 'b effect', 'b failed')).toEqual([
      '10 b effect',
      '35 b effect #1',
      '45 b effect #2',
    ]);
  });

  it('begins and ends at its times: a call at the start is refused, one at the end is not', async () => {
    const down = pair('0ms', [{ kind: 'outage', target: 'b', at: '10ms', for: '10ms' }], {
      load: { rate: '100/s', requests: 3 },
    });
    expect(await timeline(down, 'direct', 'caller')).toEqual([
      '0 caller accepted',
      '10 caller failed because of b #1',
      '20 caller accepted #2',
    ]);
  });

  it('of the entry step refuses calls in event mode, too', async () => {
    const down = scenario({
      services: { a: '0ms' },
      steps: ['a'],
      faults: [{ kind: 'outage', target: 'a' }],
    });
    const { requests } = await run(down, 'event');
    expect(requests.outcomes.refused.nothing).toBe(1);
  });

  it('twice at once ends with the later end', async () => {
    const down = pair(
      '0ms',
      [
        { kind: 'outage', target: 'b', at: '0ms', for: '30ms' },
        { kind: 'outage', target: 'b', at: '10ms', for: '10ms' },
      ],
      { load: { rate: '200/s', requests: 7 } },
    );
    expect((await run(down, 'direct')).requests.accepted).toBe(1);
  });
});

describe('hang', () => {
  it('stands still and goes on where it was', async () => {
    const hung = pair('10ms', [{ kind: 'hang', target: 'b', at: '4ms', for: '100ms' }]);
    for (const mode of MODES) {
      // 4 ms of work before, 6 after.
      expect(await timeline(hung, mode, 'b')).toEqual(['0 b starts', '110 b effect', '110 b slot free']);
      const { serviceTime, holdTime } = (await run(hung, mode)).services.b ?? {};
      expect([serviceTime?.max, holdTime?.max]).toEqual([10, 110]);
    }
  });

  it('takes in up to its concurrency, the rest queue', async () => {
    const hung = pair(
      { latency: constant('10ms'), concurrency: 2, queue: 1 },
      [{ kind: 'hang', target: 'b', for: '100ms' }],
      { load: { rate: '1/ms', requests: 4 } },
    );
    expect(await timeline(hung, 'direct', 'b')).toEqual([
      '0 b starts',
      '1 b starts #1',
      '2 b waits #2',
      '3 b failed: overload #3',
      '110 b effect',
      '110 b slot free',
      '110 b starts #2',
      '110 b effect #1',
      '110 b slot free #1',
      '120 b effect #2',
      '120 b slot free #2',
    ]);
  });

  it('of a caller: it hears no answer until it goes on', async () => {
    const hung = scenario({
      services: { a: '10ms', b: '20ms', c: '5ms' },
      steps: [after('a', []), after('b', ['a']), after('c', ['b'], { calledBy: 'a' })],
      faults: [{ kind: 'hang', target: 'a', at: '15ms', for: '100ms' }],
    });
    // b answers at 30; a hears of it at 115 and calls c.
    expect(await timeline(hung, 'direct', 'b effect', 'c starts', 'a slot')).toEqual([
      '30 b effect',
      '115 c starts',
      '120 a slot free',
    ]);
  });

  it('of a caller: it does not try again before it goes on', async () => {
    const hung = scenario({
      services: { a: '0ms', b: '0ms' },
      steps: ['a', 'b'],
      calls: { retry: retry(2, { initialDelay: '50ms' }) },
      faults: [
        { kind: 'outage', target: 'b', for: '20ms' },
        { kind: 'hang', target: 'a', at: '10ms', for: '90ms' },
      ],
    });
    // The retry would be at 50, while a stands still: it is at 100.
    expect(await timeline(hung, 'direct', 'b starts', 'caller')).toEqual([
      '100 b starts',
      '100 caller accepted',
    ]);
  });

  it('twice at once goes on with the later end', async () => {
    const hung = pair('10ms', [
      { kind: 'hang', target: 'b', at: '4ms', for: '100ms' },
      { kind: 'hang', target: 'b', at: '50ms', for: '10ms' },
    ]);
    expect(await timeline(hung, 'direct', 'b effect')).toEqual(['110 b effect']);
  });

  it('overruns ackWait: delivered again while the hung attempt stands', async () => {
    const hung = pair('10ms', [{ kind: 'hang', target: 'b', at: '5ms', for: '100ms' }], {
      bus: { ackWait: '60ms' },
    });
    // Taken at 0, expired at 60, taken again at 60; both go on at 105, with 5 and with 10 ms before them.
    expect(await timeline(hung, 'event', 'b')).toEqual([
      '0 b starts',
      '60 b failed: timeout',
      '60 b starts',
      '110 b effect',
      '110 b slot free',
      '110 b acknowledged late',
      '115 b second effect',
      '115 b slot free',
    ]);
  });
});

describe('crash', () => {
  const crash: Fault = { kind: 'crash', target: 'b', at: '15ms', for: '100ms' };
  const one = { latency: constant('10ms'), concurrency: 1 };

  it('loses what works and what waits, the callers see it at once, and it is an outage from then on', async () => {
    const crashed = pair(one, [crash], { load: { rate: '200/s', requests: 5 } });
    // Calls at 0, 5, 10, 15, 20. At 15 the second works and the third waits.
    expect(await timeline(crashed, 'direct', 'b')).toEqual([
      '0 b starts',
      '5 b waits #1',
      '10 b effect',
      '10 b slot free',
      '10 b starts #1',
      '10 b waits #2',
      '15 b slot free #1',
      '15 b failed: injected #1',
      '15 b failed: injected #2',
      '15 b failed: injected #3',
      '20 b failed: injected #4',
    ]);
  });

  it('makes unacknowledged messages come again when the service is back; what waits, waits', async () => {
    const crashed = pair(one, [crash], { load: { rate: '200/s', requests: 3 } });
    // At 15 the second works, and the third waits in its durable queue: at 115 the third, then the second again.
    expect(await timeline(crashed, 'event', 'b')).toEqual([
      '0 b starts',
      '5 b waits #1',
      '10 b effect',
      '10 b slot free',
      '10 b starts #1',
      '10 b waits #2',
      '15 b slot free #1',
      '15 b failed: injected #1',
      '115 b waits #1',
      '115 b starts #2',
      '125 b effect #2',
      '125 b slot free #2',
      '125 b starts #1',
      '135 b effect #1',
      '135 b slot free #1',
    ]);
  });

  it('of a caller loses its answer: what it called works on', async () => {
    const crashed = scenario({
      services: { a: '10ms', b: '20ms' },
      steps: ['a', 'b'],
      faults: [{ kind: 'crash', target: 'a', at: '15ms', for: '10ms' }],
    });
    expect(await timeline(crashed, 'direct')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 b starts',
      '15 a slot free',
      '15 a failed: injected',
      '15 caller failed because of a',
      '30 b effect',
      '30 completed',
      '30 b slot free',
    ]);
  });

  it('uses up deliveries: the last one lost is a dead letter', async () => {
    const crashed = pair(one, [crash], {
      load: { rate: '200/s', requests: 2 },
      bus: { redelivery: { maxDeliveries: 1 } },
    });
    const { requests } = await run(crashed, 'event');
    expect(requests.outcomes.accepted).toMatchObject({ completed: 1, deadLettered: 1 });
  });
});

describe('slots', () => {
  it('leaves n: taken ones are given back first, and all are there again at the end', async () => {
    const few = pair(
      { latency: constant('10ms'), concurrency: 3 },
      [{ kind: 'slots', target: 'b', concurrency: 1, at: '5ms', for: '20ms' }],
      { load: { rate: '1/ms', requests: 6 } },
    );
    // 0, 1, 2 have slots; at 10 and 11 two of them are not given out again, at 12 the one that is left is.
    expect(await timeline(few, 'direct', 'b starts')).toEqual([
      '0 b starts',
      '1 b starts #1',
      '2 b starts #2',
      '12 b starts #3',
      '22 b starts #4',
      '25 b starts #5',
    ]);
  });

  it('of 0 makes all wait', async () => {
    const none = pair('10ms', [{ kind: 'slots', target: 'b', concurrency: 0, for: '50ms' }]);
    for (const mode of MODES) expect(await timeline(none, mode, 'b starts')).toEqual(['50 b starts']);
  });

  it('of more than there are changes nothing', async () => {
    const more = pair(
      { latency: constant('10ms'), concurrency: 1 },
      [{ kind: 'slots', target: 'b', concurrency: 5 }],
      { load: { rate: '1/ms', requests: 2 } },
    );
    expect(await timeline(more, 'direct', 'b starts')).toEqual(['0 b starts', '10 b starts #1']);
  });
});

describe('random outages', () => {
  const random = (what: 'outage' | 'hang' | 'crash', at?: string): Fault => ({
    kind: 'random-outages',
    target: 'b',
    mttf: '200ms',
    mttr: '50ms',
    what,
    ...(at === undefined ? {} : { at }),
  });

  it('begin up', async () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const first = pair('0ms', [random('outage')], { seed });
      expect((await run(first, 'direct')).requests.accepted).toBe(1);
    }
  });

  it('are down for mttr / (mttf + mttr) of the time: a fifth', async () => {
    const long = pair('0ms', [random('outage')], { load: { rate: '100/s', duration: '400s' } });
    const { requests } = await run(long, 'direct');
    // About 1600 rounds: the standard error of the share is below 0.01.
    expect(requests.failed / requests.offered).toBeGreaterThan(0.17);
    expect(requests.failed / requests.offered).toBeLessThan(0.23);
  });

  it('lose nothing that waits or hangs, and all that works in a crash', async () => {
    const load = { rate: '100/s', duration: '20s' };
    const hung = await run(pair('5ms', [random('hang')], { load }), 'direct');
    expect(hung.requests.completed).toBe(2000);
    expect(hung.responseTime.max).toBeGreaterThan(50);
    const crashed = await run(pair('5ms', [random('crash')], { load }), 'event');
    expect(crashed.requests.completed).toBe(2000);
    expect(crashed.services.b?.failures.injected).toBeGreaterThan(0);
  });

  it('keep no run alive', async () => {
    const { end } = await run(pair('10ms', [random('outage')]), 'direct');
    expect(end).toEqual({ at: 10, reason: 'quiet' });
  });
});

describe('bus outage', () => {
  const outage: Fault = { kind: 'outage', target: 'bus', at: '5ms', for: '100ms' };
  const broken = (outbox: boolean, fields: Partial<Fields> = {}) =>
    scenario({
      services: { a: '10ms', b: '20ms' },
      steps: ['a', 'b'],
      faults: [outage],
      ...fields,
      bus: { outbox, ...fields.bus },
    });

  it('the outbox holds what is published, until the bus is there', async () => {
    expect(await timeline(broken(true), 'event')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 a slot free',
      '10 caller accepted',
      '105 b starts',
      '125 b effect',
      '125 completed',
      '125 b slot free',
    ]);
    expect((await run(broken(true), 'event')).peakBacklog).toBe(1);
  });

  it('without one the caller is still accepted, and the event is lost', async () => {
    expect(await timeline(broken(false), 'event')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 a slot free',
      '10 b lost',
      '10 caller accepted',
    ]);
    const { requests, lostEvents } = await run(broken(false), 'event');
    expect(requests.outcomes.accepted.lost).toBe(1);
    expect(lostEvents).toBe(1);
  });

  it('what is on its way arrives when the bus is there again', async () => {
    const onItsWay = broken(false, {
      services: { a: '2ms', b: '20ms' },
      bus: { deliveryLatency: constant('10ms') },
    });
    // Published at 2, it would be there at 12.
    expect(await timeline(onItsWay, 'event', 'b starts')).toEqual(['105 b starts']);
  });

  it('nothing is acknowledged: what overruns ackWait comes again', async () => {
    const unheard = broken(true, {
      services: { a: '0ms', b: '20ms' },
      bus: { ackWait: '50ms', lateAck: 'ignored' },
    });
    // Done at 20; not acknowledged at 50, so it comes again, when the bus is there.
    expect(await timeline(unheard, 'event', 'b')).toEqual([
      '0 b starts',
      '20 b effect',
      '20 b slot free',
      '50 b failed: timeout',
      '50 b waits',
      '105 b starts',
      '125 b second effect',
      '125 b slot free',
    ]);
  });

  it('what is done in time for ackWait is acknowledged when the bus is there', async () => {
    const { services } = await run(broken(true, { services: { a: '0ms', b: '20ms' } }), 'event');
    expect(services.b).toMatchObject({ attempts: 1, failures: { timeout: 0 } });
  });

  it('what waits for a slot, waits', async () => {
    const waiting = broken(true, {
      services: { a: '0ms', b: { latency: constant('10ms'), concurrency: 1 } },
      load: { rate: '500/s', requests: 2 },
    });
    expect(await timeline(waiting, 'event', 'b starts')).toEqual(['0 b starts', '105 b starts #1']);
  });

  it('is nothing to direct calls', async () => {
    expect(await timeline(broken(true), 'direct', 'caller')).toEqual(['30 caller accepted']);
  });
});

it('a fault without `for` lasts to the end of the run', async () => {
  const down = pair('0ms', [{ kind: 'outage', target: 'b', at: '2s' }], {
    load: { rate: '1/s', requests: 5 },
  });
  expect((await run(down, 'direct')).requests).toMatchObject({ accepted: 2, failed: 3 });
});

it('a control run is the same without the faults', async () => {
  const down = pair('0ms', [{ kind: 'outage', target: 'b' }]);
  expect((await run(down, 'direct', { faults: false })).requests.accepted).toBe(1);
});
