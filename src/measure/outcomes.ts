import type { RequestFact } from '../system/facts.js';
import type { Response } from '../system/request.js';

/**
 * What can become of a request, in three tables: what its caller was answered, how its work ended, and what the two come to
 * together. Counts, shares, gates, tables, the ledger and the verdict are all made from these rows.
 */

/** Which way a figure is better. */
export type Better = 'lower' | 'higher' | 'neither';

/** Callers who had a success response, and all the others. */
export type Side = 'accepted' | 'refused';

export type Told = Exclude<Response, 'none'>;

interface ResponseRow {
  side: Side;
  better: Better;
  /** A decline is an answer, no failure. */
  isFailure: boolean;
  description: string;
  /** Of its share, in the tables. */
  label?: string;
}

/** What a caller can be answered. */
export const RESPONSES: Record<Told, ResponseRow> = {
  accepted: {
    side: 'accepted',
    better: 'higher',
    isFailure: false,
    label: 'success rate (accepted / offered)',
    description:
      'requests that had a success response: the result with direct calls, an acknowledgement with events',
  },
  failed: {
    side: 'refused',
    better: 'lower',
    isFailure: true,
    description: 'requests that had an error response; declines are counted apart',
  },
  timedOut: {
    side: 'refused',
    better: 'lower',
    isFailure: true,
    description: 'requests that had no response in time',
  },
  declined: {
    side: 'refused',
    better: 'neither',
    isFailure: false,
    description: 'requests that were answered with a business decline',
  },
};

interface OutcomeRow {
  better: Better;
  /** Did the work end as the response said? `open`: it has not ended. */
  told: 'truly' | 'falsely' | 'open';
  description: string;
  /** What `trace --outcome` calls it. */
  word: string;
  one: string;
  many: string;
  /** Its place in the ledger, where all of them add up to what was offered. */
  ledger: number;
  /** In the table of consistency and delivery; without a label it is no part of it. */
  label?: string;
  /** It stands there even when it is zero everywhere. */
  always?: true;
}

/** What a response and the work come to together. Each request stands under exactly one of them. */
const OUTCOME_ROWS = {
  good: {
    better: 'higher',
    told: 'truly',
    description: 'requests that were accepted and completed, both within their objectives',
    word: 'ok',
    one: 'ok',
    many: 'ok',
    ledger: 1,
  },
  late: {
    better: 'lower',
    told: 'truly',
    description: 'requests that were accepted and completed, but later than their objective',
    word: 'late',
    one: 'late',
    many: 'late',
    ledger: 2,
    label: 'completed late (after the objective)',
  },
  declinedAtOnce: {
    better: 'neither',
    told: 'truly',
    description: 'requests without a success response that were declined by the business',
    word: 'declined',
    one: 'declined',
    many: 'declined',
    ledger: 3,
  },
  honestFailures: {
    better: 'lower',
    told: 'truly',
    description: 'requests without a success response that left no side effects: a clean failure',
    word: 'clean-failure',
    one: 'clean failure',
    many: 'clean failures',
    ledger: 4,
  },
  orphans: {
    better: 'lower',
    told: 'falsely',
    description: 'requests without a success response that left side effects behind (uncompensated)',
    word: 'partial',
    one: 'partial failure',
    many: 'partial failures',
    ledger: 5,
    label: 'partial failures (side effects left)',
  },
  ghosts: {
    better: 'lower',
    told: 'falsely',
    description: 'requests without a success response that were completed all the same: a false failure',
    word: 'false-failure',
    one: 'reported failed, but completed',
    many: 'reported failed, but completed',
    ledger: 6,
    label: 'reported failed, but completed',
  },
  declinedLater: {
    better: 'lower',
    told: 'falsely',
    description: 'requests that had a success response, and were declined by the business later',
    word: 'declined-later',
    one: 'accepted, then declined',
    many: 'accepted, then declined',
    ledger: 7,
    label: 'accepted, then declined',
  },
  brokenPromises: {
    better: 'lower',
    told: 'falsely',
    description: 'requests that had a success response, and never will be completed',
    word: 'never-completed',
    one: 'accepted, never completed',
    many: 'accepted, never completed',
    ledger: 8,
    label: 'accepted, never completed',
    always: true,
  },
  inFlight: {
    better: 'lower',
    told: 'open',
    description: 'requests that were neither completed nor dead-lettered when the run ended',
    word: 'in-flight',
    one: 'still in flight at end',
    many: 'still in flight at end',
    ledger: 9,
    label: 'still in flight at end',
  },
} as const satisfies Record<string, OutcomeRow>;

export type Outcome = keyof typeof OUTCOME_ROWS;

export const OUTCOMES: Record<Outcome, OutcomeRow> = OUTCOME_ROWS;

interface EndingRow extends Record<Side, Outcome> {
  better: Better;
  description: string;
  /** What `trace --outcome` calls it, where it says more than the outcomes that it comes to. */
  word?: string;
  /** Of its share, in the tables. */
  label?: string;
  /** Of several endings that hold, the one with the lowest rank counts. */
  rank: number;
  /** Of a request that has ended. What has not ended when the run does is in flight. */
  holds?: (request: RequestFact) => boolean;
}

/** How the work of a request can end, and what that comes to on either side. What is completed may also be late. */
const ENDING_ROWS = {
  completed: {
    accepted: 'good',
    refused: 'ghosts',
    better: 'higher',
    label: 'completion rate',
    description: 'requests of which every critical step was done',
    rank: 1,
    holds: ({ completed }) => completed,
  },
  partial: {
    accepted: 'brokenPromises',
    refused: 'orphans',
    better: 'lower',
    description: 'some steps were done, others never will be',
    rank: 6,
    holds: ({ effects }) => effects.some((count) => count > 0),
  },
  nothing: {
    accepted: 'brokenPromises',
    refused: 'honestFailures',
    better: 'lower',
    description: 'no step was done',
    rank: 7,
    holds: () => true,
  },
  declined: {
    accepted: 'declinedLater',
    refused: 'declinedAtOnce',
    better: 'neither',
    description: 'a critical step was declined by the business',
    rank: 5,
    holds: ({ declined }) => declined,
  },
  deadLettered: {
    accepted: 'brokenPromises',
    refused: 'orphans',
    better: 'lower',
    description: 'a message was dead-lettered after its last delivery',
    word: 'dead-lettered',
    rank: 4,
    holds: ({ deadLettered }) => deadLettered,
  },
  lost: {
    accepted: 'brokenPromises',
    refused: 'orphans',
    better: 'lower',
    description: 'an event was lost for good',
    word: 'lost',
    rank: 3,
    holds: ({ lost }) => lost,
  },
  inFlight: {
    accepted: 'inFlight',
    refused: 'inFlight',
    better: 'lower',
    description: 'still in flight when the run ended',
    rank: 2,
  },
} as const satisfies Record<string, EndingRow>;

export type Ending = keyof typeof ENDING_ROWS;

export const ENDINGS: Record<Ending, EndingRow> = ENDING_ROWS;

/** What `trace --outcome` knows, in the order of the tables. */
export function outcomeWords(): string[] {
  const rows: { word?: string }[] = [...Object.values(OUTCOMES), ...Object.values(ENDINGS)];
  return rows.flatMap(({ word }) => word ?? []);
}

/** The names in a table of rows, in the order in which they stand there. */
export function namesOf<Name extends string>(rows: Record<Name, unknown>): Name[] {
  return Object.keys(rows) as Name[];
}

/** A count for each row of a table. */
export function zeros<Name extends string>(rows: Record<Name, unknown>): Record<Name, number> {
  return Object.fromEntries(namesOf(rows).map((name) => [name, 0])) as Record<Name, number>;
}
