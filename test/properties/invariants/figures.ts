import type { Endings, Times } from '../../../src/measure/measurements.js';
import type { Account, StepAccount } from '../books/account.js';
import type { Plan } from '../../../src/plan/plan.js';
import { ROUNDING } from '../books/books.js';
import { type Invariants, same, sum, total } from './tools.js';

/** What is measured is what happened. */
export const FIGURES: Invariants = {
  'the accounting adds up': ({ measured: { requests } }) => {
    const { offered, accepted, failed, timedOut, declined, completed, good, late, outcomes } = requests;
    return [
      ...same('the responses', accepted + failed + timedOut + declined, offered),
      ...same('the cells', total(outcomes.accepted) + total(outcomes.refused), offered),
      ...same('accepted cells', total(outcomes.accepted), accepted),
      ...same('refused cells', total(outcomes.refused), failed + timedOut + declined),
      ...same('good + late', good + late, outcomes.accepted.completed),
      ...same('completed cells', outcomes.accepted.completed + outcomes.refused.completed, completed),
    ];
  },

  'the figures are what happened': ({ measured, books, plan }) => {
    const accounts = [...books.accounts.values()].filter(({ counted }) => counted);
    const told = (what: string): number => accounts.filter((account) => account.response === what).length;
    const { requests, services, amplification, lostEvents } = measured;
    const { sharing } = plan;
    const polls = [...books.polls.values()].filter(({ counted }) => counted);
    const attempts = sum(
      plan.services.filter((service) => service !== sharing?.database),
      ({ name }) => services[name]!.attempts,
    );
    return [
      ...same('offered', requests.offered, accounts.length),
      ...same('accepted', requests.accepted, told('accepted')),
      ...same('failed', requests.failed, told('failed')),
      ...same('timed out', requests.timedOut, told('timedOut') + told('none')),
      ...same('declined', requests.declined, told('declined')),
      ...same('completed', requests.completed, accounts.filter(isCompleted).length),
      ...(['accepted', 'refused'] as const).flatMap((side) =>
        CELLS.flatMap((ending) => {
          const count = accounts.filter(
            (account) =>
              (account.response === 'accepted') === (side === 'accepted') &&
              endingOf(account, plan) === ending,
          ).length;
          return same(`${side} and ${ending}`, requests.outcomes[side][ending], count);
        }),
      ),
      ...same(
        'lost',
        lostEvents,
        sum(accounts, (account) => sum(account.steps, ({ lost }) => lost)),
      ),
      ...same('answers', measured.responseTime.count, accounts.length - told('none')),
      ...same('acceptances', measured.acceptedTime.count, requests.accepted),
      ...same('completions', measured.completionTime.count, requests.completed),
      ...near('amplification', amplification.total * requests.offered, attempts),
      ...plan.services.flatMap((service) => {
        const measured = services[service.name]!;
        const steps = [...plan.steps, ...(sharing?.queries ?? [])].filter((step) => step.service === service);
        const count = (what: (account: StepAccount) => number): number =>
          sum([...accounts, ...polls], (account) => sum(steps, ({ index }) => what(account.steps[index]!)));
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
            `copies at ${service.name}`,
            measured.copies,
            count(({ copies }) => copies),
          ),
          ...same(
            `out of order at ${service.name}`,
            measured.outOfOrder,
            count(({ outOfOrder }) => outOfOrder),
          ),
          ...same(
            `lost acknowledgements at ${service.name}`,
            measured.lostAcks,
            count(({ lostAcks }) => lostAcks),
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
            books.presences[service.index]!.peakWaiting,
          ),
        ];
      }),
      ...same('peakBacklog', measured.peakBacklog, books.peakBacklog),
      ...same('the last backlog', measured.series.backlog.at(-1) ?? 0, books.backlog),
      ...same('the series of offered', sum(measured.series.offered), books.accounts.size),
    ];
  },

  'goodput and end-to-end times are of all that was due': ({ measured, books, plan }) => {
    const { response, completion } = plan.objectives;
    const accounts = [...books.accounts.values()].filter(({ counted }) => counted);
    const due = accounts.filter((account) => endingOf(account, plan) !== 'declined').length;
    const took = ({ begunAt, completedAt = Infinity }: Account): number => completedAt - begunAt;
    const good = accounts.filter(
      (account) =>
        account.response === 'accepted' &&
        account.respondedAt - account.begunAt <= response + ROUNDING &&
        isCompleted(account) &&
        took(account) <= completion + ROUNDING,
    ).length;
    const times = accounts
      .filter(isCompleted)
      .map(took)
      .sort((a, b) => a - b);
    const { endToEnd, goodput, requests, phases } = measured;
    const all = Object.values(phases);
    return [
      ...same('good', requests.good, good),
      ...(goodput === (due === 0 ? null : good / due) ? [] : [`goodput: ${goodput}, of ${good} of ${due}`]),
      ...same('due', endToEnd.due, due),
      ...same('completed of these', endToEnd.completed, times.length),
      ...([50, 95, 99] as const).flatMap((percent) => {
        const found = endToEnd[`p${percent}`];
        const expected = due === 0 ? undefined : times[Math.ceil((percent * due) / 100) - 1];
        const isRight =
          found === null || expected === undefined
            ? found === null && expected === undefined
            : Math.abs(found - expected) <= 0.002 * expected + ROUNDING;
        return isRight ? [] : [`endToEnd.p${percent}: ${found}, expected ${expected ?? 'never'}`];
      }),
      ...(all.length === 0
        ? []
        : same(
            'good in all phases',
            sum(all, (phase) => phase.good),
            good,
          )),
      ...(all.length === 0
        ? []
        : same(
            'due in all phases',
            sum(all, (phase) => phase.endToEnd.due),
            due,
          )),
    ];
  },

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

  'cascades are the failures, by origin': ({ measured: { cascades, services, requests }, plan, books }) => {
    const because = (victim: string): number =>
      sum(
        cascades.filter((cascade) => cascade.victim === victim),
        ({ count }) => count,
      );
    const counted = [...books.accounts.values()].filter((account) => account.counted);
    return [
      ...same('the caller', because('caller'), requests.failed + requests.timedOut),
      ...counted.flatMap(({ response, origin, steps }) => {
        if (response === 'failed') return origin === undefined ? ['a failure without an origin'] : [];
        if (response !== 'declined') return [];
        const isTrue = origin === undefined && steps.some((step) => step.declined > 0);
        return isTrue ? [] : ['declined by nobody'];
      }),
      ...cascades.flatMap(({ count }) => (count > 0 ? [] : [`a cascade of ${count}`])),
      ...plan.services.flatMap(({ name }) => {
        const { failures } = services[name]!;
        return same(name, because(name), total(failures) - failures.declined);
      }),
    ];
  },

  "Little's law": ({ books, plan }) =>
    books.recorder.services.flatMap(({ queue, slots }, index) =>
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

  'all who were somewhere have left': ({ books }) =>
    books.presences.flatMap(({ slots, calls, messages }) =>
      slots.size + calls.size + messages.size > 0 ? ['somebody was not told of at the end'] : [],
    ),
};

const CELLS = ['completed', 'partial', 'nothing', 'declined', 'deadLettered', 'lost', 'inFlight'] as const;

function disorder(what: string, { count, mean, sd, p50, p95, p99, max }: Times): string[] {
  const values = [mean, sd, p50, p95, p99, max];
  if (count === 0) return values.every((value) => value === 0) ? [] : [`${what}: times of nothing`];
  const inOrder = 0 <= p50 && p50 <= p95 && p95 <= p99 && p99 <= max && mean <= max + ROUNDING;
  return inOrder && values.every(Number.isFinite) ? [] : [`${what}: ${values.join(', ')}`];
}

function isCompleted({ completedAt }: Account): boolean {
  return completedAt !== undefined;
}

/** How the work of a request ended: the first that holds. */
function endingOf(account: Account, { steps: planned }: Plan): keyof Endings {
  const { hasEnded, steps } = account;
  if (isCompleted(account)) return 'completed';
  if (!hasEnded) return 'inFlight';
  if (steps.some(({ lost }) => lost > 0)) return 'lost';
  if (steps.some(({ deadLettered }) => deadLettered > 0)) return 'deadLettered';
  if (planned.some(({ critical, index }) => critical && steps[index]!.saidNo > 0)) return 'declined';
  return steps.some(({ effects }) => effects > 0) ? 'partial' : 'nothing';
}

function near(what: string, found: number, expected: number): string[] {
  return Math.abs(found - expected) <= ROUNDING ? [] : [`${what}: ${found}, expected ${expected}`];
}

function within(what: string, found: number, most: number): string[] {
  return found >= 0 && found <= most + 1e-9 ? [] : [`${what}: ${found}, expected 0 to ${most}`];
}
