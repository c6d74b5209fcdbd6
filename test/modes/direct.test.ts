import { describe, expect, it } from 'vitest';
import { after, constant, retry, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

const chain = { services: { a: '10ms', b: '20ms', c: '30ms' }, steps: ['a', 'b', 'c'] };
/** a forks to b and c; d needs both, so a calls it. */
const diamond = {
  services: { a: '10ms', b: '20ms', c: '30ms', d: '40ms' },
  steps: [after('a', []), after('b', ['a']), after('c', ['a']), after('d', ['b', 'c'])],
};

describe('a caller', () => {
  it('holds its slot until it has answered: 10 + 20 + 30 ms of work is 60 ms of waiting for a', async () => {
    expect(await timeline(scenario(chain), 'direct')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 b starts',
      '30 b effect',
      '30 c starts',
      '60 c effect',
      '60 completed',
      '60 c slot free',
      '60 b slot free',
      '60 a slot free',
      '60 caller accepted',
    ]);
  });

  it('with one slot makes the next request wait for all that it calls', async () => {
    const one = scenario({
      ...chain,
      services: { ...chain.services, a: { latency: constant('10ms'), concurrency: 1 } },
      load: { rate: '100/s', requests: 2 },
    });
    // The second comes at 10 ms, has the slot at 60 ms, and its answer at 120 ms.
    expect(await timeline(one, 'direct', 'a waits', 'a starts', 'caller')).toEqual([
      '0 a starts',
      '10 a waits #1',
      '60 a starts #1',
      '60 caller accepted',
      '120 caller accepted #1',
    ]);
  });

  it('calls independent callees together: it answers after the slower one', async () => {
    const fork = scenario({
      ...diamond,
      steps: diamond.steps.slice(0, 3),
    });
    // 10 + max(20, 30)
    expect(await timeline(fork, 'direct', 'b starts', 'c starts', 'caller')).toEqual([
      '10 b starts',
      '10 c starts',
      '40 caller accepted',
    ]);
  });

  it('calls them one after another when told to', async () => {
    const fork = scenario({ ...diamond, steps: diamond.steps.slice(0, 3), calls: { fanOut: 'sequential' } });
    // 10 + 20 + 30
    expect(await timeline(fork, 'direct', 'b starts', 'c starts', 'caller')).toEqual([
      '10 b starts',
      '30 c starts',
      '60 caller accepted',
    ]);
  });

  it('calls a join when both its inputs have answered', async () => {
    // d begins at 10 + max(20, 30) and is done 40 later.
    expect(await timeline(scenario(diamond), 'direct', 'd', 'caller')).toEqual([
      '40 d starts',
      '80 d effect',
      '80 d slot free',
      '80 caller accepted',
    ]);
  });

  it('is the one named in calledBy, when there is one', async () => {
    const called = scenario({
      services: chain.services,
      steps: [after('a', []), after('b', ['a']), after('c', ['b'], { calledBy: 'a' })],
    });
    // a calls c when b has answered, so b is free at 30 and not at 60.
    expect(await timeline(called, 'direct', 'b slot', 'c starts', 'a slot')).toEqual([
      '30 b slot free',
      '30 c starts',
      '60 a slot free',
    ]);
  });

  it('pays half of the network latency each way, its slot held', async () => {
    const far = scenario({
      ...chain,
      steps: ['a', 'b'],
      calls: { networkLatency: constant('4ms') },
      caller: { networkLatency: constant('6ms') },
    });
    // 3 there, 10 work, 2 there, 20 work, 2 back, 3 back: a holds its slot from 3 to 37.
    expect(await timeline(far, 'direct', 'a', 'b', 'caller')).toEqual([
      '3 a starts',
      '13 a effect',
      '15 b starts',
      '35 b effect',
      '35 b slot free',
      '37 a slot free',
      '40 caller accepted',
    ]);
  });
});

describe('when a callee fails', () => {
  it('the caller answers at once, and its siblings work on with nobody to hear them', async () => {
    const broken = scenario({
      ...diamond,
      faults: [{ kind: 'errors', target: 'b', rate: 1 }],
    });
    // b fails at 10 + 20; c is done at 40, d is never called.
    expect(await timeline(broken, 'direct')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 b starts',
      '10 c starts',
      '30 b slot free',
      '30 b failed: injected',
      '30 a slot free',
      '30 a failed: inherited, from b',
      '30 caller failed because of b',
      '40 c effect',
      '40 c slot free',
    ]);
    const { requests } = await run(broken, 'direct');
    expect(requests.outcomes.refused.partial).toBe(1);
  });

  it('the siblings of a failed callee are not tried again once their caller has answered', async () => {
    const broken = scenario({
      ...diamond,
      steps: diamond.steps.slice(0, 3),
      calls: { retry: retry(3, { initialDelay: '100ms' }) },
      // b is refused at 10, again after 100 at 110, again after 200 at 310; c fails at 40 and, tried again, at 170.
      faults: [
        { kind: 'outage', target: 'b' },
        { kind: 'errors', target: 'c', rate: 1 },
      ],
    });
    expect(await timeline(broken, 'direct', 'b failed', 'c failed', 'caller')).toEqual([
      '10 b failed: injected',
      '40 c failed: injected',
      '110 b failed: injected',
      '170 c failed: injected',
      '310 b failed: injected',
      '310 caller failed because of b',
    ]);
    // c's third try would have begun at 370.
    expect((await run(broken, 'direct')).services.c?.attempts).toBe(2);
  });

  it('that is not critical, the caller succeeds all the same, though it has waited for it', async () => {
    const optional = scenario({
      ...chain,
      steps: [after('a', []), after('b', ['a'], { critical: false })],
      faults: [{ kind: 'errors', target: 'b', rate: 1 }],
    });
    expect(await timeline(optional, 'direct')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 completed',
      '10 b starts',
      '30 b slot free',
      '30 b failed: injected',
      '30 a slot free',
      '30 caller accepted',
    ]);
  });

  it('that is not critical, what needs it is not called, and is not critical either', async () => {
    const optional = scenario({
      services: { ...diamond.services },
      steps: [
        after('a', []),
        after('b', ['a'], { critical: false }),
        after('c', ['a']),
        after('d', ['b', 'c']),
      ],
      faults: [{ kind: 'errors', target: 'b', rate: 1 }],
    });
    // Completed with c's effect at 40; d, which comes after b, is neither called nor missed.
    expect(await timeline(optional, 'direct', 'd', 'completed', 'caller')).toEqual([
      '40 completed',
      '40 caller accepted',
    ]);
  });

  it('its effect and that of its caller stay: a failed callee undoes nothing', async () => {
    const { services, requests } = await run(
      scenario({ ...chain, faults: [{ kind: 'errors', target: 'c', rate: 1 }] }),
      'direct',
    );
    expect([services.a?.effects, services.b?.effects, services.c?.effects]).toEqual([1, 1, 0]);
    expect([services.a?.succeeded, services.b?.succeeded, services.c?.succeeded]).toEqual([0, 0, 0]);
    expect(requests.outcomes.refused.partial).toBe(1);
  });
});

describe('trying again', () => {
  it('waits initialDelay · multiplier^(n-1) before the n-th retry, and maxDelay at most', async () => {
    const down = scenario({
      services: { a: '0ms' },
      steps: ['a'],
      caller: { retry: retry(5, { initialDelay: '50ms', multiplier: 3, maxDelay: '300ms' }) },
      faults: [{ kind: 'outage', target: 'a' }],
    });
    // 50, 150, 300 (not 450), 300
    expect(await timeline(down, 'direct', 'a failed', 'caller')).toEqual([
      '0 a failed: injected',
      '50 a failed: injected',
      '200 a failed: injected',
      '500 a failed: injected',
      '800 a failed: injected',
      '800 caller failed because of a',
    ]);
  });

  it('maxAttempts counts the first one: 1 is no retry', async () => {
    const down = scenario({
      services: { a: '0ms' },
      steps: ['a'],
      caller: { retry: retry(1) },
      faults: [{ kind: 'outage', target: 'a' }],
    });
    expect((await run(down, 'direct')).services.a?.attempts).toBe(1);
  });

  it('happens at every layer: 4 tries in 3 layers reach the bottom 64 times', async () => {
    const down = scenario({
      services: { a: '1ms', b: '1ms', c: '1ms' },
      steps: ['a', 'b', 'c'],
      caller: { retry: retry(4) },
      calls: { retry: retry(4) },
      faults: [{ kind: 'outage', target: 'c' }],
    });
    const { services, cascades } = await run(down, 'direct');
    expect([services.a?.attempts, services.b?.attempts, services.c?.attempts]).toEqual([4, 16, 64]);
    expect(cascades).toEqual([
      { origin: 'c', victim: 'caller', count: 1 },
      { origin: 'c', victim: 'a', count: 4 },
      { origin: 'c', victim: 'b', count: 16 },
      { origin: 'c', victim: 'c', count: 64 },
    ]);
  });

  it('does the work twice where the first attempt was only too slow', async () => {
    const slow = scenario({
      services: { a: '0ms', b: '100ms' },
      steps: ['a', 'b'],
      calls: { timeout: '80ms', retry: retry(2, { initialDelay: '30ms' }) },
    });
    // b: 0 to 100, given up at 80; again from 110 to 210, given up at 190.
    expect(await timeline(slow, 'direct', 'b', 'caller')).toEqual([
      '0 b starts',
      '80 b failed: timeout',
      '100 b effect',
      '100 b slot free',
      '110 b starts',
      '190 b failed: timeout',
      '190 caller failed because of b',
      '210 b second effect',
      '210 b slot free',
    ]);
  });
});
