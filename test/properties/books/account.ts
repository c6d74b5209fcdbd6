import type { RequestFact } from '../../../src/system/facts.js';
import type { Response } from '../../../src/system/request.js';

/** What has been told of one request. */
export interface Account {
  counted: boolean;
  begunAt: number;
  response: Response;
  respondedAt: number;
  origin: number | undefined;
  completedAt: number | undefined;
  hasEnded: boolean;
  /** By step. */
  steps: StepAccount[];
}

export interface StepAccount {
  reached: number;
  /** Attempts that have arrived and are neither over nor answered. */
  here: number;
  effects: number;
  duplicates: number;
  failed: number;
  /** Those of them that never reached the service. */
  failedOnTheWay: number;
  /** Those that have committed their row all the same, after their claim had run out. */
  committedLate: number;
  declined: number;
  /** Attempts whose own work has ended in a decline, whether somebody still wanted to hear of it or not. */
  saidNo: number;
  copies: number;
  outOfOrder: number;
  lostAcks: number;
  /** Those of attempts that had run out already. */
  lostAcksOfLate: number;
  ackedLate: number;
  /** Attempts that ended well when their message was settled by a late acknowledgement. */
  inVain: number;
  deadLettered: number;
  lost: number;
}

/** @param steps how many the workflow has */
export function openAccount({ counted, begunAt }: RequestFact, steps: number): Account {
  return {
    counted,
    begunAt,
    response: 'none',
    respondedAt: 0,
    origin: undefined,
    completedAt: undefined,
    hasEnded: false,
    steps: Array.from({ length: steps }, () => ({
      reached: 0,
      here: 0,
      effects: 0,
      duplicates: 0,
      failed: 0,
      failedOnTheWay: 0,
      committedLate: 0,
      declined: 0,
      saidNo: 0,
      copies: 0,
      outOfOrder: 0,
      lostAcks: 0,
      lostAcksOfLate: 0,
      ackedLate: 0,
      inVain: 0,
      deadLettered: 0,
      lost: 0,
    })),
  };
}
