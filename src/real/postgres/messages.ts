import type { Answer } from '../../system/answer.js';
import type { Header } from '../requests.js';
import type { ClaimedRow } from './store.js';

// What the services' processes ask of the database's process, and hear from it.

/** A step looks for work: as many rows as it has slots. Its luck is drawn by the key. */
export interface ReadBody {
  kind: 'read';
  step: number;
  key: number;
  counted: boolean;
  limit: number;
  /** When it was sent. */
  sent: number;
}

/** An attempt writes what has come of its work. */
export interface WriteBody extends Header {
  kind: 'write';
  step: number;
  /** Its number, and that of the query. */
  attempt: number;
  call: number;
  /** The row that it works on; `null` for the entry step. */
  row: number | null;
  isDone: boolean;
  /** When it was sent. */
  sent: number;
}

/** A row may be claimed again, or is given up: bookkeeping that is no query of the scenario. */
export interface OfferBody extends Header {
  kind: 'offer' | 'end';
  step: number;
  row: number;
  wait: number;
}

/** A process has begun anew: what the one before had claimed is there again. */
export interface ReclaimBody {
  kind: 'reclaim';
  service: number;
}

export type QueryBody = ReadBody | WriteBody | OfferBody | ReclaimBody;

export interface QueryAnswer {
  answer: Answer;
  rows?: ClaimedRow[];
}
