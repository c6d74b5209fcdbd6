import type { Clock } from '../engine/clock.js';
import type { StepPlan } from '../plan/plan.js';
import type { Answer } from './answer.js';

// What a mode knows of the world it runs in. Simulated services stand behind these interfaces, and real ones can.

/** One try of one step, as the mode sees it: its own work is over. It holds its slot until it answers, or its event is published. */
export interface Attempt {
  readonly request: RequestHeader;
  /** An idempotent step has recognised what it has done before: no effect, and no event. */
  readonly repeated: boolean;
  /** Steps that are known not to be done. It travels with calls and answers. */
  missing: readonly number[];
  /** Gives the slot back, and answers whoever has asked for it. */
  answer(answer: Answer): void;
}

/** What travels with every call and every message of a request. */
export interface RequestHeader {
  /** What its luck is drawn by: the correlation id. */
  readonly key: number;
  /** Milliseconds from the start of the run. */
  readonly begunAt: number;
  /** Begun inside the window that is counted. */
  readonly counted: boolean;
}

/** What follows when a step's own work on an attempt is over. It answers the attempt, at once or later. */
export type Serve = (attempt: Attempt, outcome: Answer) => void;

/** How steps call each other. */
export interface Calls {
  /** Says what serves the calls of a step. */
  serve(step: StepPlan, serve: Serve): void;
  /**
   * Calls a step, with the time limit, retries and breaker that stand between the two.
   *
   * @param from the attempt that waits for it
   * @param heard has the answer
   */
  call(from: Attempt, step: StepPlan, heard: (answer: Answer) => void): void;
}

/** How events reach the steps that wait for them. */
export interface Bus {
  /** Gives a step a durable queue of its own for the events it waits for. An answer acknowledges a delivery, or does not. */
  subscribe(step: StepPlan, serve: Serve): void;
  /**
   * Publishes the event that an attempt's step emits: it is kept with the step's commit, if there is an outbox.
   *
   * @param safe is told when the event is where it cannot get lost with the service
   */
  publish(attempt: Attempt, safe: (attempt: Attempt) => void): void;
}

/** The table that all steps share. */
export interface Table {
  /**
   * Gives a step a poller, which brings it the rows that are ready for it. What is served answers with what was committed;
   * a row that is left undone (a failure) is tried again.
   */
  poll(step: StepPlan, serve: Serve): void;
  /**
   * One transaction: the step's effect (or its decline), the end of the row that it worked on, and rows for the steps that
   * wait for it.
   *
   * @param committed hears that all of it is in place, or, with a failure, that nothing is
   */
  commit(attempt: Attempt, outcome: Answer, committed: (answer: Answer) => void): void;
}

/** The world that a mode is run in. */
export interface Runtime {
  readonly clock: Clock;
  readonly calls: Calls;
  readonly bus: Bus;
  readonly table: Table;
}
