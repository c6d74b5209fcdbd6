import type { Endings, RunMeasurements, Times } from '../../src/measure/measurements.js';
import type { FaultPlan, StepPlan } from '../../src/plan/plan.js';
import type { Distribution as DistributionText } from '../../src/scenario/scenario.js';
import { parseDuration } from '../../src/scenario/units.js';
import { type Account, ROUNDING, type Run, type StepAccount } from './ledger.js';

/** What must hold when a run is over, whatever the scenario: says what is wrong. */
type Invariant = (run: Run) => string[];

/** All that is wrong with a run. */
export function problemsOf(run: Run): string[] {
  const { problems } = run.ledger;
  const more = problems.length > MOST ? [`and ${problems.length - MOST} more`] : [];
  return [
    ...problems.slice(0, MOST),
    ...more,
    ...Object.entries(INVARIANTS).flatMap(([name, invariant]) =>
      invariant(run)
        .slice(0, MOST)
        .map((what) => `${name}: ${what}`),
    ),
  ].map((problem) => `${run.mode}: ${problem}`);
}

const MOST = 5;

const INVARIANTS: Record<string, Invariant> = {
  'the accounting adds up': ({ measured: { requests } }) => {
    const { offered, accepted, failed, timedOut, completed, outcomes } = requests;
    return [
      ...same('accepted + failed + timedOut', accepted + failed + timedOut, offered),
      ...same('the cells', total(outcomes.accepted) + total(outcomes.refused), offered),
      ...same('accepted cells', total(outcomes.accepted), accepted),
      ...same('refused cells', total(outcomes.refused), failed + timedOut),
      ...same('completed cells', outcomes.accepted.completed + outcomes.refused.completed, completed),
    ];
  },

  'the figures are what happened': ({ measured, ledger, plan }) => {
    const accounts = [...ledger.accounts.values()].filter(({ counted }) => counted);
    const told = (what: string): number => accounts.filter((account) => account.told === what).length;
    const { requests, services, amplification, lostEvents } = measured;
    const attempts = sum(plan.services, ({ name }) => services[name]!.attempts);
    return [
      ...same('offered', requests.offered, accounts.length),
      ...same('accepted', requests.accepted, told('accepted')),
      ...same('failed', requests.failed, told('failed')),
      ...same('timed out', requests.timedOut, told('timedOut') + told('nothing')),
      ...same('completed', requests.completed, accounts.filter(isCompleted).length),
      ...(['accepted', 'refused'] as const).flatMap((side) =>
        ENDINGS.flatMap((ending) => {
          const count = accounts.filter(
            (account) =>
              (account.told === 'accepted') === (side === 'accepted') && endingOf(account) === ending,
          ).length;
          return same(`${side} and ${ending}`, requests.outcomes[side][ending], count);
        }),
      ),
      ...same(
        'lost',
        lostEvents,
        sum(accounts, (account) => sum(account.steps, ({ lost }) => lost)),
      ),
      ...same('answers', measured.responseTime.count, accounts.length - told('nothing')),
      ...same('acceptances', measured.acceptedTime.count, requests.accepted),
      ...same('completions', measured.completionTime.count, requests.completed),
      ...near('amplification', amplification.total * requests.offered, attempts),
      ...plan.services.flatMap((service) => {
        const measured = services[service.name]!;
        const steps = plan.steps.filter((step) => step.service === service);
        const count = (what: (account: StepAccount) => number): number =>
          sum(accounts, (account) => sum(steps, ({ index }) => what(account.steps[index]!)));
        const { failures } = measured;
        return [
          ...same(
            `attempts at ${service.name}`,
            measured.attempts,
            count(({ reached }) => reached),
          ),
          ...same(
            `effects at ${service.name}`,
            measured.effects,
            count(({ effects }) => effects),
          ),
          ...same(
            `double effects at ${service.name}`,
            measured.doubleEffects,
            count(({ effects }) => Math.max(0, effects - 1)),
          ),
          ...same(
            `duplicates at ${service.name}`,
            measured.duplicates,
            count(({ duplicates }) => duplicates),
          ),
          ...same(
            `dead letters at ${service.name}`,
            measured.deadLettered,
            count(({ deadLettered }) => deadLettered),
          ),
          ...same(
            `failures at ${service.name}`,
            total(failures) - failures.declined,
            count(({ failed }) => failed),
          ),
          ...same(
            `declines at ${service.name}`,
            failures.declined,
            count(({ declined }) => declined),
          ),
          ...same(
            `peakQueue at ${service.name}`,
            measured.peakQueue,
            ledger.presences[service.index]!.peakWaiting,
          ),
        ];
      }),
      ...same('peakBacklog', measured.peakBacklog, ledger.peakBacklog),
      ...same('the last backlog', measured.series.backlog.at(-1) ?? 0, ledger.backlog),
      ...same('the series of offered', sum(measured.series.offered), ledger.accounts.size),
    ];
  },

  "Little's law": ({ ledger, plan }) =>
    ledger.recorder.services.flatMap(({ queue, slots }, index) =>
      Object.entries({ queue, slots }).flatMap(([name, { integral, sojourns, present }]) => {
        const where = `${name} of ${plan.services[index]!.name}`;
        return [
          ...same(`still present in the ${where}`, present, 0),
          ...(Math.abs(integral - sojourns) > 1e-9 * Math.max(1, sojourns)
            ? [`in the ${where} ${integral} ms were spent, and ${sojourns} ms`]
            : []),
        ];
      }),
    ),

  'all who were somewhere have left': ({ ledger }) =>
    ledger.presences.flatMap(({ slots, calls, messages }) =>
      slots.size + calls.size + messages.size > 0 ? ['somebody was not told of at the end'] : [],
    ),

  'with the outbox nothing is lost': ({ measured: { lostEvents, requests }, plan, mode }) =>
    plan.bus.outbox || mode === 'direct'
      ? [
          ...same('lost events', lostEvents, 0),
          ...same('lost', requests.outcomes.accepted.lost + requests.outcomes.refused.lost, 0),
        ]
      : [],

  'shares are shares': ({ measured, mode, plan }) =>
    plan.services.flatMap(({ name, concurrency }) => {
      const { utilization, blockedShare, waitTime } = measured.services[name]!;
      return [
        ...within(`utilization of ${name}`, utilization, concurrency === Infinity ? 0 : 1),
        ...within(`blockedShare of ${name}`, blockedShare, mode === 'event' ? 0 : 1),
        ...within(`waited at ${name}`, waitTime.waited, 1),
      ];
    }),

  'times are times': ({ measured, plan }) => {
    const all = {
      response: measured.responseTime,
      accepted: measured.acceptedTime,
      completion: measured.completionTime,
      lag: measured.completionLag,
    };
    return [
      ...Object.entries(all).flatMap(([name, times]) => disorder(name, times)),
      ...plan.services.flatMap(({ name }) => {
        const { waitTime, serviceTime, holdTime } = measured.services[name]!;
        return [
          ...disorder(`wait at ${name}`, waitTime),
          ...disorder(`service at ${name}`, serviceTime),
          ...disorder(`hold at ${name}`, holdTime),
          ...(serviceTime.mean > holdTime.mean + ROUNDING
            ? [`${name} works longer than it holds its slots`]
            : []),
        ];
      }),
    ];
  },

  'a caller has its answer within its time limits': ({ plan, ledger }) => {
    const { timeout, retry } = plan.entry.policy;
    const tries = retry?.maxAttempts ?? 1;
    // Infinity times 0 is no time.
    const waits = tries === 1 ? 0 : (tries - 1) * (retry?.maxDelay ?? 0);
    const limit = Math.min(plan.deadline, tries * timeout + waits);
    return accounts(ledger.accounts, ({ told, toldAt, begunAt }) =>
      told !== 'nothing' && toldAt - begunAt > limit + ROUNDING
        ? [`told ${told} after ${toldAt - begunAt} ms, the limit was ${limit}`]
        : [],
    );
  },

  'events answer before they complete': ({ scenario, plan, mode, ledger }) => {
    if (mode === 'direct' || (plan.entry.policy.retry?.maxAttempts ?? 1) > 1) return [];
    // The answer may be on its way back when the work is done.
    const back =
      longest({ ...scenario.caller, ...scenario.steps[plan.entry.index]!.calls }.networkLatency) / 2;
    return accounts(ledger.accounts, ({ told, toldAt, completedAt }) =>
      told !== 'nothing' && completedAt !== undefined && toldAt > completedAt + back + ROUNDING
        ? [`told ${told} at ${toldAt}, completed at ${completedAt}`]
        : [],
    );
  },

  'what is done twice is known': ({ plan, ledger }) =>
    eachStep(plan.steps, ledger.accounts, (step, { reached, effects }) => [
      ...(effects > reached ? [`${effects} effects of ${reached} attempts`] : []),
      ...(step.idempotent && effects > 1 ? [`${effects} effects, though it is idempotent`] : []),
    ]),

  'there are no more attempts than tries': ({ plan, ledger, mode }) =>
    eachStep(plan.steps, ledger.accounts, (step, { reached }, account) => {
      const most = mode === 'direct' ? triesAbove(step, plan.steps) : mostDeliveries(step, account);
      return reached > most ? [`${reached} attempts, at most ${most} were to be made`] : [];
    }),

  'no more is tried again than the budget allows': ({ plan, ledger }) => {
    const { retry } = plan.entry.policy;
    if (retry === undefined || retry.budget === Infinity) return [];
    const calls = ledger.accounts.size;
    const attempts = sum([...ledger.accounts.values()], ({ steps }) => steps[plan.entry.index]!.reached);
    return attempts > calls * (1 + retry.budget) + ROUNDING ? [`${attempts} attempts of ${calls} calls`] : [];
  },

  'cascades are the failures, by origin': ({ measured: { cascades, services, requests }, plan, ledger }) => {
    const because = (victim: string): number =>
      sum(
        cascades.filter((cascade) => cascade.victim === victim),
        ({ count }) => count,
      );
    const declined = [...ledger.accounts.values()].filter(
      ({ counted, told, origin }) => counted && told === 'failed' && origin === undefined,
    );
    return [
      ...same('the caller', because('caller'), requests.failed + requests.timedOut - declined.length),
      ...declined.flatMap(({ steps }) =>
        steps.some((step) => step.declined > 0) ? [] : ['a failure without an origin'],
      ),
      ...cascades.flatMap(({ count }) => (count > 0 ? [] : [`a cascade of ${count}`])),
      ...plan.services.flatMap(({ name }) => {
        const { failures } = services[name]!;
        return same(name, because(name), total(failures) - failures.declined);
      }),
    ];
  },

  'failures have a cause in the scenario': ({ measured, plan, mode }) => {
    const { steps, faults } = plan;
    const called = mode === 'direct' ? steps : [plan.entry];
    const policies = called.map((step) => step.policy);
    const noTimeout =
      plan.deadline === Infinity &&
      policies.every(({ timeout }) => timeout === Infinity) &&
      (mode === 'direct' || plan.bus.ackWait === Infinity);
    const none = (what: keyof Measured['failures'], unless: boolean): string[] =>
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
        faults.some(({ kind }) => INJECTED.includes(kind)),
      ),
      ...none(
        'declined',
        faults.some(({ kind }) => kind === 'decline') ||
          plan.services.some(({ declineRate }) => declineRate > 0),
      ),
      ...none('inherited', mode === 'direct' && steps.length > 1),
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

  'direct calls keep what they promise': ({ mode, measured: { requests, services }, plan }) =>
    mode === 'event'
      ? []
      : [
          ...same('accepted and completed', requests.outcomes.accepted.completed, requests.accepted),
          ...same(
            'dead letters',
            sum(plan.services, ({ name }) => services[name]!.deadLettered),
            0,
          ),
        ],

  // Each message comes to an end once: it is acknowledged, given up, or lost.
  'published = acknowledged + dead-lettered + lost': ({ mode, plan, ledger, measured }) =>
    mode === 'direct'
      ? []
      : eachStep(plan.steps, ledger.accounts, (step, own, account) => {
          if (step === plan.entry) return [];
          const published = step.inputs.map((input) => account.steps[input]!.effects);
          if (step.inputs.length > 1 && own.lost > 0) return []; // Which copy was lost, nobody says.
          const messages = step.inputs.length === 1 ? published[0]! : Math.min(1, ...published);
          const acknowledged = own.reached - own.failed - own.here;
          const inFlight = messages - acknowledged - own.deadLettered - own.lost;
          if (inFlight < 0) return [`${-inFlight} messages that nobody has published`];
          if (inFlight > 0 && account.hasEnded)
            return [`${inFlight} of ${messages} messages have no end, though their request has`];
          return inFlight > 0 && measured.end.reason === 'quiet'
            ? [`${inFlight} messages in flight in a quiet run`]
            : [];
        }),

  'a promise is broken only where something went wrong': ({ mode, plan, ledger }) =>
    mode === 'direct'
      ? []
      : accounts(ledger.accounts, ({ told, completedAt, hasEnded, steps }) => {
          if (told !== 'accepted') return [];
          if (steps[plan.entry.index]!.effects === 0) return ['accepted without an effect'];
          if (completedAt !== undefined || !hasEnded) return [];
          return steps.some(({ declined, deadLettered, lost }) => declined + deadLettered + lost > 0)
            ? []
            : ['accepted, never done, and nobody knows why'];
        }),

  'the run ends, and says why': ({ measured: { end, requests }, plan, mode, ledger }) => {
    const open = [...ledger.accounts.values()].filter(({ hasEnded }) => !hasEnded).length;
    const limit = plan.load.duration + plan.load.drain;
    const inFlight = requests.outcomes.accepted.inFlight + requests.outcomes.refused.inFlight;
    // Direct calls that go round and come to a service again may wait for slots that they hold themselves.
    const mayLock =
      mode === 'direct' && new Set(plan.steps.map(({ service }) => service)).size < plan.steps.length;
    const mayStick =
      mayLock || plan.faults.some(({ kind, until }) => until === Infinity && LASTING.includes(kind));
    return [
      ...(end.at > limit + ROUNDING ? [`at ${end.at}, after the limit of ${limit}`] : []),
      ...(end.reason === 'quiet'
        ? same('open requests of a quiet run', open + inFlight + ledger.backlog, 0)
        : []),
      ...(end.reason !== 'quiet' && open === 0 ? [`${end.reason}, and nothing was open`] : []),
      ...(end.reason === 'stuck' && !mayStick ? ['stuck, though no fault lasts'] : []),
      ...(end.reason === 'interrupted' ? ['interrupted by nobody'] : []),
    ];
  },
};

type Measured = RunMeasurements['services'][string];

const ENDINGS = ['completed', 'partial', 'nothing', 'deadLettered', 'lost', 'inFlight'] as const;
const INJECTED: FaultPlan['kind'][] = ['errors', 'poison', 'outage', 'crash', 'random-outages'];
const LASTING: FaultPlan['kind'][] = ['outage', 'hang', 'crash', 'slots', 'random-outages'];

function same(what: string, found: number, expected: number): string[] {
  return found === expected ? [] : [`${what}: ${found}, expected ${expected}`];
}

function near(what: string, found: number, expected: number): string[] {
  return Math.abs(found - expected) <= ROUNDING ? [] : [`${what}: ${found}, expected ${expected}`];
}

function within(what: string, found: number, most: number): string[] {
  return found >= 0 && found <= most + 1e-9 ? [] : [`${what}: ${found}, expected 0 to ${most}`];
}

function disorder(what: string, { count, mean, sd, p50, p95, p99, max }: Times): string[] {
  const values = [mean, sd, p50, p95, p99, max];
  if (count === 0) return values.every((value) => value === 0) ? [] : [`${what}: times of nothing`];
  const inOrder = 0 <= p50 && p50 <= p95 && p95 <= p99 && p99 <= max && mean <= max + ROUNDING;
  return inOrder && values.every(Number.isFinite) ? [] : [`${what}: ${values.join(', ')}`];
}

function sum(numbers: readonly number[]): number;
function sum<T>(items: readonly T[], value: (item: T) => number): number;
function sum<T>(items: readonly T[], value: (item: T) => number = Number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function total(counts: Measured['failures'] | Endings): number {
  return sum(Object.values(counts));
}

function isCompleted({ completedAt }: Account): boolean {
  return completedAt !== undefined;
}

/** How the work of a request ended: the first that holds. */
function endingOf(account: Account): keyof Endings {
  const { hasEnded, steps } = account;
  if (isCompleted(account)) return 'completed';
  if (!hasEnded) return 'inFlight';
  if (steps.some(({ lost }) => lost > 0)) return 'lost';
  if (steps.some(({ deadLettered }) => deadLettered > 0)) return 'deadLettered';
  return steps.some(({ effects }) => effects > 0) ? 'partial' : 'nothing';
}

function accounts(of: Run['ledger']['accounts'], check: (account: Account) => string[]): string[] {
  return [...of].flatMap(([request, account]) =>
    check(account).map((what) => `request ${request.key}: ${what}`),
  );
}

function eachStep(
  steps: readonly StepPlan[],
  of: Run['ledger']['accounts'],
  check: (step: StepPlan, own: StepAccount, account: Account) => string[],
): string[] {
  return accounts(of, (account) =>
    steps.flatMap((step) =>
      check(step, account.steps[step.index]!, account).map((what) => `${step.name}: ${what}`),
    ),
  );
}

/** Each layer of calls multiplies the tries of the one below. */
function triesAbove(step: StepPlan, steps: readonly StepPlan[]): number {
  const own = step.policy.retry?.maxAttempts ?? 1;
  const caller = steps[step.caller];
  return caller === undefined ? own : own * triesAbove(caller, steps);
}

/** Each copy of an event is delivered so often; of a join's there is one. */
function mostDeliveries(step: StepPlan, { steps }: Account): number {
  const [input, second] = step.inputs;
  if (input === undefined) return step.policy.retry?.maxAttempts ?? 1;
  const copies = second === undefined ? steps[input]!.effects : 1;
  return copies * step.redelivery.maxDeliveries;
}

/** The longest time there can be. */
function longest(time: DistributionText): number {
  switch (time.distribution) {
    case 'constant':
      return parseDuration(time.value);
    case 'uniform':
      return parseDuration(time.max);
    default:
      return Infinity;
  }
}
