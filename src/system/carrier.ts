import type { Call } from './call.js';
import type { StepPlan } from '../plan/plan.js';
import type { Invocation } from './invocation.js';
import type { Request } from './request.js';

// What stands between services that are processes of their own. Where all are simulated in one, there is neither.

/** Carries a call to another process, and its answer back. */
export interface Carrier {
  /** Sends it. What it comes to is told to `call.comeBack`, once. */
  carry(call: Call): Carried;
}

/** A call that has been sent. */
export interface Carried {
  /** Its caller has gone away, and its callee should know. */
  cancel(): void;
}

/**
 * In which service a call still waits or works, its caller's process cannot see. It gives a number that stands for the
 * answer (a ticket, beyond the indices of the services), and writes down what helps to find it when all is known.
 */
export interface Observer {
  /** A call is sent, is over, or was refused before it was sent. */
  moved(invocation: Invocation): void;
  /** Its caller does not wait for it any more. */
  goesOn(invocation: Invocation): void;
  /** A call has timed out: a ticket for the service where it waits or works. */
  placeOf(invocation: Invocation): number;
  /** A call was turned away: a ticket for the service for which most workers of this one are held. */
  mostHeldFor(service: number): number;
  /** A row of the shared table waits until it may be claimed again. */
  rowParked(request: Request, step: StepPlan): void;
}
