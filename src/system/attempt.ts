import { Timer } from '../engine/clock.js';
import type { StepPlan } from '../plan/plan.js';
import { type Answer, DONE, NOTHING_MISSING } from './answer.js';
import type { AttemptFact } from './facts.js';
import type { Attempt as AttemptPort } from './ports.js';
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

/** The call, the message or the row that an attempt comes from, and that is told what becomes of it. */
export interface AttemptSource {
  /** The calling attempt; `undefined` for messages, rows and the outer caller. */
  readonly from: Attempt | undefined;
  /** It has just taken a slot. */
  started(attempt: Attempt): void;
  /** Its own work is over, well or badly, or it was turned away. A slot that it has stays taken until it answers. */
  worked(attempt: Attempt, outcome: Answer): void;
  /** It has answered. One that was dropped before (`isDropped`) may still answer, and the answer counts for nothing. */
  answered(attempt: Attempt, answer: Answer): void;
  /** It has lost its slot or its place in the queue: its service has crashed, or nobody waits for it any more. */
  dropped(attempt: Attempt, answer: Answer, before: AttemptState): void;
}

const NOTHING: readonly Pending[] = [];

/** One try of one step at its service. It is its own timer: it fires when its work is done. */
export class Attempt extends Timer implements AttemptPort, AttemptFact {
  state: AttemptState = 'new';
  number = 0;
  arrivedAt = 0;
  startedAt = 0;
  workedAt = Infinity;
  workTime = 0;
  /** How the work will end, decided when it took its slot. */
  fate: Answer = DONE;
  missing: readonly number[] = NOTHING_MISSING;
  repeated = false;
  queued = false;
  /** A waiting message's number in the order in which its service was offered them. */
  offerNumber = 0;
  /** Its place among those that hold a slot. */
  slot = 0;
  /** It has lost its slot before it could answer. */
  isDropped = false;
  /** Whoever asked for it does not wait any more for what it comes to. */
  isGivenUp = false;
  /** Somebody has noted for which service it holds its slot, and has to hear when that changes. */
  isWatched = false;
  private hasAnswered = false;
  private waitsFor: Pending[] | undefined = undefined;

  constructor(
    readonly step: StepPlan,
    readonly request: Request,
    readonly service: Service,
    readonly source: AttemptSource,
    /** Messages come from the bus (or rows from a table), and wait there; calls wait in the service. */
    readonly isMessage: boolean,
    /** Its work alone keeps no run alive. */
    isBackground = false,
  ) {
    super(isBackground);
  }

  /** What it waits for. */
  get pending(): readonly Pending[] {
    return this.waitsFor ?? NOTHING;
  }

  waitFor(pending: Pending): void {
    (this.waitsFor ??= []).push(pending);
    this.moved();
  }

  goOn(pending: Pending): void {
    const index = this.waitsFor?.indexOf(pending) ?? -1;
    if (index >= 0) this.waitsFor?.splice(index, 1);
    this.moved();
  }

  /** The service for which it holds its slot may be another one now. */
  moved(): void {
    if (!this.isWatched) return;
    this.isWatched = false;
    this.service.holders?.moved(this);
    this.source.from?.moved();
  }

  /** Gives its slot back before it answers. It may be gone already, with its service or with whoever waited. */
  release(answer: Answer): void {
    if (this.state !== 'over') this.service.release(this, answer);
  }

  /** The first answer counts. */
  answer(answer: Answer): void {
    if (this.hasAnswered) return;
    this.hasAnswered = true;
    this.release(answer);
    this.source.answered(this, answer);
  }

  fire(): void {
    this.service.workDone(this);
  }
}
