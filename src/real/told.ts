import type { Failed } from '../system/answer.js';
import type { Attempt } from '../system/attempt.js';
import type { Observer } from '../system/carrier.js';
import type { AttemptFact, Facts, RequestFact } from '../system/facts.js';
import type { Invocation } from '../system/invocation.js';
import type { Clock } from '../engine/clock.js';
import type { StepPlan } from '../plan/plan.js';
import type { Journal, Line } from './journal.js';

/** Numbers of attempts, calls and tickets are unique among processes: each takes every `PROCESSES`-th. */
const PROCESSES = 256;
/** A process that begins again leaves the numbers of the one before alone. */
const EACH_LIFE = 2 ** 30;

/** What one process writes down of what happens in it: all that its service knows, and nothing else. */
export class Told implements Facts, Observer {
  private last: number;
  private readonly numbers = new WeakMap<object, number>();

  /**
   * @param process 0 for the outer caller, 1 and up for the services
   * @param life how often the process has begun before
   * @param services how many there are: numbers below that are their indices, and no tickets
   */
  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly process: number,
    life: number,
    services: number,
  ) {
    this.last = life * EACH_LIFE + services;
  }

  /** A number that nobody else has. */
  nextNumber(): number {
    this.last += 1;
    return this.last * PROCESSES + this.process;
  }

  /** It has had a number before it came here. */
  assign(thing: object, number: number): void {
    this.numbers.set(thing, number);
  }

  /** The number of an attempt or a call. */
  numberOf(thing: object): number {
    const known = this.numbers.get(thing);
    if (known !== undefined) return known;
    const number = this.nextNumber();
    this.numbers.set(thing, number);
    return number;
  }

  tell(kind: string, ...rest: (number | string | boolean | null)[]): void {
    this.journal.write([this.clock.now, kind, ...rest] satisfies Line);
  }

  begun({ key, begunAt, counted }: RequestFact): void {
    this.journal.write([begunAt, 'begun', key, counted]);
  }

  loadEnds(at: number): void {
    this.tell('loadEnds', at);
  }

  responded({ key, response }: RequestFact, origin?: number): void {
    this.tell('responded', key, response, origin ?? null);
  }

  completed(): void {
    // A service does not know what the others have done.
  }

  ended(): void {
    // Nor when nothing goes on any more.
  }

  reached(attempt: AttemptFact): void {
    const { request, step, number, isMessage, source, arrivedAt } = attempt;
    const { key, begunAt, counted } = request;
    const call = 'callNumber' in source ? (source.callNumber as number) : 0;
    const id = this.numberOf(attempt);
    this.tell('reached', id, key, step.index, number, isMessage, call, arrivedAt, begunAt, counted);
  }

  waits(attempt: AttemptFact): void {
    const { key, begunAt, counted } = attempt.request;
    const { step, isMessage } = attempt;
    this.tell('waits', this.numberOf(attempt), key, step.index, isMessage, begunAt, counted);
  }

  waited(attempt: AttemptFact): void {
    this.tell('waited', this.numberOf(attempt));
    if (hasLostItsPlace(attempt)) this.over(attempt);
  }

  /** It has ended without a slot: turned away, or nobody waits for it any more. */
  over(attempt: AttemptFact): void {
    this.tell('over', this.numberOf(attempt));
  }

  started(attempt: AttemptFact): void {
    this.tell('started', this.numberOf(attempt), attempt.workTime, attempt.fate.state, attempt.queued);
  }

  released(attempt: AttemptFact): void {
    const { workedAt } = attempt;
    this.tell('released', this.numberOf(attempt), workedAt === Infinity ? null : workedAt, attempt.workTime);
  }

  succeeded(attempt: AttemptFact): void {
    this.tell('succeeded', this.numberOf(attempt));
  }

  duplicate(attempt: AttemptFact): void {
    this.tell('duplicate', this.numberOf(attempt));
  }

  effect(attempt: AttemptFact, first: boolean): void {
    this.tell('effect', this.numberOf(attempt), first, attempt.request.key, attempt.step.index);
  }

  failed({ key }: RequestFact, { index }: StepPlan, { cause, origin }: Failed, attempt?: AttemptFact): void {
    this.tell('failed', key, index, cause, origin, attempt === undefined ? null : this.numberOf(attempt));
  }

  declined({ key }: RequestFact, { index }: StepPlan, attempt?: AttemptFact): void {
    this.tell('declined', key, index, attempt === undefined ? null : this.numberOf(attempt));
  }

  copied({ key }: RequestFact, { index }: StepPlan): void {
    this.tell('copied', key, index);
  }

  outOfOrder(attempt: AttemptFact): void {
    this.tell('outOfOrder', this.numberOf(attempt));
  }

  ackLost(attempt: AttemptFact): void {
    this.tell('ackLost', this.numberOf(attempt));
  }

  ackedLate(attempt: AttemptFact): void {
    this.tell('ackedLate', this.numberOf(attempt));
  }

  deadLettered({ key }: RequestFact, { index }: StepPlan): void {
    this.tell('deadLettered', key, index);
  }

  lost({ key }: RequestFact, { index }: StepPlan): void {
    this.tell('lost', key, index);
  }

  parked(change: number): void {
    this.tell('parked', change);
  }

  left(): void {
    // What is left at the end is found by whoever puts the journals together.
  }

  // Where a failure began, the others know.

  moved(invocation: Invocation): void {
    const { call, lastFailure } = invocation;
    const from = invocation.from === undefined ? 0 : this.numberOf(invocation.from);
    const { edge, request } = invocation;
    const number = call === undefined ? 0 : this.numberOf(call);
    this.tell('calls', from, request.key, edge.step.index, number, lastFailure?.origin ?? null);
  }

  goesOn({ from, request, edge }: Invocation): void {
    this.tell('goesOn', from === undefined ? 0 : this.numberOf(from), request.key, edge.step.index);
  }

  placeOf({ from, request, edge }: Invocation): number {
    const ticket = this.nextNumber();
    this.tell('ticket', ticket, from === undefined ? 0 : this.numberOf(from), request.key, edge.step.index);
    return ticket;
  }

  rowParked({ key }: RequestFact, { index }: StepPlan): void {
    this.tell('rowParked', key, index);
  }

  mostHeldFor(service: number): number {
    const ticket = this.nextNumber();
    this.tell('overload', ticket, service);
    return ticket;
  }
}

/** Only the service's own attempts know it. */
function hasLostItsPlace(attempt: AttemptFact): boolean {
  const { isDropped, state } = attempt as AttemptFact & Pick<Attempt, 'isDropped' | 'state'>;
  return isDropped || state === 'over';
}
