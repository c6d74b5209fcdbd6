import { describe, expect, it } from 'vitest';
import { constant, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

const b = (concurrency: number) => ({ latency: constant('10ms'), concurrency });

describe('a full queue', () => {
  it('takes in what waits in the outbox when one leaves it', async () => {
    const full = scenario({
      services: { a: '0ms', b: b(1) },
      steps: ['a', 'b'],
      bus: { capacity: 1 },
      load: { rate: '1/ms', requests: 4 },
    });
    // #1 waits in the queue, #2 and #3 in the outbox.
    expect(await timeline(full, 'event', 'b waits', 'b starts')).toEqual([
      '0 b starts',
      '1 b waits #1',
      '10 b starts #1',
      '10 b waits #2',
      '20 b starts #2',
      '20 b waits #3',
      '30 b starts #3',
    ]);
  });

  it('takes in the next one, too, when the first of the outbox has found a slot at once', async () => {
    const down = scenario({
      services: { a: '0ms', b: b(2) },
      steps: ['a', 'b'],
      bus: { capacity: 1 },
      load: { rate: '1/ms', requests: 5 },
      faults: [{ kind: 'outage', target: 'b', for: '100ms' }],
    });
    // #0 waits in the queue, the others in the outbox; two slots are free at 100.
    expect(await timeline(down, 'event', 'b starts')).toEqual([
      '100 b starts',
      '100 b starts #1',
      '110 b starts #2',
      '110 b starts #3',
      '120 b starts #4',
    ]);
  });

  it('takes in nothing new while messages that are delivered again fill it', async () => {
    const failing = scenario({
      services: { a: '0ms', b: b(1) },
      steps: ['a', 'b'],
      bus: { capacity: 1, redelivery: { initialDelay: '5ms' } },
      load: { rate: '1/ms', requests: 4 },
      faults: [{ kind: 'errors', target: 'b', rate: 1, for: '5ms' }],
    });
    // #0 fails at 10 and comes again at 15, behind #2. When #2 has its slot, #0 still fills the queue: #3 has to wait.
    expect(await timeline(failing, 'event', 'b waits', 'b starts')).toEqual([
      '0 b starts',
      '1 b waits #1',
      '10 b starts #1',
      '10 b waits #2',
      '15 b waits',
      '20 b starts #2',
      '30 b starts',
      '30 b waits #3',
      '40 b starts #3',
    ]);
  });
});

describe('messages that the bus holds back', () => {
  it('make no call wait: a slot is free for it, and there is no queue', async () => {
    const shared = scenario({
      services: { s: { latency: constant('10ms'), concurrency: 1, queue: 0 } },
      steps: [
        { service: 's', name: 'a', emits: 'Asked' },
        { service: 's', name: 'b', on: ['Asked'] },
        { service: 's', name: 'c', on: ['Asked'] },
      ],
      load: { rate: '2000/m', requests: 2 },
      faults: [{ kind: 'outage', target: 'bus', at: '15ms', for: '85ms' }],
    });
    // b works from 10 to 20, and c's message waits. At 20 nothing is delivered; at 30 there is a call.
    expect(await timeline(shared, 'event', 'a', 'b starts', 'c waits', 'c starts', 'caller')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 a slot free',
      '10 b starts',
      '10 c waits',
      '10 caller accepted',
      '30 a starts #1',
      '40 a effect #1',
      '40 a slot free #1',
      '40 caller accepted #1',
      '100 c starts',
      '100 c waits #1',
      '110 b starts #1',
      '120 c starts #1',
    ]);
  });
});
