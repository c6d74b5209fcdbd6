import { expect, it } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import { scenario } from '../support/scenario.js';
import { Observed } from '../support/timeline.js';
import { BoundedClock, runBounded } from './bounded.js';

it('a run that sets more timers than it may is cut off', async () => {
  const it = scenario({ services: { a: '1ms' }, steps: ['a'], load: { rate: '100/s', duration: '10h' } });
  const clock = new BoundedClock(100);
  const facts = new Observed(it, 'direct', clock);
  await expect(runBounded(makePlan(it), 'direct', clock, facts, true)).rejects.toThrow(
    'a run without an end',
  );
  expect(clock.now).toBeLessThan(36_000_000);
});
