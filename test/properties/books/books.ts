import type { VirtualClock } from '../../../src/engine/virtual-clock.js';
import type { StepPlan } from '../../../src/plan/plan.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import type { Failed } from '../../../src/system/answer.js';
import type { AttemptFact, RequestFact } from '../../../src/system/facts.js';
import type { Mode } from '../../support/scenario.js';
import { Observed } from '../../support/timeline.js';
import { type Account, openAccount, type StepAccount } from './account.js';

/** Of times in milliseconds, that are sums and differences of some others. */
export const ROUNDING = 1e-6;

/** Who is at one service. */
export interface Presence {
  slots: Set<AttemptFact>;
  calls: Set<AttemptFact>;
  messages: Set<AttemptFact>;
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

/** Books of a run that are kept from the facts alone, apart from the measuring. */
export class Books extends Observed {
  readonly accounts = new Map<RequestFact, Account>();
  /** What looks into a database for work is nobody's request. */
  readonly polls = new Map<RequestFact, Account>();
  readonly presences: Presence[];
  /** What an idempotent step recognised was not drawn, and is left out. */
  readonly drawn: Drawn[] = [];
  /** Everything that happened. */
  readonly log: Event[] = [];
  /** Messages and attempts waiting, and most of them at once from the end of the warm-up on. */
  backlog = 0;
  peakBacklog = 0;
  /** Polls that waited for the database when the run was over. */
  pollsLeft = 0;
  private readonly givenUp = new Set<AttemptFact>();
  private readonly committedLate = new Set<AttemptFact>();
  private readonly unheard = new Set<AttemptFact>();
  /** Attempts that have ended, by the message or call that has brought them. */
  private readonly endedFor = new Map<AttemptFact['source'], AttemptFact[]>();
  /** Messages that a late acknowledgement has settled, and attempts that ended well after that. */
  private readonly settledLate = new Set<AttemptFact['source']>();
  private readonly vain = new Set<AttemptFact>();
  /** When the first request would have come that did not; `Infinity` while more may. */
  loadEnded = Infinity;

  constructor(it: Scenario, mode: Mode, clock: VirtualClock) {
    super(it, mode, clock);
    this.presences = this.plan.services.map(() => ({
      slots: new Set(),
      calls: new Set(),
      messages: new Set(),
      peakWaiting: 0,
    }));
  }

  override begun(request: RequestFact): void {
    this.accounts.set(request, openAccount(request, this.stepCount));
    this.write('begun', request);
    super.begun(request);
  }

  override loadEnds(at: number): void {
    this.loadEnded = at;
    super.loadEnds(at);
  }

  override responded(request: RequestFact, origin?: number): void {
    const { response } = request;
    this.write(`answered ${response}`, request);
    Object.assign(this.accountOf(request), { response, respondedAt: this.clock.now, origin });
    super.responded(request, origin);
  }

  override completed(request: RequestFact): void {
    this.write('completed', request);
    this.accountOf(request).completedAt = this.clock.now;
    super.completed(request);
  }

  override ended(request: RequestFact): void {
    this.accountOf(request).hasEnded = true;
    super.ended(request);
  }

  override reached(attempt: AttemptFact): void {
    if (isPoll(attempt)) this.polls.set(attempt.request, openAccount(attempt.request, this.stepCount));
    this.write('reached', attempt.request, attempt.step);
    this.stepOf(attempt).reached += 1;
    super.reached(attempt);
  }

  override waits(attempt: AttemptFact): void {
    this.write('waits', attempt.request, attempt.step);
    this.queueOf(attempt).add(attempt);
    this.stepOf(attempt).here += 1;
    this.waitingChanged(attempt, 1);
    super.waits(attempt);
  }

  override waited(attempt: AttemptFact): void {
    this.write('waited', attempt.request, attempt.step);
    this.queueOf(attempt).delete(attempt);
    this.stepOf(attempt).here -= 1;
    this.waitingChanged(attempt, -1);
    super.waited(attempt);
  }

  override started(attempt: AttemptFact): void {
    this.write('started', attempt.request, attempt.step);
    this.presenceOf(attempt).slots.add(attempt);
    this.stepOf(attempt).here += 1;
    const { step, request, number, workTime, fate } = attempt;
    if (!step.idempotent || this.stepOf(attempt).effects === 0)
      this.drawn.push({ step: step.name, key: request.key, number, workTime, fate: fate.state });
    super.started(attempt);
  }

  override released(attempt: AttemptFact): void {
    this.write('released', attempt.request, attempt.step);
    this.presenceOf(attempt).slots.delete(attempt);
    this.stepOf(attempt).here -= 1;
    if (attempt.fate.state === 'declined' && this.hasWorked(attempt)) this.stepOf(attempt).saidNo += 1;
    this.endedFor.set(attempt.source, [...(this.endedFor.get(attempt.source) ?? []), attempt]);
    const isHeard = !this.givenUp.has(attempt) && !this.unheard.has(attempt);
    if (this.settledLate.has(attempt.source) && isHeard) this.inVain(attempt, 1);
    super.released(attempt);
  }

  override succeeded(attempt: AttemptFact): void {
    this.write('succeeded', attempt.request, attempt.step);
    super.succeeded(attempt);
  }

  override duplicate(attempt: AttemptFact): void {
    this.write('duplicate', attempt.request, attempt.step);
    this.stepOf(attempt).duplicates += 1;
    this.committed(attempt);
    super.duplicate(attempt);
  }

  override effect(attempt: AttemptFact, first: boolean): void {
    this.write('effect', attempt.request, attempt.step);
    this.stepOf(attempt).effects += 1;
    this.committed(attempt);
    super.effect(attempt, first);
  }

  override failed(request: RequestFact, step: StepPlan, failure: Failed, attempt?: AttemptFact): void {
    this.write(`failed: ${failure.cause} ${failure.origin}`, request, step);
    this.stepOf({ request, step }).failed += 1;
    if (attempt === undefined) this.stepOf({ request, step }).failedOnTheWay += 1;
    else {
      this.givenUp.add(attempt);
      this.inVain(attempt, -1);
    }
    super.failed(request, step, failure, attempt);
  }

  override declined(request: RequestFact, step: StepPlan, attempt?: AttemptFact): void {
    this.write('declined', request, step);
    this.stepOf({ request, step }).declined += 1;
    if (attempt !== undefined) this.committed(attempt);
    super.declined(request, step, attempt);
  }

  override copied(request: RequestFact, step: StepPlan): void {
    this.write('copied', request, step);
    this.stepOf({ request, step }).copies += 1;
    super.copied(request, step);
  }

  override outOfOrder(attempt: AttemptFact): void {
    this.write('out of order', attempt.request, attempt.step);
    this.stepOf(attempt).outOfOrder += 1;
    super.outOfOrder(attempt);
  }

  override ackLost(attempt: AttemptFact): void {
    this.write('ack lost', attempt.request, attempt.step);
    this.stepOf(attempt).lostAcks += 1;
    this.unheard.add(attempt);
    if (this.givenUp.has(attempt)) this.stepOf(attempt).lostAcksOfLate += 1;
    this.inVain(attempt, -1);
    super.ackLost(attempt);
  }

  override ackedLate(attempt: AttemptFact): void {
    this.write('acked late', attempt.request, attempt.step);
    this.stepOf(attempt).ackedLate += 1;
    this.settledLate.add(attempt.source);
    // Their acknowledgements are still on their way, if they are not lost.
    for (const other of this.endedFor.get(attempt.source) ?? []) {
      if (!this.givenUp.has(other) && !this.unheard.has(other)) this.inVain(other, 1);
    }
    super.ackedLate(attempt);
  }

  override deadLettered(request: RequestFact, step: StepPlan): void {
    this.write('deadLettered', request, step);
    this.stepOf({ request, step }).deadLettered += 1;
    super.deadLettered(request, step);
  }

  override lost(request: RequestFact, step: StepPlan): void {
    this.write('lost', request, step);
    this.stepOf({ request, step }).lost += 1;
    super.lost(request, step);
  }

  override parked(change: number): void {
    this.backlogChanged(change);
    super.parked(change);
  }

  override left(attempt: AttemptFact, waiting: boolean): void {
    if (waiting) this.waitingChanged(attempt, 0);
    if (waiting && isPoll(attempt)) this.pollsLeft += 1;
    (waiting ? this.queueOf(attempt) : this.presenceOf(attempt).slots).delete(attempt);
    super.left(attempt, waiting);
  }

  /** The run is over: what has waited all the while counts, too. */
  close(): void {
    this.backlogChanged(0);
  }

  /** Its work came to its end, and was not cut short by a crash or by whoever had waited for it. */
  protected hasWorked({ startedAt, workedAt, workTime }: AttemptFact): boolean {
    return workedAt < Infinity && workedAt - startedAt >= workTime - ROUNDING;
  }

  protected presenceOf(attempt: AttemptFact): Presence {
    return this.presences[attempt.step.service.index]!;
  }

  protected queueOf(attempt: AttemptFact): Set<AttemptFact> {
    const { messages, calls } = this.presenceOf(attempt);
    return attempt.isMessage ? messages : calls;
  }

  protected stepOf({ request, step }: Pick<AttemptFact, 'request' | 'step'>): StepAccount {
    return this.accountOf(request).steps[step.index]!;
  }

  protected accountOf(request: RequestFact): Account {
    const account = this.accounts.get(request) ?? this.polls.get(request);
    if (account === undefined) throw new Error('a request of which nobody has heard');
    return account;
  }

  private get stepCount(): number {
    const { steps, sharing } = this.plan;
    return steps.length + (sharing?.queries.length ?? 0);
  }

  protected write(what: string, request: RequestFact, step?: StepPlan): void {
    this.log.push({ at: this.clock.now, what, step: step?.name ?? '', key: request.key });
  }

  /** What has failed for its claim had run out may be in time with its commit. */
  private committed(attempt: AttemptFact): void {
    if (!this.givenUp.has(attempt) || this.committedLate.has(attempt)) return;
    this.committedLate.add(attempt);
    this.stepOf(attempt).committedLate += 1;
  }

  /** An attempt has ended for a message that is settled; or it has not ended well, as is told after that. */
  private inVain(attempt: AttemptFact, change: 1 | -1): void {
    const hasChanged =
      change === 1 ? this.vain.size !== this.vain.add(attempt).size : this.vain.delete(attempt);
    if (hasChanged) this.stepOf(attempt).inVain += change;
  }

  private waitingChanged(attempt: AttemptFact, change: number): void {
    this.backlogChanged(change);
    const presence = this.presenceOf(attempt);
    const now = presence.calls.size + presence.messages.size;
    if (this.isWarm) presence.peakWaiting = Math.max(presence.peakWaiting, now, now - change);
  }

  private backlogChanged(change: number): void {
    this.backlog += change;
    if (this.isWarm) this.peakBacklog = Math.max(this.peakBacklog, this.backlog, this.backlog - change);
  }

  private get isWarm(): boolean {
    return this.clock.now >= this.plan.load.warmup;
  }
}

/** A query that no attempt waits for. */
function isPoll({ step, source }: AttemptFact): boolean {
  return step.service.name === 'database' && source.from === undefined;
}
