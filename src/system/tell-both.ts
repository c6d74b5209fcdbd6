import type { Failed } from './answer.js';
import type { StepPlan } from '../plan/plan.js';
import type { AttemptFact, Facts, RequestFact } from './facts.js';

/** Tells one what happens, and then the other. Written out, and a class: it is done a million times in a run. */
export class TellBoth implements Facts {
  constructor(
    private readonly one: Facts,
    private readonly other: Facts,
  ) {}

  begun(request: RequestFact): void {
    this.one.begun(request);
    this.other.begun(request);
  }
  loadEnds(at: number): void {
    this.one.loadEnds(at);
    this.other.loadEnds(at);
  }
  responded(request: RequestFact, origin?: number): void {
    this.one.responded(request, origin);
    this.other.responded(request, origin);
  }
  completed(request: RequestFact): void {
    this.one.completed(request);
    this.other.completed(request);
  }
  ended(request: RequestFact): void {
    this.one.ended(request);
    this.other.ended(request);
  }
  reached(attempt: AttemptFact): void {
    this.one.reached(attempt);
    this.other.reached(attempt);
  }
  waits(attempt: AttemptFact): void {
    this.one.waits(attempt);
    this.other.waits(attempt);
  }
  waited(attempt: AttemptFact): void {
    this.one.waited(attempt);
    this.other.waited(attempt);
  }
  started(attempt: AttemptFact): void {
    this.one.started(attempt);
    this.other.started(attempt);
  }
  released(attempt: AttemptFact): void {
    this.one.released(attempt);
    this.other.released(attempt);
  }
  succeeded(attempt: AttemptFact): void {
    this.one.succeeded(attempt);
    this.other.succeeded(attempt);
  }
  duplicate(attempt: AttemptFact): void {
    this.one.duplicate(attempt);
    this.other.duplicate(attempt);
  }
  effect(attempt: AttemptFact, first: boolean): void {
    this.one.effect(attempt, first);
    this.other.effect(attempt, first);
  }
  failed(request: RequestFact, step: StepPlan, failure: Failed, attempt?: AttemptFact): void {
    this.one.failed(request, step, failure, attempt);
    this.other.failed(request, step, failure, attempt);
  }
  declined(request: RequestFact, step: StepPlan, attempt?: AttemptFact): void {
    this.one.declined(request, step, attempt);
    this.other.declined(request, step, attempt);
  }
  copied(request: RequestFact, step: StepPlan): void {
    this.one.copied(request, step);
    this.other.copied(request, step);
  }
  outOfOrder(attempt: AttemptFact): void {
    this.one.outOfOrder(attempt);
    this.other.outOfOrder(attempt);
  }
  ackLost(attempt: AttemptFact): void {
    this.one.ackLost(attempt);
    this.other.ackLost(attempt);
  }
  ackedLate(attempt: AttemptFact): void {
    this.one.ackedLate(attempt);
    this.other.ackedLate(attempt);
  }
  deadLettered(request: RequestFact, step: StepPlan): void {
    this.one.deadLettered(request, step);
    this.other.deadLettered(request, step);
  }
  lost(request: RequestFact, step: StepPlan): void {
    this.one.lost(request, step);
    this.other.lost(request, step);
  }
  parked(change: number): void {
    this.one.parked(change);
    this.other.parked(change);
  }
  left(attempt: AttemptFact, waiting: boolean): void {
    this.one.left(attempt, waiting);
    this.other.left(attempt, waiting);
  }
}
