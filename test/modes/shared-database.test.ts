import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import type { Fault, Scenario } from '../../src/scenario/scenario.js';
import { after, constant, type Fields, retry, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

/** A chain of two or more, and a database that takes 2 ms for whatever is asked of it. */
const chain = (changes: Partial<Fields> = {}): Scenario =>
  scenario({
    services: { a: '10ms', b: '20ms', c: '30ms' },
    steps: ['a', 'b', 'c'],
    database: { latency: constant('2ms'), pollInterval: '100ms' },
    ...changes,
  });

const MODE = 'shared-database';
const round = (time: number): number => Math.round(time * 1000) / 1000;

/** The first tick of a step's poller after a moment, from the luck that is its own. */
function tickAfter(it: Scenario, step: string, time: number, interval = 100): number {
  const ticks = makePlan(it).luck.draws('poll', step);
  let tick = interval * ticks.at(0, 0).next();
  for (let n = 1; tick <= time; n += 1) tick += interval * (0.9 + 0.2 * ticks.at(n, 0).next());
  return tick;
}

/** Without what the database itself goes through. */
const steps = (lines: string[]): string[] => lines.filter((line) => !line.includes(' query '));

const errors = (target: string): Fault => ({ kind: 'errors', target, rate: 1 });

describe('a step', () => {
  it('is done when the database has committed it, and the next one begins when its poller has seen the row', async () => {
    const it = chain();
    const b = tickAfter(it, 'b', 12) + 2;
    const c = tickAfter(it, 'c', b + 22) + 2;
    expect(steps(await timeline(it, MODE))).toEqual([
      '0 a starts',
      '12 a effect',
      '12 b waits',
      '12 a slot free',
      '12 caller accepted',
      `${round(b)} b starts`,
      `${round(b + 22)} b effect`,
      `${round(b + 22)} c waits`,
      `${round(b + 22)} b slot free`,
      `${round(c)} c starts`,
      `${round(c + 32)} c effect`,
      `${round(c + 32)} completed`,
      `${round(c + 32)} c slot free`,
    ]);
  });

  it('holds its slot while it waits for the database, and counts as blocked', async () => {
    const { services } = await run(chain({ load: { rate: '20/s', duration: '1s' } }), MODE);
    expect(services.a!.holdTime).toMatchObject({ count: 20, mean: 12 });
    expect(services.a!.blockedShare).toBeCloseTo(2 / 12, 3);
    expect(services.b!.blockedShare).toBeCloseTo(2 / 22, 3);
    expect(services.database).toMatchObject({ effects: 0, blockedShare: 0 });
  });

  it('on several events is ready when the last of them is committed', async () => {
    const join = chain({
      services: { a: '0ms', b: '10ms', c: '70ms', d: '10ms' },
      steps: [after('a', []), after('b', ['a']), after('c', ['a']), after('d', ['b', 'c'])],
    });
    const lines = await timeline(join, MODE, 'b effect', 'c effect', 'd waits');
    const ready = lines.find((line) => line.endsWith('d waits'))!.split(' ')[0];
    const last = Math.max(...lines.filter((line) => line.endsWith('effect')).map(Number.parseFloat));
    expect(Number(ready)).toBe(last);
  });

  it('declines in writing, and its branch ends there', async () => {
    const declining = chain({ faults: [{ kind: 'decline', target: 'b', rate: 1 }] });
    const { requests, services } = await run(declining, MODE);
    expect(requests.outcomes.accepted).toMatchObject({ declined: 1, partial: 0 });
    expect(services.b).toMatchObject({ attempts: 1, effects: 0, failures: { declined: 1 } });
    expect(services.c!.attempts).toBe(0);
  });
});

describe('a poller', () => {
  it('looks once in each interval on average, whether or not there is anything', async () => {
    // One request, and 100 s until the load is over: 2 pollers, 10 looks a second each, 3 writes.
    const idle = chain({ load: { rate: '0.02/s', duration: '100s', arrivals: 'constant' } });
    const { services, end } = await run(idle, MODE);
    expect(end.at).toBeLessThan(60_000);
    const looks = services.database!.attempts - 6;
    expect(looks / ((end.at / 1000) * 20)).toBeCloseTo(1, 1);
  });

  it('keeps no run alive', async () => {
    const { end } = await run(chain({ load: { duration: '100s', rate: '0.01/s' } }), MODE);
    expect(end).toMatchObject({ reason: 'quiet' });
    expect(end.at).toBeLessThan(1000);
  });

  it('claims as many rows as its service has free slots, and looks again as soon as one is free', async () => {
    const narrow = chain({
      services: { a: '0ms', b: { latency: constant('20ms'), concurrency: 2 } },
      steps: ['a', 'b'],
      load: { rate: '10/ms', requests: 5 },
    });
    // All five rows are there when b first looks, whenever that is.
    const first = tickAfter(narrow, 'b', 2.5) + 2;
    // 20 ms of work, 2 to write, and 2 to find the next ones.
    const at = [first, first, first + 24, first + 24, first + 48];
    expect(await timeline(narrow, MODE, 'b starts')).toEqual(
      at.map((time, index) => `${round(time)} b starts${index === 0 ? '' : ` #${index}`}`),
    );
  });

  it('does not look while its service is down or hangs, and rows wait', async () => {
    for (const kind of ['outage', 'hang', 'crash'] as const) {
      const away = chain({ faults: [{ kind, target: 'b', at: '0ms', for: '1s' }] });
      const start = tickAfter(away, 'b', 1000) + 2;
      expect(await timeline(away, MODE, 'b starts')).toEqual([`${round(start)} b starts`]);
    }
  });

  it('has the same ticks with the faults and without, whatever else it has looked for', async () => {
    const spread = chain({
      services: { a: '0ms', b: { latency: constant('20ms'), concurrency: 1 } },
      steps: ['a', 'b'],
      load: { rate: '1/s', duration: '5s' },
      faults: [{ kind: 'slots', target: 'b', concurrency: 0, at: '1ms', for: '300ms' }],
    });
    // The slots come back at 301, and it looks at once; later ones are found as if nothing had been.
    const found = await timeline(spread, MODE, 'b starts');
    expect(found[0]).toBe('303 b starts');
    expect(found.slice(1)).toEqual((await timeline({ ...spread, faults: [] }, MODE, 'b starts')).slice(1));
    expect(found).toHaveLength(5);
  });
});

describe('work that fails', () => {
  const redelivery = { maxDeliveries: 3, initialDelay: '200ms', multiplier: 2 };

  it('leaves its row to be claimed again after its delay, up to maxDeliveries, and then stands as given up', async () => {
    const failing = chain({ steps: ['a', 'b'], bus: { redelivery }, faults: [errors('b')] });
    const first = tickAfter(failing, 'b', 12) + 2;
    const second = tickAfter(failing, 'b', first + 20 + 200) + 2;
    const third = tickAfter(failing, 'b', second + 20 + 400) + 2;
    expect(await timeline(failing, MODE, 'b starts', 'b failed', 'b dead')).toEqual([
      `${round(first)} b starts`,
      `${round(first + 20)} b failed: injected`,
      `${round(second)} b starts`,
      `${round(second + 20)} b failed: injected`,
      `${round(third)} b starts`,
      `${round(third + 20)} b failed: injected`,
      `${round(third + 20)} b dead letter`,
    ]);
    expect((await run(failing, MODE)).requests.outcomes.accepted.deadLettered).toBe(1);
  });

  it('takes as long as in event mode, attempt by attempt, and its delays are the same', async () => {
    const shaky = chain({
      services: { a: '0ms', b: { latency: { distribution: 'exponential', mean: '20ms' } } },
      steps: ['a', 'b'],
      bus: { redelivery: { maxDeliveries: 9, initialDelay: '10ms', jitter: 'full' } },
      load: { rate: '50/s', duration: '2s' },
      faults: [{ kind: 'errors', target: 'b', rate: 0.5 }],
    });
    const [event, shared] = [await run(shaky, 'event'), await run(shaky, MODE)];
    for (const figure of ['attempts', 'effects', 'deadLettered', 'failures'] as const)
      expect(shared.services.b![figure]).toEqual(event.services.b![figure]);
    expect(shared.services.b!.serviceTime.max).toBe(event.services.b!.serviceTime.max);
  });

  it('is free again when a service that has crashed is back', async () => {
    const first = tickAfter(chain(), 'b', 12) + 2;
    const crashing = chain({
      steps: ['a', 'b'],
      faults: [{ kind: 'crash', target: 'b', at: `${first + 5}ms`, for: '500ms' }],
    });
    const again = tickAfter(crashing, 'b', first + 505) + 2;
    expect(steps(await timeline(crashing, MODE, 'b '))).toEqual([
      '12 b waits',
      `${round(first)} b starts`,
      `${round(first + 5)} b slot free`,
      `${round(first + 5)} b failed: injected`,
      `${round(first + 505)} b waits`,
      `${round(again)} b starts`,
      `${round(again + 22)} b effect`,
      `${round(again + 22)} b slot free`,
    ]);
  });
});

describe('a transaction', () => {
  it('is rolled back with its service, and leaves nothing', async () => {
    const first = tickAfter(chain(), 'b', 12) + 2;
    // Work ends 20 ms after it began, the write 2 ms later: the crash comes between.
    const crashing = chain({
      steps: ['a', 'b'],
      faults: [{ kind: 'crash', target: 'b', at: `${first + 21}ms`, for: '10ms' }],
    });
    const { services } = await run(crashing, MODE);
    expect(services.b).toMatchObject({ attempts: 2, effects: 1, doubleEffects: 0, duplicates: 0 });
  });

  it('counts when it is the first, though its claim has run out; a row that nobody has claimed since is gone', async () => {
    const slow = chain({
      steps: ['a', 'b'],
      bus: { ackWait: '100ms', redelivery: { maxDeliveries: 2 } },
      faults: [{ kind: 'latency', target: 'b', add: '100ms', for: '150ms' }],
    });
    const first = tickAfter(slow, 'b', 12) + 2;
    expect(first).toBeLessThan(150);
    // Claimed, the row may be claimed again 100 ms later; committed after 110 ms and a query of 2 ms.
    expect(tickAfter(slow, 'b', first + 100)).toBeGreaterThan(first + 112);
    const { services, requests } = await run(slow, MODE);
    expect(services.b).toMatchObject({ attempts: 1, effects: 1, doubleEffects: 0 });
    expect(services.b!.failures.timeout).toBe(1);
    expect(requests.outcomes.accepted.completed).toBe(1);
  });

  it('is rolled back when another one was first: nothing is done twice, where events do it twice', async () => {
    const slow = chain({
      steps: ['a', 'b'],
      bus: { ackWait: '100ms', redelivery: { maxDeliveries: 3 } },
      database: { pollInterval: '1ms' },
      faults: [{ kind: 'latency', target: 'b', add: '100ms' }],
      load: { requests: 1, drain: '1s' },
    });
    const event = await run(slow, 'event');
    expect(event.services.b).toMatchObject({ attempts: 2, effects: 2, doubleEffects: 1 });
    const shared = await run(slow, MODE);
    expect(shared.services.b).toMatchObject({ attempts: 2, effects: 1, doubleEffects: 0, succeeded: 1 });
    expect(shared.requests.outcomes.accepted.completed).toBe(1);
    expect(shared.end.reason).toBe('quiet');
  });

  it('of a row that was given up meanwhile is rolled back', async () => {
    const slow = chain({
      steps: ['a', 'b'],
      bus: { ackWait: '100ms', redelivery: { maxDeliveries: 1 } },
      faults: [{ kind: 'latency', target: 'b', add: '100ms' }],
    });
    const { services, requests } = await run(slow, MODE);
    expect(services.b).toMatchObject({ attempts: 1, effects: 0, deadLettered: 1 });
    expect(requests.outcomes.accepted.deadLettered).toBe(1);
  });

  it('is waited for by a service that hangs until it goes on, though what it committed is in place', async () => {
    const hanging = chain({
      steps: ['a', 'b'],
      faults: [{ kind: 'hang', target: 'a', at: '11ms', for: '500ms' }],
    });
    const lines = await timeline(hanging, MODE, 'a effect', 'b waits', 'caller', 'a slot');
    expect(lines).toEqual(['12 a effect', '12 b waits', '511 a slot free', '511 caller accepted']);
  });
});

describe('the database', () => {
  it('that is down fails the entry step, and the caller is told because of whom', async () => {
    const down = chain({ faults: [{ kind: 'outage', target: 'database', for: '5s' }] });
    expect(await timeline(down, MODE, 'a ', 'caller')).toEqual([
      '0 a starts',
      '10 a query failed: injected, from database',
      '10 a slot free',
      '10 a failed: inherited, from database',
      '10 caller failed because of database',
    ]);
    const { requests, cascades, services } = await run(down, MODE);
    expect(requests.outcomes.refused.nothing).toBe(1);
    expect(cascades).toContainEqual({ origin: 'database', victim: 'a', count: 1 });
    expect(services.a).toMatchObject({ effects: 0, failures: { inherited: 1 } });
  });

  it('that is down loses no row: each is worked on when it is back', async () => {
    // While b works on what it has just claimed.
    const at = `${Math.round(tickAfter(chain(), 'b', 500) + 12)}ms`;
    const down = chain({
      bus: { redelivery: { maxDeliveries: 2 } },
      load: { rate: '100/s', duration: '1s' },
      faults: [{ kind: 'outage', target: 'database', at, for: '60s' }],
    });
    const { requests, services } = await run(down, MODE);
    expect(requests.completed).toBe(requests.accepted);
    // A row that could not be written is tried again, but not before it can be read.
    expect(services.b!.deadLettered + services.c!.deadLettered).toBe(0);
    expect(services.b!.failures.inherited + services.c!.failures.inherited).toBeGreaterThan(0);
  });

  it('that hangs holds the slots of the entry step, and who is turned away there is so because of it', async () => {
    const hanging = chain({
      services: { a: { latency: constant('1ms'), concurrency: 2, queue: 0 }, b: '1ms' },
      steps: ['a', 'b'],
      caller: { timeout: '1s' },
      load: { rate: '1/ms', requests: 4 },
      faults: [{ kind: 'hang', target: 'database', for: '5s' }],
    });
    expect(await timeline(hanging, MODE, 'caller')).toEqual([
      '2 caller failed because of database #2',
      '3 caller failed because of database #3',
      '1000 caller timedOut because of database',
      '1001 caller timedOut because of database #1',
    ]);
    // They are committed all the same, when it goes on: ghosts.
    expect((await run(hanging, MODE)).requests.outcomes.refused.completed).toBe(2);
  });

  it('has slots of its own, for which queries wait', async () => {
    const narrow = chain({
      services: { a: '1ms', b: '1ms' },
      steps: ['a', 'b'],
      database: { latency: constant('10ms'), concurrency: 1, pollInterval: '1000s' },
      load: { rate: '1/ms', requests: 3, drain: '100ms' },
    });
    expect(await timeline(narrow, MODE, 'a effect')).toEqual([
      '11 a effect',
      '21 a effect #1',
      '31 a effect #2',
    ]);
  });

  it('fails a share of its queries, slows down, or has fewer slots, as any service', async () => {
    const load = { rate: '100/s', duration: '2s' };
    const half = await run(chain({ load, faults: [{ ...errors('database'), rate: 0.5 } as Fault] }), MODE);
    const { injected } = half.services.database!.failures;
    expect(injected / half.services.database!.attempts).toBeCloseTo(0.5, 1);
    const slow = await run(
      chain({ load, faults: [{ kind: 'latency', target: 'database', add: '8ms' }] }),
      MODE,
    );
    expect(slow.responseTime.p50).toBeCloseTo(20, 1);
    const few = await run(
      chain({ load, faults: [{ kind: 'slots', target: 'database', concurrency: 0 }] }),
      MODE,
    );
    expect(few.requests.accepted).toBe(0);
  });

  it('lets the caller try again, and what is committed twice is done twice', async () => {
    const impatient = chain({
      steps: ['a', 'b'],
      caller: { timeout: '11ms', retry: retry(2, { initialDelay: '5ms' }) },
    });
    const { services } = await run(impatient, MODE);
    expect(services.a).toMatchObject({ effects: 2, doubleEffects: 1 });
    expect(services.b).toMatchObject({ effects: 2, doubleEffects: 1 });
  });

  it('is told to stop by a caller that gives up, and nothing is committed', async () => {
    const polite = chain({
      steps: ['a', 'b'],
      caller: { timeout: '11ms', cancelOnTimeout: true },
    });
    const { services, requests } = await run(polite, MODE);
    expect(services.a!.effects).toBe(0);
    expect(requests.outcomes.refused.nothing).toBe(1);
  });

  it('is reached over the link of a service: what that loses breaks the connection, and is rolled back', async () => {
    const first = tickAfter(chain(), 'b', 12) + 2;
    const loss = { kind: 'network', target: 'b', loss: 1, for: '40ms' } as const;
    // The write of b's first attempt sets out 20 ms after it began, and comes back 2 ms later.
    for (const [way, seen] of [
      ['out', 20],
      ['in', 22],
    ] as const) {
      const lossy = chain({ steps: ['a', 'b'], faults: [{ ...loss, way, at: `${first + 1}ms` }] });
      const again = tickAfter(lossy, 'b', first + seen + 200) + 2;
      expect(steps(await timeline(lossy, MODE, 'b ')).slice(1)).toEqual([
        `${round(first)} b starts`,
        `${round(first + seen)} b slot free`,
        `${round(first + seen)} b failed: injected`,
        `${round(first + seen + 200)} b waits`,
        `${round(again)} b starts`,
        `${round(again + 22)} b effect`,
        `${round(again + 22)} b slot free`,
      ]);
    }
  });

  it('is farther away where the link is slow, and nothing is found where looks get lost', async () => {
    const network = { kind: 'network', target: 'b', way: 'both', loss: 0 } as const;
    const slow = chain({ steps: ['a', 'b'], faults: [{ ...network, add: '5ms' }] });
    const start = tickAfter(slow, 'b', 12) + 12;
    expect(steps(await timeline(slow, MODE, 'b starts', 'b effect', 'b slot'))).toEqual([
      `${round(start)} b starts`,
      `${round(start + 27)} b effect`,
      `${round(start + 32)} b slot free`,
    ]);
    const blind = chain({ steps: ['a', 'b'], faults: [{ ...network, loss: 1, for: '1s' }] });
    const found = tickAfter(blind, 'b', 1000) + 2;
    expect(await timeline(blind, MODE, 'b starts')).toEqual([`${round(found)} b starts`]);
  });

  it('is in no other mode, and a fault of it meets nothing there', async () => {
    const faults: Fault[] = [{ kind: 'outage', target: 'database' }];
    for (const mode of ['direct', 'event'] as const) {
      const broken = await run(chain({ faults }), mode);
      expect(broken.services.database).toBeUndefined();
      expect(broken.requests.completed).toBe(1);
    }
  });
});
