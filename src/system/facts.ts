import type { StepPlan } from '../plan/plan.js';
import type { Answer, Failed } from './answer.js';
import type { RequestHeader } from './ports.js';
import type { Response } from './request.js';

/** What can be read of a request while facts are told of it. */
export interface RequestFact extends RequestHeader {
  readonly response: Response;
  /** Milliseconds; means nothing while there is no response. */
  readonly respondedAt: number;
  /** The effects of all critical steps are in place. */
  readonly completed: boolean;
  /** Milliseconds; means nothing while it is not completed. */
  readonly completedAt: number;
  /** A critical step has declined it. */
  readonly declined: boolean;
  /** One of its events was lost. */
  readonly lost: boolean;
  /** One of its messages was dead-lettered. */
  readonly deadLettered: boolean;
  /** By step: effects in place. */
  readonly effects: readonly number[];
}

/** What can be read of an attempt while facts are told of it. Times in milliseconds from the start of the run. */
export interface AttemptFact {
  readonly step: StepPlan;
  readonly request: RequestFact;
  /** It is the n-th attempt of this step for this request; 0 for a message that has not been delivered yet. */
  readonly number: number;
  /** A delivery from the bus or a row from the table, which its service takes when it has a free slot; not a call. */
  readonly isMessage: boolean;
  /** The same for all attempts that one call or message brings; `from` is the attempt that waits for it. */
  readonly source: { readonly from: AttemptFact | undefined };
  /** It had to wait for its slot. */
  readonly queued: boolean;
  readonly arrivedAt: number;
  readonly startedAt: number;
  /** When its own work was done; Infinity before. */
  readonly workedAt: number;
  /** Milliseconds of work it was given. */
  readonly workTime: number;
  /** How its work ends, decided when it took its slot. */
  readonly fate: Answer;
  /** An idempotent step has recognised what it has done before. */
  readonly repeated: boolean;
}

/**
 * What happened, told at the moment when it happens. The system tells; who measures, listens. Telling changes nothing:
 * what is told of can only be read, and a run with other listeners is the same run.
 */
export interface Facts {
  /** A caller has begun a request. */
  begun(request: RequestFact): void;
  /** From this moment on, now or soon, no request begins any more. */
  loadEnds(at: number): void;
  /** The caller has its answer; `origin` is the service where a failure began. */
  responded(request: RequestFact, origin?: number): void;
  /** The last critical step's effect is in place. */
  completed(request: RequestFact): void;
  /** Nothing that belongs to the request goes on any more. */
  ended(request: RequestFact): void;

  /** A call or a delivery has reached its service, refused ones too. */
  reached(attempt: AttemptFact): void;
  /** It begins to wait for a slot. */
  waits(attempt: AttemptFact): void;
  /** It waits no longer, with or without a slot. */
  waited(attempt: AttemptFact): void;
  /** It has a slot. */
  started(attempt: AttemptFact): void;
  /** Its slot is free again. */
  released(attempt: AttemptFact): void;
  /** The service has done all it had to, callees included. */
  succeeded(attempt: AttemptFact): void;
  /** A successful attempt found the step's effect in place already. */
  duplicate(attempt: AttemptFact): void;
  /** A successful attempt has left its effect, the request's first at this step or another one. */
  effect(attempt: AttemptFact, first: boolean): void;

  /** A call or delivery failed, as its caller or subscription saw it; without an attempt, it has not reached its service. */
  failed(request: RequestFact, step: StepPlan, failure: Failed, attempt?: AttemptFact): void;
  declined(request: RequestFact, step: StepPlan, attempt?: AttemptFact): void;

  /** The bus brings an event a second time. */
  copied(request: RequestFact, step: StepPlan): void;
  /** A delivery has its slot, and the event published just before it for this subscription has not been delivered yet. */
  outOfOrder(attempt: AttemptFact): void;
  /**
   * The bus will not know that a delivery was worked on: the work was over and its acknowledgement was lost, or the bus has
   * crashed and forgotten a delivery that is still at work.
   */
  ackLost(attempt: AttemptFact): void;
  /**
   * The bus has taken an acknowledgement that came after `ackWait`: the message is done, and a redelivery that has not begun
   * does not come. Such a one that has waited for its slot is told as `waited`, and never as `started`.
   */
  ackedLate(attempt: AttemptFact): void;
  /** A message was given up. */
  deadLettered(request: RequestFact, step: StepPlan): void;
  /** An event that `step` should have had will never come. */
  lost(request: RequestFact, step: StepPlan): void;
  /** Messages are parked outside the services' queues (in an outbox, for their redelivery): so many more, or fewer. */
  parked(change: number): void;

  /** The run is over, and the attempt still waits or holds a slot. Told once for each, last of all. */
  left(attempt: AttemptFact, waiting: boolean): void;
}
