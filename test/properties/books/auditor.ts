import type { VirtualClock } from '../../../src/engine/virtual-clock.js';
import type { ServicePlan, StepPlan } from '../../../src/plan/plan.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import type { Mode } from '../../support/scenario.js';
import type { Attempt } from '../../../src/system/attempt.js';
import type { AttemptFact, RequestFact } from '../../../src/system/facts.js';
import { Books, ROUNDING } from './books.js';
import { Timetable } from './timetable.js';

/**
 * Looks on while the books are kept, and notes what must not happen at any moment. What must hold when the run is over is
 * in `invariants/`.
 */
export class Auditor extends Books {
  readonly problems: string[] = [];
  private readonly timetable: Timetable;
  /** Calls and messages that have brought an attempt to its slot. */
  private readonly brought = new Set<AttemptFact['source']>();
  /** Where somebody may wait though a slot is free. */
  private readonly idle: { service: ServicePlan; mayLoseSlots: boolean; mayHoldMessages: boolean }[];
  private readonly mayOvertake: boolean;
  private lastTime = 0;

  constructor(it: Scenario, mode: Mode, clock: VirtualClock) {
    super(it, mode, clock);
    this.timetable = new Timetable(this.plan.faults);
    this.mayOvertake = this.timetable.disturbs('bus', 'reorder');
    this.idle = this.plan.services.map((service) => ({
      service,
      mayLoseSlots: this.timetable.disturbs(service.name, 'slots', 'deploy'),
      // Rows wait until somebody looks.
      mayHoldMessages:
        this.plan.sharing !== undefined ||
        this.timetable.disturbs(service.name, 'outage', 'freeze', 'crash', 'random-outages'),
    }));
  }

  override begun(request: RequestFact): void {
    if (this.accounts.has(request)) this.complain('a request has begun twice');
    super.begun(request);
  }

  override responded(request: RequestFact, origin?: number): void {
    const before = this.accountOf(request).response;
    if (before !== 'none') this.complain(`a caller was answered ${before}, then ${request.response}`);
    super.responded(request, origin);
  }

  override completed(request: RequestFact): void {
    if (this.accountOf(request).completedAt !== undefined) this.complain('a request was completed twice');
    super.completed(request);
  }

  override ended(request: RequestFact): void {
    const { response, steps } = this.accountOf(request);
    if (response === 'none') this.complain('a request has ended before its caller had an answer');
    if (steps.some(({ here }) => here > 0)) this.complain('a request has ended with attempts at work');
    super.ended(request);
  }

  override waits(attempt: AttemptFact): void {
    const { slots } = this.presenceOf(attempt);
    const queue = this.queueOf(attempt);
    if (queue.has(attempt) || slots.has(attempt)) this.complain('it waits twice', attempt);
    if (attempt.isMessage) {
      if (!this.brought.has(attempt.source)) this.checkCapacity(attempt);
    } else {
      this.checkAdmitted(attempt);
      if (queue.size >= attempt.step.service.queue) this.complain('the queue was full', attempt);
    }
    super.waits(attempt);
  }

  override waited(attempt: AttemptFact): void {
    if (!this.queueOf(attempt).has(attempt)) this.complain('it did not wait', attempt);
    super.waited(attempt);
  }

  override started(attempt: AttemptFact): void {
    const { slots } = this.presenceOf(attempt);
    if (attempt.isMessage) {
      this.checkDelivered(attempt);
    } else {
      this.checkAdmitted(attempt);
      this.checkSurvival(attempt, attempt.arrivedAt);
    }
    // Sets are in the order in which things were put in. Each poller sees the rows of its own step.
    const longest = [...this.queueOf(attempt)].find(
      ({ step }) => this.plan.sharing === undefined || step === attempt.step,
    );
    if (longest !== undefined && longest.arrivedAt < attempt.arrivedAt && !this.mayOvertake)
      this.complain('it has overtaken another one', attempt);
    const { steps } = this.accountOf(attempt.request);
    if (attempt.step.inputs.some((input) => steps[input]?.effects === 0))
      this.complain('what it waits for has not been done', attempt);
    if (slots.has(attempt)) this.complain('it has two slots', attempt);
    if (slots.size >= this.timetable.slotsAt(attempt.step.service, this.clock.now))
      this.complain('there was no slot', attempt);
    this.brought.add(attempt.source);
    super.started(attempt);
  }

  override released(attempt: AttemptFact): void {
    if (!this.presenceOf(attempt).slots.has(attempt)) this.complain('it gave back no slot', attempt);
    super.released(attempt);
  }

  override duplicate(attempt: AttemptFact): void {
    if (this.stepOf(attempt).effects === 0) this.complain('it is no duplicate', attempt);
    super.duplicate(attempt);
  }

  override effect(attempt: AttemptFact, first: boolean): void {
    if (first !== (this.stepOf(attempt).effects === 0))
      this.complain('first or not, it was said wrongly', attempt);
    if (!this.presenceOf(attempt).slots.has(attempt)) this.complain('an effect without an attempt', attempt);
    this.checkWork(attempt);
    super.effect(attempt, first);
  }

  override parked(change: number): void {
    if (this.backlog + change < 0) this.complain('fewer than none wait');
    super.parked(change);
  }

  override left(attempt: AttemptFact, waiting: boolean): void {
    const where = waiting ? this.queueOf(attempt) : this.presenceOf(attempt).slots;
    if (!where.has(attempt)) this.complain('it was not left there', attempt);
    super.left(attempt, waiting);
  }

  /** It stands still while its service hangs or is frozen. */
  protected override hasWorked(attempt: AttemptFact): boolean {
    const { startedAt, workedAt, workTime, request } = attempt;
    const service = nameOf(attempt);
    // Nobody but the system knows when that was, nor which came first of its end and its caller's patience.
    const isAmbiguous =
      workTime <= ROUNDING || request.respondedAt === this.clock.now || this.isCutShort(attempt);
    if (isAmbiguous || this.timetable.hangsAtRandom(service)) return request.declined;
    const hung = this.timetable.hungBetween(service, startedAt, workedAt);
    return workedAt < Infinity && workedAt - startedAt - hung >= workTime - ROUNDING;
  }

  /** Its caller has withdrawn it at this moment, or a crash has ended it. */
  private isCutShort(attempt: AttemptFact): boolean {
    const { isDropped } = attempt as AttemptFact & Pick<Attempt, 'isDropped'>;
    return isDropped && attempt.workedAt === this.clock.now;
  }

  protected override write(what: string, request: RequestFact, step?: StepPlan): void {
    const { now } = this.clock;
    if (now > this.lastTime) this.checkIdle();
    if (now < this.lastTime) this.complain('time has gone back');
    this.lastTime = now;
    if (this.accountOf(request).hasEnded) this.complain(`${what}, and its request had ended`);
    super.write(what, request, step);
  }

  /** A call that comes while its service is down is refused; it neither waits nor works. */
  private checkAdmitted(attempt: AttemptFact): void {
    if (this.timetable.isInside(nameOf(attempt), ['outage', 'crash'], attempt.arrivedAt))
      this.complain('it came while its service was down', attempt);
    if (this.timetable.isInside(nameOf(attempt), ['freeze'], attempt.arrivedAt))
      this.complain('it was seen while its service was frozen', attempt);
  }

  /** For a new message; one that is delivered again has its place. */
  private checkCapacity(attempt: AttemptFact): void {
    const { capacity } = this.plan.bus;
    if (capacity === Infinity || this.plan.sharing !== undefined) return;
    // What is on its way over a faulty link has its place as well.
    if (this.timetable.disturbs(nameOf(attempt), 'network', 'partition')) return;
    const waiting = [...this.queueOf(attempt)].filter((other) => other.step === attempt.step);
    if (waiting.length >= capacity) this.complain("the subscription's queue was full", attempt);
  }

  /** Messages do not move while their service or the bus is down. */
  private checkDelivered(attempt: AttemptFact): void {
    const { now } = this.clock;
    if (this.timetable.isInside(nameOf(attempt), ['outage', 'crash'], now))
      this.complain('its service is down', attempt);
    if (this.timetable.isInside(nameOf(attempt), ['freeze'], now))
      this.complain('its service is frozen', attempt);
    if (this.plan.sharing === undefined && this.timetable.isInside('bus', ['outage', 'crash'], now))
      this.complain('the bus is down', attempt);
  }

  /** A crash takes everything with it that is in the service at that moment. */
  private checkSurvival(attempt: AttemptFact, since: number): void {
    if (this.timetable.crashedBetween(nameOf(attempt), since, this.clock.now))
      this.complain('it has survived a crash', attempt);
  }

  /** Its work takes as long as it was given, and stands still while its service hangs. */
  private checkWork(attempt: AttemptFact): void {
    // A database commits later what was worked then.
    const { startedAt, workedAt, workTime } = attempt;
    const service = nameOf(attempt);
    this.checkSurvival(attempt, startedAt);
    if (this.plan.sharing === undefined && workedAt !== this.clock.now)
      this.complain('its effect is late', attempt);
    if (this.timetable.isInside(service, ['hang', 'freeze', 'crash'], workedAt))
      this.complain('its service does not work', attempt);
    const worked = workedAt - startedAt - this.timetable.hungBetween(service, startedAt, workedAt);
    if (Math.abs(worked - workTime) > ROUNDING && !this.timetable.hangsAtRandom(service))
      this.complain(`it has worked for ${worked} ms of ${workTime}`, attempt);
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

  private complain(what: string, attempt?: AttemptFact): void {
    const whose = attempt === undefined ? '' : `, at ${attempt.step.name} for request ${attempt.request.key}`;
    this.problems.push(`${this.clock.now} ms: ${what}${whose}`);
  }
}

function nameOf(attempt: AttemptFact): string {
  return attempt.step.service.name;
}
