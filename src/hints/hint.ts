import type { Setting } from './setting.js';

/** What a scenario's plan warns of before anything is run. */
export interface Hint {
  code: string;
  /** The field to change, by its path in the scenario: `services.payment.concurrency`. */
  path: string;
  /** Which figures it comes from, and what to change: a sentence or two. */
  message: string;
}

/** One place where a kind of hint holds. */
export type Finding = Pick<Hint, 'path' | 'message'>;

/** A kind of hint. */
export interface HintKind {
  code: string;
  /** When it is given, for the documentation and the JSON Schema. */
  description: string;
  find: (setting: Setting) => Finding[];
}
