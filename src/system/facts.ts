import type { StepPlan } from '../plan/plan.js';
import type { Failed } from './answer.js';
import type { Attempt } from './attempt.js';
import type { Request, Told } from './request.js';

/**
 * What happened, told at the moment when it happens. The system tells; who measures, listens. Telling changes nothing:
 * a run with other listeners is the same run.
 */
export interface Facts {
  /** A caller has begun a request. */
  begun(request: Request): void;
  /** From this moment on, now or soon, no request begins any more. */
  loadEnds(at: number): void;
  /** The caller has its answer; `origin` is the service where a failure began. */
  told(request: Request, told: Told, origin?: number): void;
  /** The last critical step's effect is in place. */
  completed(request: Request): void;
  /** Nothing that belongs to the request goes on any more. */
  ended(request: Request): void;

  /** A call or a delivery has reached its service, refused ones too. */
  reached(attempt: Attempt): void;
  /** It begins to wait for a slot. */
  waits(attempt: Attempt): void;
  /** It waits no longer, with or without a slot. */
  waited(attempt: Attempt): void;
  /** It has a slot. */
  started(attempt: Attempt): void;
  /** Its slot is free again. */
  released(attempt: Attempt): void;
  /** The service has done all it had to, callees included. */
  succeeded(attempt: Attempt): void;
  /** A successful attempt found the step's effect in place already. */
  duplicate(attempt: Attempt): void;
  /** A successful attempt has left its effect, the request's first at this step or another one. */
  effect(attempt: Attempt, first: boolean): void;

  /** A call or delivery failed, as its caller or subscription saw it; without an attempt, it has not reached its service. */
  failed(request: Request, step: StepPlan, failure: Failed, attempt?: Attempt): void;
  declined(request: Request, step: StepPlan, attempt?: Attempt): void;

  /** The bus brings an event a second time. */
  copied(request: Request, step: StepPlan): void;
  /** A delivery has its slot, and the event published just before it for this subscription has not been delivered yet. */
  outOfOrder(attempt: Attempt): void;
  /** The work on a delivery was over, and its acknowledgement was lost: the bus does not know. */
  ackLost(attempt: Attempt): void;
  /** A message was given up. */
  deadLettered(request: Request, step: StepPlan): void;
  /** An event that `step` should have had will never come. */
  lost(request: Request, step: StepPlan): void;
  /** Messages wait outside the services' queues (in an outbox, for their redelivery): so many more, or fewer. */
  kept(change: number): void;

  /** The run is over; what still waits or holds a slot has been told of as `left`. */
  left(attempt: Attempt, waiting: boolean): void;
}
