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

const NOTHING: readonly Pending[] = [];

/** One try of one step at its service. It is its own timer: it fires when its work is done. */
export abstract class Attempt extends Timer {
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
  private waitsFor: Pending[] | undefined;
  private outcome: Answer | undefined;
  private resolve: ((answer: Answer) => void) | undefined;

  constructor(
    readonly step: StepPlan,
    readonly request: Request,
    readonly service: Service,
  ) {
    super();
  }

  /**
   * Waits for a slot, takes it, does the step's own work and commits its effect. The slot stays taken until `release`.
   * Call it once.
   */
  work(): Promise<Answer> {
    if (this.state === 'new') this.service.admit(this);
    if (this.outcome !== undefined) return Promise.resolve(this.outcome);
    return new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /** Somebody waits for its work to be over. */
  get isAwaited(): boolean {
    return this.resolve !== undefined;
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

  /** Its work is over, well or badly. */
  finish(answer: Answer): void {
    if (this.resolve === undefined) this.outcome = answer;
    else this.resolve(answer);
  }

  fire(): void {
    this.service.workDone(this);
  }

  /** It has just taken a slot. */
  abstract started(): void;
  /** Its service has crashed under it. */
  abstract crashed(answer: Answer): void;
  /** Messages come from the bus, and wait there; calls wait in the service. */
  abstract readonly isMessage: boolean;
}
