import type { Scenario } from '../../scenario/scenario.js';
import type { Status } from '../host.js';

/** What the conductor and the keepers of other machines say to each other over the broker, each as JSON. */

/** Whoever serves anything answers to this. */
export const HELLO = 'coupling-demo.hello';

/** One keeper is asked for something; it answers. */
export function subjectOf(keeper: string, ask: Ask): string {
  return `coupling-demo.${keeper}.${ask}`;
}

export type Ask = 'ping' | 'start' | 'go' | 'read' | 'end';

/** What happens in a run, told by its keepers. */
export function toldIn(run: string): string {
  return `coupling-demo.run.${run}.told`;
}

/** The conductor is still there. */
export function aliveIn(run: string): string {
  return `coupling-demo.run.${run}.alive`;
}

/**
 * Milliseconds between two signs of life, of a conductor and of its keepers. One that stands still for ten seconds may go on;
 * a keeper whose conductor is gone for longer ends the run, and so does a conductor that misses a keeper.
 */
export const SIGN_OF_LIFE = 1000;
export const CONDUCTOR_MISSED_FOR = 20_000;
export const KEEPER_MISSED_FOR = 5000;

/** A keeper says who it is. */
export interface Hello {
  keeper: string;
  host: string;
  cores: number;
  node: string;
  version: string;
  services: string[];
  /** It is at work for another run. */
  isBusy: boolean;
}

/** What a keeper is to start. The secret that lets it in at the broker it has of its own. */
export interface StartOrders {
  run: string;
  scenario: Scenario;
  column: string;
  faults: boolean;
  stream: string | null;
  /** Calls carry it: only who has it is served. */
  callToken: string;
}

/** `host:port` of each service that it has started, by the service's index; `null` for those of others. */
export interface Started {
  addresses: (string | null)[];
}

export interface GoOrders {
  /** Time 0 by the keeper's own clock. */
  origin: number;
  addresses: string[];
}

/** A part of a journal: of which file, from where. */
export interface ReadOrders {
  /** Left out, the answer has the names of all. */
  file?: string;
  offset: number;
}

export interface Read {
  files?: string[];
  /** Base64; empty at the end. */
  part: string;
}

export type Told = Status | { kind: 'failed'; reason: string } | { kind: 'alive'; keeper: string };

/** An answer of any kind, or why there is none. */
export type Answered<T> = T | { problem: string };

export function isProblem(answer: object): answer is { problem: string } {
  return 'problem' in answer;
}
