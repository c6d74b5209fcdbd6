import type { Failures } from '../../../src/measure/measurements.js';
import type { FaultPlan } from '../../../src/faults/effects.js';
import type { StepPlan } from '../../../src/plan/plan.js';
import type { Distribution } from '../../../src/scenario/scenario.js';
import { parseDuration } from '../../../src/scenario/units.js';
import type { Account } from '../books/account.js';
import { ROUNDING } from '../books/books.js';
import { accounts, eachStep, type Invariants, same, sum } from './tools.js';

/** How often, how long, and why. */
export const ATTEMPTS: Invariants = {
  'a caller has its answer within its time limits': ({ plan, books }) => {
    const { timeout, retry } = plan.entry.policy;
    const tries = retry?.maxAttempts ?? 1;
    // Infinity times 0 is no time.
    const waits = tries === 1 ? 0 : (tries - 1) * (retry?.maxDelay ?? 0);
    const limit = Math.min(plan.deadline, tries * timeout + waits);
    return accounts(books.accounts, ({ response, respondedAt, begunAt }) =>
      response !== 'none' && respondedAt - begunAt > limit + ROUNDING
        ? [`answered ${response} after ${respondedAt - begunAt} ms, the limit was ${limit}`]
        : [],
    );
  },

  'events answer before they complete': ({ scenario, plan, mode, books }) => {
    if (mode === 'direct' || (plan.entry.policy.retry?.maxAttempts ?? 1) > 1) return [];
    // What is committed while the entry step's service hangs goes on without it.
    if (plan.sharing !== undefined && plan.faults.some(isHang)) return [];
    // Its answer may take longer, or never come.
    if (plan.faults.some(({ on }) => on === 'path')) return [];
    // The answer may be on its way back when the work is done.
    const back =
      longest({ ...scenario.caller, ...scenario.steps[plan.entry.index]!.calls }.networkLatency) / 2;
    return accounts(books.accounts, ({ response, respondedAt, completedAt }) =>
      response !== 'none' && completedAt !== undefined && respondedAt > completedAt + back + ROUNDING
        ? [`answered ${response} at ${respondedAt}, completed at ${completedAt}`]
        : [],
    );
  },

  'what is done twice is known': ({ plan, books }) =>
    eachStep(plan.steps, books.accounts, (step, { reached, effects }) => [
      ...(effects > reached ? [`${effects} effects of ${reached} attempts`] : []),
      ...(step.idempotent && effects > 1 ? [`${effects} effects, though it is idempotent`] : []),
    ]),

  'there are no more attempts than tries': ({ plan, books, mode }) =>
    eachStep(plan.steps, books.accounts, (step, { reached }, account) => {
      const most =
        mode === 'direct'
          ? triesAbove(step, plan.steps)
          : mostDeliveries(step, account, mode === 'event' ? crashesOfBus(plan.faults) : 0);
      return reached > most ? [`${reached} attempts, at most ${most} were to be made`] : [];
    }),

  'no more is tried again than the budget allows': ({ plan, books }) => {
    const { retry } = plan.entry.policy;
    if (retry === undefined || retry.budget === Infinity) return [];
    const calls = books.accounts.size;
    const attempts = sum([...books.accounts.values()], ({ steps }) => steps[plan.entry.index]!.reached);
    return attempts > calls * (1 + retry.budget) + ROUNDING ? [`${attempts} attempts of ${calls} calls`] : [];
  },

  'failures have a cause in the scenario': ({ measured, plan, mode }) => {
    const { steps, faults } = plan;
    const called = mode === 'direct' ? steps : [plan.entry];
    const policies = called.map((step) => step.policy);
    const noTimeout =
      plan.deadline === Infinity &&
      policies.every(({ timeout }) => timeout === Infinity) &&
      (mode === 'direct' || plan.bus.ackWait === Infinity);
    const none = (what: keyof Failures, unless: boolean): string[] =>
      unless
        ? []
        : same(
            what,
            sum(plan.services, ({ name }) => measured.services[name]!.failures[what]),
            0,
          );
    return [
      ...none(
        'injected',
        // A link that loses something breaks the connection to a database.
        faults.some(
          ({ kind, on }) => INJECTED.includes(kind) || (on === 'path' && plan.sharing !== undefined),
        ),
      ),
      ...none(
        'declined',
        faults.some(({ kind }) => kind === 'decline') ||
          plan.services.some(({ declineRate }) => declineRate > 0),
      ),
      ...none(
        'inherited',
        mode === 'direct'
          ? steps.length > 1
          : // A row that somebody else has committed, while this claim had run out, is rolled back.
            plan.sharing !== undefined &&
              (plan.bus.ackWait < Infinity ||
                faults.some(({ kind, target }) => target === 'database' && INJECTED.includes(kind))),
      ),
      ...none('timeout', !noTimeout),
      ...none(
        'breaker',
        policies.some(({ breaker }) => breaker !== undefined),
      ),
      ...none(
        'overload',
        called.some(({ service }) => service.queue < Infinity),
      ),
    ];
  },
};

function isHang(fault: FaultPlan): boolean {
  return fault.on === 'switch' && fault.isStandstill;
}

const INJECTED: FaultPlan['kind'][] = ['errors', 'poison', 'outage', 'crash', 'random-outages'];

/** Each layer of calls multiplies the tries of the one below. */
function triesAbove(step: StepPlan, steps: readonly StepPlan[]): number {
  const own = step.policy.retry?.maxAttempts ?? 1;
  const caller = step.caller === undefined ? undefined : steps[step.caller];
  return caller === undefined ? own : own * triesAbove(caller, steps);
}

/** Each copy of an event is delivered so often; of a join's there is one. */
function mostDeliveries(step: StepPlan, { steps }: Account, forgotten: number): number {
  const [input, second] = step.inputs;
  if (input === undefined) return step.policy.retry?.maxAttempts ?? 1;
  const copies = second === undefined ? steps[input]!.effects + steps[step.index]!.copies : 1;
  return copies * (step.redelivery.maxDeliveries + forgotten);
}

/** How often the bus forgets a delivery of each message: it does not count. */
function crashesOfBus(faults: readonly FaultPlan[]): number {
  return faults.filter(({ kind, target }) => kind === 'crash' && target === 'bus').length;
}

/** The longest time there can be. */
function longest(time: Distribution): number {
  switch (time.distribution) {
    case 'constant':
      return parseDuration(time.value);
    case 'uniform':
      return parseDuration(time.max);
    default:
      return Infinity;
  }
}
