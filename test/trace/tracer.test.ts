import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/engine/virtual-clock.js';
import { runMode } from '../../src/modes/simulate.js';
import { makePlan } from '../../src/plan/plan.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { ModeTrace, Span } from '../../src/trace/trace.js';
import { traceRequest } from '../../src/trace/tracer.js';
import {
  after,
  consecutiveFailures,
  constant,
  type Fields,
  type Mode,
  retry,
  scenario,
} from '../support/scenario.js';

async function traceOf(it: Scenario, mode: Mode, number = 1): Promise<ModeTrace> {
  const plan = makePlan(it);
  const clock = new VirtualClock();
  const tracer = traceRequest(plan, clock, { number });
  await runMode(plan, mode, clock, tracer.facts, { faults: true });
  const traced = tracer.trace();
  if (traced === undefined) throw new Error('the request has not begun');
  return traced.trace;
}

/** `payment #2 by orders #1: back-off 40-90, waited 90-110, worked 110-120, timeout at 115`. */
function lines({ attempts }: ModeTrace): string[] {
  const span = (name: string, found: Span | undefined): string[] =>
    found === undefined ? [] : [`${name} ${found.from}-${found.to}`];
  return attempts.map((one) => {
    const parts = [
      ...span('back-off', one.repeats?.backOff),
      ...span('waited', one.waited),
      ...span('worked', one.worked),
      ...span('blocked', one.blocked),
      ...(one.effect === 'none' ? [] : [`effect ${one.effect}`]),
      ...(one.recognised ? ['recognised'] : []),
      ...(one.declined ? ['declined'] : []),
      ...(one.failure === undefined
        ? []
        : [`${one.failure.cause} of ${one.failure.origin} at ${one.failure.at}`]),
      ...(one.isOpen ? ['open'] : []),
    ];
    return `${one.id} by ${one.causedBy.join(' and ')}: ${parts.join(', ')}`;
  });
}

/** a forks to b and c; d needs both. c has one slot; a second request comes 15 ms after the first. */
const diamond = scenario({
  services: { a: '10ms', b: '20ms', c: { latency: constant('30ms'), concurrency: 1 }, d: '5ms' },
  steps: [after('a', []), after('b', ['a']), after('c', ['a']), after('d', ['b', 'c'])],
  load: { rate: '66.66666666666667/s', requests: 2 },
});

describe('a request of a run that can be followed on paper', () => {
  it('with direct calls: a works, then waits for b and c, then for d', async () => {
    const trace = await traceOf(diamond, 'direct', 1);
    expect(lines(trace)).toEqual([
      'a #1 by caller: worked 0-10, blocked 10-45, effect first',
      'b #1 by a #1: worked 10-30, effect first',
      'c #1 by a #1: worked 10-40, effect first',
      'd #1 by a #1: worked 40-45, effect first',
    ]);
    expect(trace).toMatchObject({
      number: 1,
      begunAt: 0,
      told: { at: 45, what: 'accepted' },
      completedAt: 45,
    });
  });

  it('with events: nobody waits for anybody but the join, and the caller for a alone', async () => {
    const trace = await traceOf(diamond, 'event', 1);
    expect(lines(trace)).toEqual([
      'a #1 by caller: worked 0-10, effect first',
      'b #1 by a #1: worked 10-30, effect first',
      'c #1 by a #1: worked 10-40, effect first',
      'd #1 by b #1 and c #1: worked 40-45, effect first',
    ]);
    expect(trace).toMatchObject({ told: { at: 10, what: 'accepted' }, completedAt: 45, end: 45 });
  });

  it('has times from its own beginning, and what it waited', async () => {
    // Begun at 15: a until 10, then c is busy with the first one until 40 - 15.
    const trace = await traceOf(diamond, 'event', 2);
    expect(trace.begunAt).toBeCloseTo(15);
    expect(trace.number).toBe(2);
    const c = trace.attempts.find(({ step }) => step === 'c');
    expect(c?.waited?.from).toBeCloseTo(10);
    expect(c?.waited?.to).toBeCloseTo(25);
    expect(c?.worked?.to).toBeCloseTo(55);
    expect(trace.completedAt).toBeCloseTo(60);
  });
});

describe('a failing step', () => {
  const chain = { services: { a: '10ms', b: '20ms' }, steps: ['a', 'b'] };
  const failing = (changes: Partial<Fields>) =>
    scenario({ ...chain, ...changes, faults: [{ kind: 'errors', target: 'b', rate: 1 }] });

  it('is called again after its back-off, and its caller passes the last failure on', async () => {
    const trace = await traceOf(failing({ calls: { retry: retry(3) } }), 'direct');
    // 10 + 20, 50 of back-off, 20, 100 of back-off, 20.
    expect(lines(trace)).toEqual([
      'a #1 by caller: worked 0-10, blocked 10-220, effect first, inherited of b at 220',
      'b #1 by a #1: worked 10-30, injected of b at 30',
      'b #2 by a #1: back-off 30-80, worked 80-100, injected of b at 100',
      'b #3 by a #1: back-off 100-200, worked 200-220, injected of b at 220',
    ]);
    expect(trace.told).toEqual({ at: 220, what: 'failed', origin: 'b' });
    expect(trace.completedAt).toBeUndefined();
  });

  it('is delivered again after its delay, and at last given up', async () => {
    const trace = await traceOf(failing({ bus: { redelivery: { maxDeliveries: 2 } } }), 'event');
    expect(lines(trace)).toEqual([
      'a #1 by caller: worked 0-10, effect first',
      'b #1 by a #1: worked 10-30, injected of b at 30',
      'b #2 by a #1: back-off 30-230, worked 230-250, injected of b at 250',
    ]);
    expect(trace.marks).toEqual([{ at: 250, step: 'b', what: 'given up' }]);
    expect(trace.told).toEqual({ at: 10, what: 'accepted' });
  });

  it('leaves a mark where a breaker lets nothing through', async () => {
    const trace = await traceOf(
      failing({
        calls: { retry: retry(2), circuitBreaker: consecutiveFailures(1, '10s') },
      }),
      'direct',
    );
    expect(lines(trace)).toHaveLength(2);
    expect(trace.marks).toEqual([{ at: 80, step: 'b', what: 'refused', origin: 'b' }]);
  });
});

describe('whoever gives up', () => {
  it('is told so at its limit, and the attempt works on, also below it', async () => {
    const slow = scenario({
      services: { a: '10ms', b: '5ms', c: '100ms' },
      steps: ['a', 'b', { ...after('c', ['b']), calls: { timeout: 'none' } }],
      calls: { timeout: '40ms', retry: retry(2, { initialDelay: '10ms' }) },
    });
    // a asks b at 10 and at 60; each time b asks c at once after its 5 ms, and waits on for it alone.
    expect(lines(await traceOf(slow, 'direct'))).toEqual([
      'a #1 by caller: worked 0-10, blocked 10-100, effect first, inherited of c at 100',
      'b #1 by a #1: worked 10-15, blocked 15-115, effect first, timeout of c at 50',
      'c #1 by b #1: worked 15-115, effect first',
      'b #2 by a #1: back-off 50-60, worked 60-65, blocked 65-165, effect again, timeout of c at 100',
      'c #2 by b #2: worked 65-165, effect again',
    ]);
  });
});

describe('a delivery that the bus forgets in a crash', () => {
  it('is said to be forgotten while it is at work, and its acknowledgement to be lost when it is done', async () => {
    const forgetting = (at: string) =>
      scenario({
        services: { a: '0ms', b: '20ms' },
        steps: ['a', 'b'],
        faults: [
          { kind: 'outage', target: 'bus', at: '5ms', for: '100ms' },
          { kind: 'crash', target: 'bus', at, for: '60ms' },
        ],
      });
    const marksOf = async (at: string) =>
      (await traceOf(forgetting(at), 'event')).marks.map((mark) => `${mark.at} ${mark.what}`);
    expect(await marksOf('10ms')).toEqual(['10 forgotten']);
    expect(await marksOf('30ms')).toEqual(['30 ack lost']);
  });
});

describe('work that the run does not see the end of', () => {
  it('is open, and so is the request', async () => {
    const stuck = scenario({
      services: { a: '10ms', b: '20ms' },
      steps: ['a', 'b'],
      faults: [{ kind: 'hang', target: 'b' }],
      bus: { ackWait: 'none' },
    });
    const trace = await traceOf(stuck, 'event');
    expect(lines(trace)).toEqual([
      'a #1 by caller: worked 0-10, effect first',
      expect.stringMatching(/^b #1 by a #1: worked 10-\d+, open$/),
    ]);
    expect(trace.completedAt).toBeUndefined();
  });
});

describe('a request that there is not', () => {
  it('has no trace', async () => {
    const plan = makePlan(diamond);
    const clock = new VirtualClock();
    const tracer = traceRequest(plan, clock, { number: 3 });
    await runMode(plan, 'event', clock, tracer.facts, { faults: true });
    expect(tracer.trace()).toBeUndefined();
    expect(tracer.hasEnded()).toBe(false);
  });
});
