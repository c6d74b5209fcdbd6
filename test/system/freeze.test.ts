import { describe, expect, it } from 'vitest';
import type { Fault, Service } from '../../src/scenario/scenario.js';
import { after, constant, type Fields, retry, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

/** a calls b, or publishes to it. */
function pair(b: string | Partial<Service>, faults: Fault[], fields: Partial<Fields> = {}) {
  return scenario({ services: { a: '0ms', b }, steps: ['a', 'b'], faults, ...fields });
}

const freeze = (target: string, at: string, length: string): Fault => ({
  kind: 'freeze',
  target,
  at,
  for: length,
});

const small = { latency: constant('10ms'), concurrency: 2, queue: 1 };

describe('a service that is frozen', () => {
  it('goes on with its work where it was, as one that hangs', async () => {
    const frozen = pair('10ms', [freeze('b', '4ms', '100ms')]);
    for (const mode of ['direct', 'event'] as const)
      expect(await timeline(frozen, mode, 'b')).toEqual(['0 b starts', '110 b effect', '110 b slot free']);
  });

  it('refuses nobody, and takes in at its end what came meanwhile, in its order: slots, queue, and no more', async () => {
    const frozen = pair(small, [freeze('b', '0ms', '100ms')], { load: { rate: '1/ms', requests: 5 } });
    // One that hangs would have told the fourth at 3 ms.
    expect(await timeline(frozen, 'direct', 'b')).toEqual([
      '100 b starts',
      '100 b starts #1',
      '100 b waits #2',
      '100 b failed: overload #3',
      '100 b failed: overload #4',
      '110 b effect',
      '110 b slot free',
      '110 b starts #2',
      '110 b effect #1',
      '110 b slot free #1',
      '120 b effect #2',
      '120 b slot free #2',
    ]);
  });

  it('does what nobody waits for any more: a call that timed out is still there when it goes on', async () => {
    const frozen = pair(small, [freeze('b', '0ms', '100ms')], { calls: { timeout: '50ms' } });
    expect(await timeline(frozen, 'direct')).toEqual([
      '0 a starts',
      '0 a effect',
      '50 b failed: timeout',
      '50 a slot free',
      '50 a failed: inherited, from b',
      '50 caller failed because of b',
      '100 b starts',
      '110 b effect',
      '110 completed',
      '110 b slot free',
    ]);
  });

  it('sees a cancelled call and that it is cancelled at once, when it goes on', async () => {
    const cancelled = pair(small, [freeze('b', '5ms', '100ms')], {
      calls: { timeout: '50ms', cancelOnTimeout: true },
      load: { rate: '100/s', requests: 2 },
    });
    // The first was at work, the second came while it stood still.
    expect(await timeline(cancelled, 'direct', 'b')).toEqual([
      '0 b starts',
      '50 b failed: timeout',
      '60 b failed: timeout #1',
      '105 b starts #1',
      '105 b slot free',
      '105 b slot free #1',
    ]);
  });

  it('that is killed resets the connections that waited for it', async () => {
    const killed = pair(small, [
      freeze('b', '0ms', '100ms'),
      { kind: 'crash', target: 'b', at: '50ms', for: '20ms' },
    ]);
    expect(await timeline(killed, 'direct', 'b', 'caller')).toEqual([
      '50 b failed: injected',
      '50 caller failed because of b',
    ]);
  });

  it('asks for no messages: they wait in their queue though a slot is free, and are no attempts', async () => {
    const frozen = pair({ latency: constant('10ms'), concurrency: 3 }, [freeze('b', '5ms', '100ms')], {
      load: { rate: '250/s', requests: 3 },
    });
    expect(await timeline(frozen, 'event', 'b starts', 'b waits', 'b effect')).toEqual([
      '0 b starts',
      '4 b starts #1',
      '8 b waits #2',
      '105 b starts #2',
      '110 b effect',
      '114 b effect #1',
      '115 b effect #2',
    ]);
  });

  it('gives out no slot: what waits in it waits on, though there is room again', async () => {
    const frozen = pair({ latency: constant('10ms'), concurrency: 2 }, [
      { kind: 'slots', target: 'b', concurrency: 0, for: '20ms' },
      freeze('b', '5ms', '100ms'),
    ]);
    for (const mode of ['direct', 'event'] as const)
      expect(await timeline(frozen, mode, 'b starts')).toEqual(['105 b starts']);
  });

  it('twice at once goes on with the later end', async () => {
    const frozen = pair(small, [freeze('b', '0ms', '100ms'), freeze('b', '50ms', '10ms')]);
    expect(await timeline(frozen, 'direct', 'b starts')).toEqual(['100 b starts']);
  });

  it('and hangs when it goes on takes in then, and works later', async () => {
    const both = pair(small, [freeze('b', '0ms', '100ms'), { kind: 'hang', target: 'b', for: '150ms' }]);
    expect(await timeline(both, 'direct', 'b')).toEqual(['100 b starts', '160 b effect', '160 b slot free']);
  });

  it('overruns the ackWait of the bus, which runs on: delivered again when it goes on', async () => {
    const frozen = pair('10ms', [freeze('b', '5ms', '100ms')], { bus: { ackWait: '60ms' } });
    // One that hangs is delivered to while it stands: at 60.
    expect(await timeline(frozen, 'event', 'b')).toEqual([
      '0 b starts',
      '60 b failed: timeout',
      '60 b waits',
      '105 b starts',
      '110 b effect',
      '110 b slot free',
      '110 b acknowledged late',
      '115 b second effect',
      '115 b slot free',
    ]);
  });
});

describe('a caller that is frozen', () => {
  const calling = (b: string, faults: Fault[], fields: Partial<Fields> = {}) =>
    scenario({
      services: { a: '0ms', b, c: '0ms' },
      steps: [after('a', []), after('b', ['a']), after('c', ['b'], { calledBy: 'a' })],
      faults,
      ...fields,
    });

  it('hears no answer before it goes on', async () => {
    expect(
      await timeline(
        calling('20ms', [freeze('a', '15ms', '100ms')]),
        'direct',
        'b effect',
        'c starts',
        'caller',
      ),
    ).toEqual(['20 b effect', '115 c starts', '115 caller accepted']);
  });

  it('whose time limit has passed hears an answer that has come meanwhile: it sees its clock last', async () => {
    const frozen = calling('40ms', [freeze('a', '15ms', '100ms')], { calls: { timeout: '30ms' } });
    expect(await timeline(frozen, 'direct', 'b failed', 'b effect', 'caller')).toEqual([
      '40 b effect',
      '115 caller accepted',
    ]);
  });

  it('lets a call time out when it goes on, if no answer has come', async () => {
    const frozen = calling('200ms', [freeze('a', '15ms', '100ms')], { calls: { timeout: '30ms' } });
    expect(await timeline(frozen, 'direct', 'b failed', 'caller')).toEqual([
      '115 b failed: timeout',
      '115 caller failed because of b',
    ]);
  });

  it('tries again when it goes on', async () => {
    const frozen = calling(
      '0ms',
      [{ kind: 'outage', target: 'b', for: '20ms' }, freeze('a', '10ms', '90ms')],
      { calls: { retry: retry(2, { initialDelay: '50ms' }) } },
    );
    expect(await timeline(frozen, 'direct', 'b starts', 'caller')).toEqual([
      '100 b starts',
      '100 caller accepted',
    ]);
  });

  it('is where its own callers wait: they name it, not who has answered it', async () => {
    const frozen = calling('20ms', [freeze('a', '15ms', '100ms')], { caller: { timeout: '60ms' } });
    expect(await timeline(frozen, 'direct', 'caller')).toEqual(['60 caller timedOut because of a']);
  });

  it('opens no breaker before it goes on, and then waits for as long as the breaker is open', async () => {
    const frozen = scenario({
      services: { a: '0ms', b: '20ms' },
      steps: ['a', 'b'],
      calls: { circuitBreaker: { consecutiveFailures: 1, waitDurationInOpenState: '50ms' } as never },
      faults: [freeze('a', '15ms', '100ms'), { kind: 'errors', target: 'b', rate: 1, for: '10ms' }],
      load: { rate: '100/s', requests: 18 },
    });
    // b's failure comes at 20, and is heard at 115; then the breaker is open until 165.
    expect(await timeline(frozen, 'direct', 'b failed: injected', 'b starts')).toEqual([
      '0 b starts',
      '10 b starts #1',
      '115 b failed: injected',
      '170 b starts #17',
    ]);
  });
});

describe('what a frozen service owes to others', () => {
  it('stays in its outbox until it goes on, though the bus is back before', async () => {
    const frozen = pair('10ms', [
      { kind: 'outage', target: 'bus', for: '20ms' },
      freeze('a', '10ms', '100ms'),
    ]);
    expect(await timeline(frozen, 'event', 'a', 'b', 'caller')).toEqual([
      '0 a starts',
      '0 a effect',
      '0 a slot free',
      '0 caller accepted',
      '110 b starts',
      '120 b effect',
      '120 b slot free',
    ]);
    expect((await run(frozen, 'event')).requests.completed).toBe(1);
  });

  it('is published when it goes on where it was lost on the way before', async () => {
    const lossy = pair(
      '0ms',
      [{ kind: 'network', target: 'a', loss: 1, way: 'out', for: '10ms' }, freeze('a', '10ms', '100ms')],
      { bus: { ackWait: '30ms' } },
    );
    expect(await timeline(lossy, 'event', 'b effect')).toEqual(['110 b effect']);
  });

  it('waits for room in its outbox, and takes it when it goes on', async () => {
    const full = pair({ latency: constant('10ms'), concurrency: 1 }, [freeze('a', '5ms', '100ms')], {
      load: { rate: '1/ms', requests: 4 },
      bus: { capacity: 1 },
    });
    // One at work, one in the queue, two in the outbox: nobody tries again for those before 105.
    expect(await timeline(full, 'event', 'b effect')).toEqual([
      '10 b effect',
      '20 b effect #1',
      '115 b effect #2',
      '125 b effect #3',
    ]);
  });
});

describe('over a shared table', () => {
  const shared = (faults: Fault[]) =>
    scenario({
      services: { a: '0ms', b: '10ms' },
      steps: ['a', 'b'],
      database: { latency: constant('0ms'), pollInterval: '20ms' },
      faults,
    });

  it('a frozen service looks for work at once when it goes on, and not before', async () => {
    expect(await timeline(shared([freeze('b', '0ms', '100ms')]), 'shared-database', 'b starts')).toEqual([
      '100 b starts',
    ]);
  });

  it('a frozen database lets queries wait, and answers them when it goes on', async () => {
    const { requests } = await run(shared([freeze('database', '0ms', '100ms')]), 'shared-database');
    expect(requests).toMatchObject({ accepted: 1, completed: 1, failed: 0 });
    expect(await timeline(shared([freeze('database', '0ms', '100ms')]), 'shared-database', 'caller')).toEqual(
      ['100 caller accepted'],
    );
  });
});
