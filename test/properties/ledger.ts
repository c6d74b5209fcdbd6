import type { RunMeasurements } from '../../src/measure/measurements.js';
import { runMode } from '../../src/modes/simulate.js';
import { makePlan, type FaultPlan, type Plan, type ServicePlan, type StepPlan } from '../../src/plan/plan.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { Failed } from '../../src/system/answer.js';
import type { Attempt, Bringer } from '../../src/system/attempt.js';
import type { Request, Told } from '../../src/system/request.js';
import { Message } from '../../src/system/subscription.js';
import type { Mode } from '../support/scenario.js';
import { Observed } from '../support/timeline.js';

/** What has been told of one request. */
export interface Account {
  counted: boolean;
  begunAt: number;
  told: Told;
  toldAt: number;
  origin: number | undefined;
  completedAt: number | undefined;
  hasEnded: boolean;
  /** By step. */
  steps: StepAccount[];
}

export interface StepAccount {
  reached: number;
  /** Attempts that have arrived and are neither over nor answered. */
  here: number;
  effects: number;
  duplicates: number;
  failed: number;
  declined: number;
  deadLettered: number;
  lost: number;
}

/** What has been told of one service. */
interface Presence {
  slots: Set<Attempt>;
  calls: Set<Attempt>;
  messages: Set<Attempt>;
  /** From the end of the warm-up on. */
  peakWaiting: number;
}

/** What was drawn for one attempt, as it was decided when it took its slot. */
export interface Drawn {
  step: string;
  key: number;
  number: number;
  workTime: number;
  fate: string;
}

/** Something that happened. */
interface Event {
  at: number;
  what: string;
  step: string;
  key: number;
}

/**
 * Books of its own, kept from the facts alone, and what it found wrong while it kept them: things that must not happen at
 * any moment. What must hold when the run is over is in `invariants.ts`.
 */
class Ledger extends Observed {
  readonly problems: string[] = [];
  readonly accounts = new Map<Request, Account>();
  readonly presences: Presence[];
  /** What an idempotent step recognised was not drawn, and is left out. */
  readonly drawn: Drawn[] = [];
  /** Everything that happened. */
  readonly log: Event[] = [];
  /** Messages and attempts waiting, and most of them at once from the end of the warm-up on. */
  backlog = 0;
  peakBacklog = 0;
  private readonly plan: Plan;
  /** Calls and messages that have brought an attempt to its slot. */
  private readonly brought = new Set<Bringer>();
  /** Where somebody may wait though a slot is free. */
  private readonly idle: { service: ServicePlan; mayLoseSlots: boolean; mayHoldMessages: boolean }[];
  private lastTime = 0;

  constructor(it: Scenario) {
    super(it);
    this.plan = makePlan(it);
    this.presences = this.plan.services.map(() => ({
      slots: new Set(),
      calls: new Set(),
      messages: new Set(),
      peakWaiting: 0,
    }));
    this.idle = this.plan.services.map((service) => {
      const disturbed = (...kinds: FaultPlan['kind'][]): boolean =>
        this.plan.faults.some(
          (fault) => kinds.includes(fault.kind) && [service.name, 'bus'].includes(fault.service),
        );
      return {
        service,
        mayLoseSlots: disturbed('slots'),
        mayHoldMessages: disturbed('outage', 'crash', 'random-outages'),
      };
    });
  }

  override begun(request: Request): void {
    this.write('begun', request);
    if (this.accounts.has(request)) this.complain('a request has begun twice');
    const { counted, begunAt } = request;
    this.accounts.set(request, {
      counted,
      begunAt,
      told: 'nothing',
      toldAt: 0,
      origin: undefined,
      completedAt: undefined,
      hasEnded: false,
      steps: this.plan.steps.map(() => ({
        reached: 0,
        here: 0,
        effects: 0,
        duplicates: 0,
        failed: 0,
        declined: 0,
        deadLettered: 0,
        lost: 0,
      })),
    });
    super.begun(request);
  }

  override told(request: Request, told: Exclude<Told, 'nothing'>, origin?: number): void {
    this.write(`told ${told}`, request);
    const account = this.accountOf(request);
    if (account.told !== 'nothing') this.complain(`a caller was told ${account.told}, then ${told}`);
    account.told = told;
    account.toldAt = this.clock.now;
    account.origin = origin;
    super.told(request, told, origin);
  }

  override completed(request: Request): void {
    this.write('completed', request);
    const account = this.accountOf(request);
    if (account.completedAt !== undefined) this.complain('a request was completed twice');
    account.completedAt = this.clock.now;
    super.completed(request);
  }

  override ended(request: Request): void {
    const account = this.accountOf(request);
    if (account.told === 'nothing') this.complain('a request has ended before its caller had an answer');
    if (account.steps.some(({ here }) => here > 0))
      this.complain('a request has ended with attempts at work');
    account.hasEnded = true;
    super.ended(request);
  }

  override reached(attempt: Attempt): void {
    this.write('reached', attempt.request, attempt.step);
    this.step(attempt).reached += 1;
    super.reached(attempt);
  }

  override waits(attempt: Attempt): void {
    this.write('waits', attempt.request, attempt.step);
    this.checkAdmitted(attempt);
    const { calls, messages, slots } = this.presence(attempt);
    if (calls.has(attempt) || messages.has(attempt) || slots.has(attempt))
      this.complain('it waits twice', attempt);
    if (!attempt.isMessage && calls.size >= attempt.service.plan.queue)
      this.complain('the queue was full', attempt);
    if (attempt.broughtBy instanceof Message && attempt.broughtBy.deliveries === 0)
      this.checkCapacity(attempt);
    (attempt.isMessage ? messages : calls).add(attempt);
    this.step(attempt).here += 1;
    this.waitingChanged(attempt, 1);
    super.waits(attempt);
  }

  override waited(attempt: Attempt): void {
    this.write('waited', attempt.request, attempt.step);
    const { calls, messages } = this.presence(attempt);
    const queue = attempt.isMessage ? messages : calls;
    if (!queue.delete(attempt)) this.complain('it did not wait', attempt);
    this.step(attempt).here -= 1;
    this.waitingChanged(attempt, -1);
    super.waited(attempt);
  }

  override started(attempt: Attempt): void {
    this.write('started', attempt.request, attempt.step);
    const { slots, calls, messages } = this.presence(attempt);
    const account = this.accountOf(attempt.request);
    this.checkAdmitted(attempt);
    if (attempt.isMessage && this.isInside(attempt, ['outage', 'crash'], this.clock.now))
      this.complain('its service is down', attempt);
    if (attempt.isMessage && this.isInside('bus', ['outage'], this.clock.now))
      this.complain('the bus is down', attempt);
    if (!attempt.isMessage) this.checkSurvival(attempt, attempt.arrivedAt);
    // Sets are in the order in which things were put in.
    const [longest] = attempt.isMessage ? messages : calls;
    if (longest !== undefined && longest.arrivedAt < attempt.arrivedAt)
      this.complain('it has overtaken another one', attempt);
    if (attempt.step.inputs.some((input) => account.steps[input]?.effects === 0))
      this.complain('what it waits for has not been done', attempt);
    if (slots.has(attempt)) this.complain('it has two slots', attempt);
    slots.add(attempt);
    this.step(attempt).here += 1;
    if (slots.size > this.slotsAt(attempt.service.plan, this.clock.now))
      this.complain('there was no slot', attempt);
    this.brought.add(attempt.broughtBy);
    this.note(attempt);
    super.started(attempt);
  }

  override released(attempt: Attempt): void {
    this.write('released', attempt.request, attempt.step);
    if (!this.presence(attempt).slots.delete(attempt)) this.complain('it gave back no slot', attempt);
    this.step(attempt).here -= 1;
    super.released(attempt);
  }

  override succeeded(attempt: Attempt): void {
    this.write('succeeded', attempt.request, attempt.step);
    super.succeeded(attempt);
  }

  override duplicate(attempt: Attempt): void {
    this.write('duplicate', attempt.request, attempt.step);
    if (this.step(attempt).effects === 0) this.complain('it is no duplicate', attempt);
    this.step(attempt).duplicates += 1;
    super.duplicate(attempt);
  }

  override effect(attempt: Attempt, first: boolean): void {
    this.write('effect', attempt.request, attempt.step);
    const account = this.step(attempt);
    if (first !== (account.effects === 0)) this.complain('first or not, it was said wrongly', attempt);
    if (!this.presence(attempt).slots.has(attempt)) this.complain('an effect without an attempt', attempt);
    if (this.isInside(attempt, ['hang', 'crash'], this.clock.now))
      this.complain('its service does not work', attempt);
    this.checkSurvival(attempt, attempt.startedAt);
    const worked = this.clock.now - attempt.startedAt - this.hungBetween(attempt, this.clock.now);
    if (Math.abs(worked - attempt.workTime) > ROUNDING && !this.mayHangAtRandom(attempt))
      this.complain(`it has worked for ${worked} ms of ${attempt.workTime}`, attempt);
    account.effects += 1;
    super.effect(attempt, first);
  }

  override failed(request: Request, step: StepPlan, failure: Failed): void {
    this.write(`failed: ${failure.cause} ${failure.origin}`, request, step);
    this.stepOf(request, step).failed += 1;
    super.failed(request, step, failure);
  }

  override declined(request: Request, step: StepPlan): void {
    this.write('declined', request, step);
    this.stepOf(request, step).declined += 1;
    super.declined(request, step);
  }

  override deadLettered(request: Request, step: StepPlan): void {
    this.write('deadLettered', request, step);
    this.stepOf(request, step).deadLettered += 1;
    super.deadLettered(request, step);
  }

  override lost(request: Request, step: StepPlan): void {
    this.write('lost', request, step);
    this.stepOf(request, step).lost += 1;
    super.lost(request, step);
  }

  override kept(change: number): void {
    this.backlogChanged(change);
    super.kept(change);
  }

  override left(attempt: Attempt, waiting: boolean): void {
    if (waiting) this.waitingChanged(attempt, 0);
    const { slots, calls, messages } = this.presence(attempt);
    const where = !waiting ? slots : attempt.isMessage ? messages : calls;
    if (!where.delete(attempt)) this.complain('it was not left there', attempt);
    super.left(attempt, waiting);
  }

  /** The run is over: what has waited all the while counts, too. */
  close(): void {
    this.backlogChanged(0);
  }

  // What must hold at a moment.

  /** A call that comes while its service is down is refused; it neither waits nor works. */
  private checkAdmitted(attempt: Attempt): void {
    if (!attempt.isMessage && this.isInside(attempt, ['outage', 'crash'], attempt.arrivedAt))
      this.complain('it came while its service was down', attempt);
  }

  /** For a new message; one that is delivered again has its place. */
  private checkCapacity(attempt: Attempt): void {
    const { capacity } = this.plan.bus;
    if (capacity === Infinity) return;
    const waiting = [...this.presence(attempt).messages].filter((other) => other.step === attempt.step);
    if (waiting.length >= capacity) this.complain("the subscription's queue was full", attempt);
  }

  /** Nobody waits while a slot is free: asked when time goes on, for a moment may have several parts. */
  private checkIdle(): void {
    for (const { service, mayLoseSlots, mayHoldMessages } of this.idle) {
      const { slots, calls, messages } = this.presences[service.index]!;
      if (slots.size >= service.concurrency || mayLoseSlots) continue;
      if (calls.size > 0) this.complain(`a call waits at ${service.name}, which has a free slot`);
      if (messages.size > 0 && !mayHoldMessages)
        this.complain(`a message waits at ${service.name}, which has a free slot`);
    }
  }

  /** Strictly inside: at the edges it depends on which of the two things at one moment comes first. */
  private isInside(where: Attempt | 'bus', kinds: FaultPlan['kind'][], time: number): boolean {
    const name = where === 'bus' ? where : where.service.plan.name;
    return this.plan.faults.some(
      (fault) =>
        kinds.includes(fault.kind) && fault.service === name && fault.at < time && time < fault.until,
    );
  }

  /** A crash takes everything with it that is in the service at that moment. */
  private checkSurvival(attempt: Attempt, since: number): void {
    const crash = this.plan.faults.find(
      (fault) =>
        fault.kind === 'crash' &&
        fault.service === attempt.service.plan.name &&
        since < fault.at &&
        fault.at < this.clock.now,
    );
    if (crash !== undefined) this.complain('it has survived a crash', attempt);
  }

  /** Milliseconds since it has its slot in which its service hung, by what the timetable says. */
  private hungBetween(attempt: Attempt, end: number): number {
    let hung = 0;
    let from = attempt.startedAt;
    const hangs = this.plan.faults.filter(
      (fault) => fault.kind === 'hang' && fault.service === attempt.service.plan.name,
    );
    for (const { at, until } of hangs.sort((a, b) => a.at - b.at)) {
      hung += Math.max(0, Math.min(until, end) - Math.max(at, from));
      from = Math.max(from, until);
    }
    return hung;
  }

  private mayHangAtRandom(attempt: Attempt): boolean {
    return this.plan.faults.some(
      (fault) =>
        fault.service === attempt.service.plan.name &&
        fault.kind === 'random-outages' &&
        fault.what === 'hang',
    );
  }

  private slotsAt(service: ServicePlan, time: number): number {
    const limits = this.plan.faults.flatMap((fault) =>
      fault.kind === 'slots' && fault.service === service.name && fault.at < time && time < fault.until
        ? [fault.concurrency]
        : [],
    );
    return Math.min(service.concurrency, ...limits);
  }

  // Books.

  private note(attempt: Attempt): void {
    const { step, request, number, workTime, fate } = attempt;
    if (step.idempotent && this.step(attempt).effects > 0) return;
    this.drawn.push({ step: step.name, key: request.key, number, workTime, fate: fate.state });
  }

  private waitingChanged(attempt: Attempt, change: number): void {
    this.backlogChanged(change);
    const presence = this.presence(attempt);
    const now = presence.calls.size + presence.messages.size;
    if (this.isWarm) presence.peakWaiting = Math.max(presence.peakWaiting, now, now - change);
  }

  private backlogChanged(change: number): void {
    this.backlog += change;
    if (this.backlog < 0) this.complain('fewer than none wait');
    if (this.isWarm) this.peakBacklog = Math.max(this.peakBacklog, this.backlog, this.backlog - change);
  }

  private get isWarm(): boolean {
    return this.clock.now >= this.plan.load.warmup;
  }

  private presence(attempt: Attempt): Presence {
    return this.presences[attempt.service.plan.index]!;
  }

  private step(attempt: Attempt): StepAccount {
    return this.stepOf(attempt.request, attempt.step);
  }

  private stepOf(request: Request, step: StepPlan): StepAccount {
    return this.accountOf(request).steps[step.index]!;
  }

  private accountOf(request: Request): Account {
    const account = this.accounts.get(request);
    if (account === undefined) throw new Error('a request of which nobody has heard');
    return account;
  }

  private write(what: string, request: Request, step?: StepPlan): void {
    const { now } = this.clock;
    if (now > this.lastTime) this.checkIdle();
    if (now < this.lastTime) this.complain('time has gone back');
    this.lastTime = now;
    if (this.accounts.get(request)?.hasEnded === true) this.complain(`${what}, and its request had ended`);
    this.log.push({ at: now, what, step: step?.name ?? '', key: request.key });
  }

  private complain(what: string, attempt?: Attempt): void {
    const whose = attempt === undefined ? '' : `, at ${attempt.step.name} for request ${attempt.request.key}`;
    this.problems.push(`${this.clock.now} ms: ${what}${whose}`);
  }
}

/** Of times in milliseconds, that are sums and differences of some others. */
export const ROUNDING = 1e-6;

/** One run, as it was measured and as the books have it. */
export interface Run {
  scenario: Scenario;
  plan: Plan;
  mode: Mode;
  measured: RunMeasurements;
  ledger: Ledger;
}

/** Real milliseconds; a run that takes longer would never end. */
const PATIENCE = 10_000;

export async function keepBooks(scenario: Scenario, mode: Mode, faults = true): Promise<Run> {
  // The books of a control run know of no faults.
  const told = faults ? scenario : { ...scenario, faults: [] };
  const ledger = new Ledger(told);
  const plan = makePlan(told);
  const began = performance.now();
  const interrupted = (): boolean => performance.now() - began > PATIENCE;
  const reason = await runMode(plan, mode, ledger.clock, ledger, { faults: true, interrupted });
  ledger.close();
  return { scenario: told, plan, mode, measured: ledger.recorder.measurements(reason), ledger };
}
