import { belongs, type Plan, type ServicePlan, type StepPlan } from '../plan/plan.js';
import { type Answer, type Cause, DECLINED, DONE, failed } from '../system/answer.js';
import type { AttemptFact, Facts } from '../system/facts.js';
import { Request, type Response } from '../system/request.js';
import type { Line } from './journal.js';

/** Time as the journals tell it. */
export interface ReplayedClock {
  now: number;
}

/** One that waits for calls to others: an attempt, or the outer caller of a request. */
interface Waiting {
  /** By the callee's step: the call it waits for, and where the last failure began. */
  readonly calls: Map<number, { call: number; origin: number | undefined }>;
}

interface Attempted extends Waiting, AttemptFact {
  readonly id: number;
  /** The number of the call that has brought it; 0 for messages. */
  call: number;
  /** Where the last failure began that it has heard of. */
  failedBy: number | undefined;
  number: number;
  isMessage: boolean;
  arrivedAt: number;
  startedAt: number;
  workedAt: number;
  workTime: number;
  fate: Answer;
  queued: boolean;
  repeated: boolean;
  state: 'new' | 'waiting' | 'working' | 'over';
  request: Request;
}

/**
 * Puts the journals of all processes together and tells the facts of the run in the order in which they happened, as a
 * simulated run tells them: so every figure is computed by the same code. What no process can know by itself is found here:
 * when a request was completed, when nothing of it goes on any more, and in which service a call waited when it timed out.
 */
export class Replay {
  private readonly requests = new Map<number, Request>();
  /** Requests that have not begun yet. A process whose clock is behind by a little may tell of them before that. */
  private readonly beginnings = new Map<number, Line>();
  private readonly ended = new Set<Request>();
  private readonly callers = new Map<number, Waiting>();
  private readonly attempts = new Map<number, Attempted>();
  /** By the number of the call that has brought them. */
  private readonly byCall = new Map<number, Attempted>();
  /** By the number of a call that has failed because of another one, where that failure began. */
  private readonly answers = new Map<number, number>();
  /** Events that not all subscribers have had, and whether they wait in their publisher's outbox. */
  private readonly onTheirWay = new Map<string, { to: Set<number>; isParked: boolean }>();
  /** By ticket, the service that it stands for. */
  private readonly tickets = new Map<number, number>();
  /** How many lines have been told; and by request, the last one with which something more goes on for it. */
  private place = 0;
  private readonly lastOf = new Map<number, number>();
  /** Services that stand still now. */
  private readonly frozen = new Set<number>();
  /** Rows of the shared table, by request and step: those that wait until they may be claimed again, and who would work on one. */
  private readonly parkedRows = new Set<string>();
  private readonly offeredRows = new Map<string, number>();
  /** Services whose process was killed, until the next one takes messages. */
  private readonly away = new Set<number>();
  /** By request and step, messages that wait for such a process. */
  private readonly awaited = new Set<string>();

  constructor(
    private readonly plan: Plan,
    private readonly facts: Facts,
    private readonly clock: ReplayedClock,
  ) {}

  /** @param end when the run was over, in milliseconds */
  run(lines: readonly Line[], end: number): void {
    for (const line of lines) if (line[1] === 'begun') this.beginnings.set(line[2] as number, line);
    if (this.plan.sharing !== undefined) this.lookAhead(lines, end);
    for (const line of lines) {
      if (line[0] > end) break;
      this.place += 1;
      this.clock.now = Math.max(this.clock.now, line[0]);
      this.tell(line);
    }
    this.clock.now = Math.max(this.clock.now, end);
    for (const attempt of this.attempts.values()) {
      if (attempt.state === 'waiting') this.facts.left(attempt, true);
      else if (attempt.state === 'working') this.facts.left(attempt, false);
    }
  }

  /**
   * A transaction may begin in the database when its caller has gone, and whoever had asked for it: only who sees all that
   * is still to come knows that its request has not ended.
   */
  private lookAhead(lines: readonly Line[], end: number): void {
    let place = 0;
    for (const [at, kind, ...rest] of lines) {
      if (at > end) break;
      place += 1;
      const key = kind === 'reached' ? rest[1] : kind === 'rowIn' ? rest[0] : undefined;
      if (typeof key === 'number') this.lastOf.set(key, place);
    }
  }

  private tell([at, kind, ...rest]: Line): void {
    const n = rest as number[];
    const [a = 0, b = 0, c = 0, d = 0] = n;
    const { facts } = this;
    switch (kind) {
      case 'begun': {
        if (!this.beginnings.delete(a)) break;
        const request = new Request(this.plan, a, at, Boolean(b));
        for (const step of this.plan.steps)
          if (step.critical && step.joins !== undefined && belongs(step, at)) request.stepsLeft += 1;
        this.requests.set(a, request);
        this.callers.set(a, { calls: new Map() });
        facts.begun(request);
        break;
      }
      case 'loadEnds':
        facts.loadEnds(a);
        break;
      case 'responded': {
        const request = this.requestOf(a);
        request.response = rest[1] as Response;
        request.respondedAt = at;
        const origin = rest[2] as number | null;
        if (origin === null) facts.responded(request);
        else facts.responded(request, this.originOf(origin));
        this.close(request);
        break;
      }
      case 'reached': {
        if (n[5] === 0 && c >= this.plan.steps.length) this.beginPoll(a, b, c, n[7] ?? at, Boolean(n[8]));
        const attempt = this.attemptOf(a, b, c, Boolean(n[4]), Boolean(n[5]));
        attempt.number = d;
        attempt.call = n[5] ?? 0;
        if (attempt.call !== 0) this.byCall.set(attempt.call, attempt);
        attempt.arrivedAt = Math.min(n[6] ?? at, at);
        facts.reached(attempt);
        break;
      }
      case 'refused': {
        const request = this.requestOf(a);
        facts.reached(this.makeAttempt(0, request, this.stepOf(b), false));
        break;
      }
      case 'waits': {
        if (this.plan.sharing !== undefined && d !== 0) this.offerRow(b, c, a);
        const attempt = this.attemptOf(a, b, c, Boolean(d), false);
        attempt.state = 'waiting';
        attempt.queued = true;
        attempt.arrivedAt = at;
        facts.waits(attempt);
        break;
      }
      case 'waited': {
        const attempt = this.attempts.get(a);
        if (attempt === undefined) break;
        attempt.state = 'new';
        facts.waited(attempt);
        break;
      }
      case 'over':
        this.withAttempt(a, (attempt) => {
          this.forget(attempt);
        });
        break;
      case 'started': {
        const attempt = this.attempts.get(a);
        if (attempt === undefined) break;
        attempt.state = 'working';
        attempt.startedAt = at;
        attempt.workTime = b;
        attempt.fate = fateOf(rest[2] as Answer['state'], attempt.step.service);
        attempt.queued = Boolean(d);
        if (!attempt.queued) attempt.arrivedAt = at;
        facts.started(attempt);
        break;
      }
      case 'released': {
        const attempt = this.attempts.get(a);
        if (attempt === undefined) break;
        attempt.workedAt = rest[1] === null ? Infinity : b;
        attempt.workTime = c;
        this.release(attempt);
        break;
      }
      case 'succeeded':
        this.withAttempt(a, (attempt) => {
          attempt.failedBy = undefined;
          facts.succeeded(attempt);
        });
        break;
      case 'duplicate':
        this.withAttempt(a, (attempt) => {
          attempt.repeated = attempt.step.idempotent;
          facts.duplicate(attempt);
        });
        break;
      case 'effect':
        // A row may be committed when its worker has been killed: nobody knows its attempt any more.
        this.effect(this.attempts.get(a) ?? this.makeAttempt(a, this.requestOf(c), this.stepOf(d), true));
        break;
      case 'failed':
        facts.failed(
          this.attempts.get(n[4] ?? 0)?.request ?? this.requestOf(a, n[5], n[6]),
          this.stepOf(b),
          failed(rest[2] as Cause, this.originOf(d)),
          this.attempts.get(n[4] ?? 0),
        );
        break;
      case 'declined': {
        const request = this.requestOf(a);
        const step = this.stepOf(b);
        if (step.critical) request.declined = true;
        facts.declined(request, step, this.attempts.get(c));
        break;
      }
      case 'deadLettered': {
        const request = this.requestOf(a);
        request.deadLettered = true;
        facts.deadLettered(request, this.stepOf(b));
        break;
      }
      case 'lost': {
        const request = this.requestOf(a);
        request.lost = true;
        facts.lost(request, this.stepOf(b));
        break;
      }
      case 'ackedLate':
        this.withAttempt(a, (attempt) => {
          facts.ackedLate(attempt);
        });
        break;
      case 'ackLost':
        this.withAttempt(a, (attempt) => {
          facts.ackLost(attempt);
        });
        break;
      case 'ackForgotten':
        facts.ackLost(this.makeAttempt(0, this.requestOf(a), this.stepOf(b), true));
        break;
      case 'parked':
        facts.parked(a);
        break;
      case 'published': {
        const request = this.requestOf(a);
        const receivers = this.plan.steps.filter(
          (step) => step.inputs.includes(b) && belongs(step, request.begunAt),
        );
        request.open += receivers.length;
        this.onTheirWay.set(`${a} ${b} ${c}`, {
          to: new Set(receivers.map(({ index }) => index)),
          isParked: false,
        });
        for (const { index, service } of receivers) if (this.isAway(service.index)) this.await(a, index);
        break;
      }
      case 'outbox': {
        const event = this.onTheirWay.get(`${a} ${b} ${c}`);
        if (event === undefined || event.isParked) break;
        event.isParked = true;
        facts.parked(event.to.size);
        break;
      }
      case 'arrived': {
        this.away.delete(this.stepOf(b).service.index);
        if (this.awaited.delete(`${a} ${b}`)) facts.parked(-1);
        const name = `${a} ${c} ${d}`;
        const event = this.onTheirWay.get(name);
        if (event?.to.delete(b) !== true) break;
        if (event.isParked) facts.parked(-1);
        if (event.to.size === 0) this.onTheirWay.delete(name);
        break;
      }
      case 'settled':
        this.close(this.requestOf(a));
        break;
      case 'calls':
        this.waitingOf(a, b)?.calls.set(c, { call: d, origin: this.knownOrigin(rest[4] as number | null) });
        break;
      case 'goesOn': {
        const waits = this.waitingOf(a, b);
        const attempt = this.attempts.get(a);
        if (attempt !== undefined) attempt.failedBy = waits?.calls.get(c)?.origin ?? attempt.failedBy;
        waits?.calls.delete(c);
        break;
      }
      case 'ticket': {
        const waits = this.waitingOf(b, c)?.calls.get(d);
        this.tickets.set(
          a,
          waits === undefined
            ? this.stepOf(d).service.index
            : this.placeOf(waits, d, this.attempts.get(b)).service,
        );
        break;
      }
      case 'overload':
        this.tickets.set(a, this.mostHeldFor(b));
        break;
      case 'rowIn':
        this.requestOf(a).open += 1;
        break;
      case 'rowParked':
        this.parkRow(a, b);
        break;
      case 'rowOut':
        this.goOnWithRow(a, b);
        this.close(this.requestOf(a));
        break;
      case 'frozen':
        this.frozen.add(a);
        break;
      case 'thawed':
        this.frozen.delete(a);
        break;
      case 'killed':
        this.frozen.delete(a);
        this.away.add(a);
        for (const attempt of [...this.attempts.values()]) {
          if (attempt.step.service.index !== a) continue;
          // Rows stay where they are.
          if (this.plan.sharing !== undefined && attempt.isMessage && attempt.state === 'waiting') continue;
          if (attempt.state === 'waiting') facts.waited(attempt);
          if (attempt.state === 'working') {
            attempt.workedAt = Math.min(attempt.workedAt, at);
            // A caller hears it from its connection; of a delivery, nobody else tells.
            if (attempt.isMessage) {
              facts.failed(attempt.request, attempt.step, failed('injected', a), attempt);
              if (this.plan.sharing !== undefined) this.parkRow(attempt.request.key, attempt.step.index);
            }
            this.release(attempt);
          } else this.forget(attempt);
          if (attempt.isMessage && this.plan.sharing === undefined)
            this.await(attempt.request.key, attempt.step.index);
        }
        break;
      default:
        break;
    }
  }

  /** A step looks for work, for no request in particular. */
  private beginPoll(id: number, key: number, step: number, at: number, counted: boolean): void {
    const request = new Request(this.plan, key, at, counted);
    request.response = 'accepted';
    // It is nobody's request, and never ends as one.
    request.open += 1;
    this.attempts.set(id, this.makeAttempt(id, request, this.stepOf(step), false));
  }

  private parkRow(key: number, step: number): void {
    const name = `${key} ${step}`;
    if (this.parkedRows.has(name)) return;
    this.parkedRows.add(name);
    this.facts.parked(1);
  }

  private goOnWithRow(key: number, step: number): void {
    if (this.parkedRows.delete(`${key} ${step}`)) this.facts.parked(-1);
  }

  /** It may be claimed. Whoever had claimed it before may have been killed before its work began. */
  private offerRow(key: number, step: number, attempt: number): void {
    this.goOnWithRow(key, step);
    const name = `${key} ${step}`;
    const before = this.attempts.get(this.offeredRows.get(name) ?? 0);
    this.offeredRows.set(name, attempt);
    if (before?.state !== 'waiting') return;
    this.facts.waited(before);
    this.forget(before);
  }

  private isAway(service: number): boolean {
    return this.away.has(service) || this.frozen.has(service);
  }

  /** A message waits at the broker until the process of its step is there. */
  private await(key: number, step: number): void {
    const name = `${key} ${step}`;
    if (this.awaited.has(name)) return;
    this.awaited.add(name);
    this.facts.parked(1);
  }

  private effect(attempt: Attempted): void {
    const { request, step } = attempt;
    const before = request.effects[step.index] ?? 0;
    request.effects[step.index] = before + 1;
    this.facts.effect(attempt, before === 0);
    if (before > 0 || !step.critical) return;
    request.stepsLeft -= 1;
    if (request.stepsLeft > 0) return;
    request.completed = true;
    request.completedAt = this.clock.now;
    this.facts.completed(request);
  }

  private release(attempt: Attempted): void {
    this.facts.released(attempt);
    this.forget(attempt);
  }

  private forget(attempt: Attempted): void {
    if (attempt.state === 'over') return;
    attempt.state = 'over';
    this.attempts.delete(attempt.id);
    if (attempt.call !== 0) {
      this.byCall.delete(attempt.call);
      if (attempt.failedBy !== undefined) this.answers.set(attempt.call, attempt.failedBy);
    }
    this.close(attempt.request);
  }

  /** One thing less goes on for a request. */
  private close(request: Request): void {
    request.open -= 1;
    // A broker that has crashed may bring something again when all had ended.
    if (request.open > 0 || this.ended.has(request)) return;
    if (this.place < (this.lastOf.get(request.key) ?? 0)) return;
    this.ended.add(request);
    this.facts.ended(request);
  }

  private attemptOf(id: number, key: number, step: number, isMessage: boolean, isCall: boolean): Attempted {
    const known = this.attempts.get(id);
    if (known !== undefined) return known;
    const request = this.requestOf(key);
    const attempt = this.makeAttempt(id, request, this.stepOf(step), isMessage && !isCall);
    request.open += 1;
    this.attempts.set(id, attempt);
    return attempt;
  }

  private makeAttempt(id: number, request: Request, step: StepPlan, isMessage: boolean): Attempted {
    const { now } = this.clock;
    return {
      id,
      request,
      step,
      isMessage,
      calls: new Map(),
      call: 0,
      failedBy: undefined,
      number: 0,
      source: { from: undefined },
      queued: false,
      arrivedAt: now,
      startedAt: now,
      workedAt: Infinity,
      workTime: 0,
      fate: DONE,
      repeated: false,
      state: 'new',
    };
  }

  private withAttempt(id: number, action: (attempt: Attempted) => void): void {
    const attempt = this.attempts.get(id);
    if (attempt !== undefined) action(attempt);
  }

  private waitingOf(attempt: number, key: number): Waiting | undefined {
    return attempt === 0 ? this.callers.get(key) : this.attempts.get(attempt);
  }

  /** The deepest of the services where a call waits or works, as `system/whereabouts.ts` finds it where all is one process. */
  private placeOf(
    { call, origin }: { call: number; origin: number | undefined },
    step: number,
    from: Attempted | undefined,
  ): { service: number; depth: number } {
    const { service, depth } = this.stepOf(step);
    const attempt = this.byCall.get(call);
    if (call !== 0 && attempt !== undefined && attempt.state !== 'over') return this.whereabouts(attempt);
    if (from !== undefined && this.frozen.has(from.step.service.index)) return placeOf(from);
    // Its answer may be on its way when its caller gives up: where that failure began is where it waited until then.
    return { service: (call === 0 ? origin : this.answers.get(call)) ?? service.index, depth };
  }

  private whereabouts(attempt: Attempted): { service: number; depth: number } {
    let found: { service: number; depth: number } | undefined;
    for (const [step, waits] of attempt.calls) {
      const place = this.placeOf(waits, step, attempt);
      if (found === undefined || place.depth > found.depth) found = place;
    }
    return found ?? placeOf(attempt);
  }

  private mostHeldFor(service: number): number {
    const counts = new Map<number, number>();
    let most = service;
    for (const attempt of this.attempts.values()) {
      if (attempt.step.service.index !== service || attempt.state !== 'working') continue;
      const { service: holder } = this.whereabouts(attempt);
      const count = (counts.get(holder) ?? 0) + 1;
      counts.set(holder, count);
      if (count > (counts.get(most) ?? 0)) most = holder;
    }
    return most;
  }

  private knownOrigin(origin: number | null): number | undefined {
    return origin === null ? undefined : this.originOf(origin);
  }

  private originOf(origin: number): number {
    if (origin < this.plan.services.length) return origin;
    return this.tickets.get(origin) ?? this.plan.entry.service.index;
  }

  /** A poll's own, which nobody else has heard of, is made of what it tells of itself. */
  private requestOf(key: number, begunAt?: number, counted?: number): Request {
    const beginning = this.beginnings.get(key);
    if (beginning !== undefined) this.tell(beginning);
    const request = this.requests.get(key);
    if (request !== undefined) return request;
    if (begunAt === undefined) throw new RangeError(`no request ${key}`);
    return new Request(this.plan, key, begunAt, Boolean(counted));
  }

  private stepOf(index: number): StepPlan {
    const { steps, sharing } = this.plan;
    const step = steps[index] ?? sharing?.queries[index - steps.length];
    if (step === undefined) throw new RangeError(`no step ${index}`);
    return step;
  }
}

function placeOf({ step }: Attempted): { service: number; depth: number } {
  return { service: step.service.index, depth: step.depth };
}

function fateOf(state: Answer['state'], { index }: ServicePlan): Answer {
  if (state === 'declined') return DECLINED;
  return state === 'failed' ? failed('injected', index) : DONE;
}
