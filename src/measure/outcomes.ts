import type { RequestFact } from '../system/facts.js';
import type { Response } from '../system/request.js';

/**
 * What can become of a request, in three tables: what its caller was told, how its work ended, and what the two come to
 * together. Counts, shares, gates, tables, the ledger and the verdict are all made from these rows.
 */

/** Which way a figure is better. */
export type Better = 'lower' | 'higher' | 'neither';

/** Callers who were told yes, and all the others. */
export type Side = 'accepted' | 'refused';

export type Told = Exclude<Response, 'none'>;

interface ResponseRow {
  side: Side;
  better: Better;
  description: string;
  /** Of its share, in the tables: as it is, and for a narrow screen. */
  label?: string;
  short?: string;
}

/** What a caller can be told. */
export const RESPONSES: Record<Told, ResponseRow> = {
  accepted: {
    side: 'accepted',
    better: 'higher',
    label: 'accepted, of what was offered',
    short: 'accepted',
    description: 'requests whose callers were told yes',
  },
  failed: {
    side: 'refused',
    better: 'lower',
    description: 'requests whose callers were told no, declines included',
  },
  timedOut: {
    side: 'refused',
    better: 'lower',
    description: 'requests whose callers had no answer in time',
  },
};

interface OutcomeRow {
  better: Better;
  /** Did the work end as the caller was told? `open`: it has not ended. */
  told: 'truly' | 'falsely' | 'open';
  description: string;
  one: string;
  many: string;
  /** Its place in the ledger, where all of them add up to what was offered. */
  ledger: number;
  /** In the table of the price; without a label it is no part of the price. */
  label?: string;
  /** It stands there even when it is zero everywhere. */
  always?: true;
}

/** What a response and the work come to together. Each request stands under exactly one of them. */
const OUTCOME_ROWS = {
  good: {
    better: 'higher',
    told: 'truly',
    description: 'told yes, and done',
    one: 'good',
    many: 'good',
    ledger: 1,
  },
  brokenPromises: {
    better: 'lower',
    told: 'falsely',
    description: 'told yes, and never done',
    one: 'broken promise',
    many: 'broken promises',
    ledger: 5,
    label: 'accepted, never done (broken promise)',
    always: true,
  },
  ghosts: {
    better: 'lower',
    told: 'falsely',
    description: 'told no, and done all the same',
    one: 'ghost',
    many: 'ghosts',
    ledger: 4,
    label: 'told no, done anyway (ghost)',
  },
  orphans: {
    better: 'lower',
    told: 'falsely',
    description: 'told no, and done in part',
    one: 'orphan',
    many: 'orphans',
    ledger: 3,
    label: 'told no, half done (orphan)',
  },
  honestFailures: {
    better: 'lower',
    told: 'truly',
    description: 'told no, and nothing done',
    one: 'honest failure',
    many: 'honest failures',
    ledger: 2,
  },
  late: {
    better: 'lower',
    told: 'open',
    description: 'not yet done when the run ended, whatever the caller was told',
    one: 'late',
    many: 'late',
    ledger: 6,
    label: 'not done when the run ended (late)',
  },
} as const satisfies Record<string, OutcomeRow>;

export type Outcome = keyof typeof OUTCOME_ROWS;

export const OUTCOMES: Record<Outcome, OutcomeRow> = OUTCOME_ROWS;

interface EndingRow extends Record<Side, Outcome> {
  better: Better;
  description: string;
  /** Of its share, in the tables: as it is, and for a narrow screen. */
  label?: string;
  short?: string;
  /** Of several endings that hold, the one with the lowest rank counts. */
  rank: number;
  /** Of a request that has ended. What has not ended when the run does is in flight. */
  holds?: (request: RequestFact) => boolean;
}

/** How the work of a request can end, and what that comes to on either side. */
const ENDING_ROWS = {
  completed: {
    accepted: 'good',
    refused: 'ghosts',
    better: 'higher',
    label: 'completed in the end',
    short: 'completed',
    description: 'every critical step was done',
    rank: 1,
    holds: ({ completed }) => completed,
  },
  partial: {
    accepted: 'brokenPromises',
    refused: 'orphans',
    better: 'lower',
    description: 'some steps were done, others never will be',
    rank: 5,
    holds: ({ effects }) => effects.some((count) => count > 0),
  },
  nothing: {
    accepted: 'brokenPromises',
    refused: 'honestFailures',
    better: 'lower',
    description: 'no step was done',
    rank: 6,
    holds: () => true,
  },
  deadLettered: {
    accepted: 'brokenPromises',
    refused: 'orphans',
    better: 'lower',
    description: 'a message was given up after its last delivery',
    rank: 4,
    holds: ({ deadLettered }) => deadLettered,
  },
  lost: {
    accepted: 'brokenPromises',
    refused: 'orphans',
    better: 'lower',
    description: 'an event was lost for good',
    rank: 3,
    holds: ({ lost }) => lost,
  },
  inFlight: {
    accepted: 'late',
    refused: 'late',
    better: 'lower',
    description: 'still going on when the run ended',
    rank: 2,
  },
} as const satisfies Record<string, EndingRow>;

export type Ending = keyof typeof ENDING_ROWS;

export const ENDINGS: Record<Ending, EndingRow> = ENDING_ROWS;

/** The names in a table of rows, in the order in which they stand there. */
export function namesOf<Name extends string>(rows: Record<Name, unknown>): Name[] {
  return Object.keys(rows) as Name[];
}

/** A count for each row of a table. */
export function zeros<Name extends string>(rows: Record<Name, unknown>): Record<Name, number> {
  return Object.fromEntries(namesOf(rows).map((name) => [name, 0])) as Record<Name, number>;
}
