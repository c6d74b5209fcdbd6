import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import { applyVariant, MODES } from '../../src/modes/registry.js';
import { after, retry, run, scenario } from '../support/scenario.js';

/** b always fails; a tries twice, and so does the outer caller. */
const failing = scenario({
  services: { a: '10ms', b: '10ms' },
  steps: ['a', after('b', ['a'])],
  caller: { retry: retry(2) },
  calls: { retry: retry(2) },
  faults: [{ kind: 'errors', target: 'b', rate: 1 }],
});

describe('a variant', () => {
  it('changes nothing but what it is named after', async () => {
    expect((await run(failing, 'direct')).services.b?.attempts).toBe(4);
    const { services } = await run(failing, 'direct:no-retry');
    expect([services.a?.attempts, services.b?.attempts]).toEqual([1, 1]);
  });

  it('with a breaker refuses calls once half of twenty have failed', async () => {
    const many = { ...failing, load: { ...failing.load, rate: '10/s', requests: 50 } } as typeof failing;
    const { services } = await run(many, 'direct:breaker');
    expect(services.b?.attempts).toBe(20);
    expect(services.b?.failures.breaker).toBeGreaterThan(0);
  });

  it('without an outbox loses what is published while the bus is down', async () => {
    const broken = { ...failing, faults: [{ kind: 'outage' as const, target: 'bus' }] };
    expect((await run(broken, 'event')).lostEvents).toBe(0);
    expect((await run(broken, 'event:no-outbox')).lostEvents).toBe(1);
  });

  it('makes every step idempotent', async () => {
    const slow = scenario({
      services: { a: '100ms', b: '10ms' },
      steps: ['a', after('b', ['a'])],
      caller: { timeout: '60ms', retry: retry(2, { initialDelay: '50ms' }) },
    });
    expect((await run(slow, 'direct')).services.b?.doubleEffects).toBe(1);
    expect((await run(slow, 'direct:idempotent')).services.b?.doubleEffects).toBe(0);
  });

  it('is there for every column that a scenario may name', () => {
    for (const mode of MODES) {
      const [base = ''] = mode.split(':');
      expect(applyVariant(makePlan(failing), mode).couple).toBe(applyVariant(makePlan(failing), base).couple);
    }
    expect(() => applyVariant(makePlan(failing), 'direct:faster')).toThrow('no variant direct:faster');
  });
});
