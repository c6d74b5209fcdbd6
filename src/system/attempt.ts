import { Timer } from '../engine/clock.js';
import type { StepPlan } from '../plan/plan.js';
import { type Answer, DONE } from './answer.js';
import type { Request } from './request.js';
import type { Service } from './service.js';

/** An attempt's way: it waits, works, waits for others with its work done (`blocked`), and is over. */
export type AttemptState = 'new' | 'waiting' | 'working' | 'blocked' | 'over';

/** Something an attempt waits for while it holds its slot. */
export interface Pending {
  /** The deepest service in which it waits or works now, and how deep that is. */
  whereabouts(): { service: number; depth: number };
  /** Nobody waits for it any more: what waits or works for it ends. */
  cancel(): void;
}

/** The call or the message that has brought an attempt to its service. */
export interface Bringer {
  /** The attempt that waits for the answer; a message's publisher does not, nor is the outer caller one. */
  readonly from: Attempt | undefined;
  /** It has just taken a slot. */
  started(attempt: Attempt): void;
  /** Its own work is over, well or badly, or it was turned away. A slot that it has stays taken until `release`. */
  worked(attempt: Attempt, outcome: Answer): void;
  /** It has lost its slot or its place in the queue: its service has crashed, or nobody waits for it any more. */
  dropped(attempt: Attempt, answer: Answer, before: AttemptState): void;
}

const NOTHING: readonly Pending[] = [];

/** One try of one step at its service. It is its own timer: it fires when its work is done. */
export class Attempt extends Timer {
  state: AttemptState = 'new';
  /** The n-th attempt of this step for this request, whoever asked. */
  number = 0;
  arrivedAt = 0;
  startedAt = 0;
  /** When its own work was done, -1 before. */
  workedAt = -1;
  /** Milliseconds of work it was given. */
  workTime = 0;
  /** How the work will end, decided when it took its slot. */
  fate: Answer = DONE;
  /** An idempotent step has recognised what it has done before: no effect, no event. */
  repeated = false;
  /** It had to wait for its slot. */
  queued = false;
  /** Its place among those that hold a slot. */
  slot = -1;
  /** Whoever asked for it does not wait any more for what it comes to. */
  isGivenUp = false;
  private waitsFor: Pending[] | undefined = undefined;

  constructor(
    readonly step: StepPlan,
    readonly request: Request,
    readonly service: Service,
    readonly broughtBy: Bringer,
    /** Messages come from the bus (or rows from a table), and wait there; calls wait in the service. */
    readonly isMessage: boolean,
    /** Its work alone keeps no run alive. */
    isBackground = false,
  ) {
    // Whoever is woken by the end of its work says so to the clock.
    super(isBackground, true);
  }

  /** What it waits for. */
  get pending(): readonly Pending[] {
    return this.waitsFor ?? NOTHING;
  }

  waitFor(pending: Pending): void {
    (this.waitsFor ??= []).push(pending);
  }

  goOn(pending: Pending): void {
    this.waitsFor?.splice(this.waitsFor.indexOf(pending), 1);
  }

  /** Gives the slot back, with the answer the service gives. An attempt that is over already stays so. */
  release(answer: Answer): void {
    this.service.release(this, answer);
  }

  fire(): void {
    this.service.workDone(this);
  }
}
