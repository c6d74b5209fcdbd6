import type { FaultPlan } from '../../../src/faults/effects.js';
import { belongs } from '../../../src/plan/plan.js';
import { ROUNDING } from '../books/books.js';
import { accounts, eachStep, type Invariants, same, sum } from './tools.js';

/** What becomes of requests, of messages and of the run. */
export const ENDINGS: Invariants = {
  'with the outbox nothing is lost': ({ measured: { lostEvents, requests }, plan, mode }) =>
    plan.bus.outbox || mode !== 'event'
      ? [
          ...same('lost events', lostEvents, 0),
          ...same('lost', requests.outcomes.accepted.lost + requests.outcomes.refused.lost, 0),
        ]
      : [],

  'direct calls keep what they promise': ({ mode, measured: { requests, services }, plan }) =>
    mode !== 'direct'
      ? []
      : [
          ...same('accepted and completed', requests.outcomes.accepted.completed, requests.accepted),
          ...same(
            'dead letters',
            sum(plan.services, ({ name }) => services[name]!.deadLettered),
            0,
          ),
        ],

  // Each message (or row) comes to an end once: it is acknowledged, given up, or lost.
  'published = acknowledged + dead-lettered + lost': ({ mode, plan, books, measured }) =>
    mode === 'direct'
      ? []
      : eachStep(plan.steps, books.accounts, (step, own, account) => {
          if (step === plan.entry) return [];
          const published = step.inputs.map((input) => account.steps[input]!.effects);
          if (step.inputs.length > 1 && own.lost > 0) return []; // Which copy was lost, nobody says.
          if (!belongs(step, account.begunAt)) return own.reached > 0 ? ['it had not joined'] : [];
          const messages = step.inputs.length === 1 ? published[0]! + own.copies : Math.min(1, ...published);
          const late = mode === 'shared-database' ? own.committedLate : own.ackedLate;
          const lost = own.lostAcks - own.lostAcksOfLate;
          const acknowledged =
            own.reached - (own.failed - own.failedOnTheWay) + late - own.inVain - lost - own.here;
          const inFlight = messages - acknowledged - own.deadLettered - own.lost;
          if (inFlight < 0) return [`${-inFlight} messages that nobody has published`];
          if (inFlight > 0 && account.hasEnded)
            return [`${inFlight} of ${messages} messages have no end, though their request has`];
          return inFlight > 0 && measured.end.reason === 'quiet'
            ? [`${inFlight} messages in flight in a quiet run`]
            : [];
        }),

  // What makes a transaction worth its wait: a second delivery finds nothing left to do.
  'a row of a shared table is worked off once': ({ mode, plan, books }) =>
    mode !== 'shared-database'
      ? []
      : eachStep(plan.steps, books.accounts, (step, { effects, duplicates }, account) => {
          if (step === plan.entry) return [];
          const written = step.inputs.map((input) => account.steps[input]!.effects);
          const rows = step.inputs.length === 1 ? written[0]! : Math.min(1, ...written);
          const recognised = step.idempotent ? duplicates : 0;
          return effects + recognised > rows ? [`${effects} effects of ${rows} rows`] : [];
        }),

  'a promise is broken only where something went wrong': ({ mode, plan, books }) =>
    mode === 'direct'
      ? []
      : accounts(books.accounts, ({ response, completedAt, hasEnded, steps }) => {
          if (response !== 'accepted') return [];
          if (steps[plan.entry.index]!.effects === 0) return ['accepted without an effect'];
          if (completedAt !== undefined || !hasEnded) return [];
          return steps.some(({ declined, deadLettered, lost }) => declined + deadLettered + lost > 0)
            ? []
            : ['accepted, never done, and nobody knows why'];
        }),

  'the run ends, and says why': ({ measured: { end, requests }, plan, mode, books }) => {
    const open = [...books.accounts.values()].filter(({ hasEnded }) => !hasEnded).length;
    const limit = plan.load.duration + plan.load.drain;
    const inFlight = requests.outcomes.accepted.inFlight + requests.outcomes.refused.inFlight;
    // Direct calls that go round and come to a service again may wait for slots that they hold themselves.
    const mayLock =
      mode === 'direct' && new Set(plan.steps.map(({ service }) => service)).size < plan.steps.length;
    const mayStick =
      mayLock ||
      plan.faults.some((fault) => fault.on === 'path' && fault.loss > 0) ||
      // An acknowledgement that is lost is waited for.
      (plan.bus.ackWait === Infinity && plan.faults.some(({ on }) => on === 'acknowledgement')) ||
      plan.faults.some(({ kind, until }) => until === Infinity && LASTING.includes(kind));
    return [
      ...(end.at > limit + ROUNDING ? [`at ${end.at}, after the limit of ${limit}`] : []),
      // A look into the table keeps no run from ending.
      ...(end.reason === 'quiet'
        ? same('open requests of a quiet run', open + inFlight + books.backlog - books.pollsLeft, 0)
        : []),
      ...(end.reason !== 'quiet' && open === 0 ? [`${end.reason}, and nothing was open`] : []),
      ...(end.reason === 'stuck' && !mayStick ? ['stuck, though no fault lasts'] : []),
      ...(end.reason === 'interrupted' ? ['interrupted by nobody'] : []),
    ];
  },
};

const LASTING: FaultPlan['kind'][] = ['outage', 'hang', 'freeze', 'crash', 'slots', 'random-outages'];
