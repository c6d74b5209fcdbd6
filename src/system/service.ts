import type { Clock } from '../engine/clock.js';
import type { ServicePlan } from '../plan/plan.js';
import { type Answer, failed } from './answer.js';
import type { Attempt } from './attempt.js';
import type { Observer } from './carrier.js';
import type { Conditions } from './conditions.js';
import type { Facts } from './facts.js';
import { Queue } from './queue.js';
import { SlotHolders } from './slot-holders.js';
import type { StepStore } from './step-store.js';

/**
 * A simulated process: slots, and a waiting room for calls. Messages wait with their subscriptions, from which it takes
 * them when it has a free slot; it serves both in the order of their arrival.
 */
export class Service {
  /** Those that hold a slot. */
  readonly inService: Attempt[] = [];
  /** Known from the first call on that was turned away because all slots were taken. */
  holders: SlotHolders | undefined = undefined;
  private readonly calls = new Queue<Attempt>();
  /** Where messages for it wait, and how many there are in all. */
  private readonly inboxes: Queue<Attempt>[] = [];
  private messages = 0;
  private offers = 0;
  /** Work that stands still while the service hangs, and the milliseconds it still takes. */
  private readonly stopped = new Map<Attempt, number>();
  private readonly limits: number[] = [];
  private limit: number;
  private outages = 0;
  private hangs = 0;
  private busDown = false;
  /** Messages do not move while the service or the bus is down, or the service is frozen. Kept, for it is asked often. */
  private messagesHeld = false;
  private freezes = 0;
  /** Reasons why nothing that waits takes a slot. */
  private holds = 0;
  private readonly onUp: (() => void)[] = [];
  private readonly onAwake: (() => void)[] = [];
  /** What has come to it while it is frozen, in the order in which it came. */
  private readonly unseen: (() => void)[] = [];
  private readonly onFree: (() => void)[] = [];

  private readonly clock: Clock;
  private readonly facts: Facts;
  private readonly store: StepStore;
  private readonly observer: Observer | undefined;

  constructor(
    readonly plan: ServicePlan,
    world: { clock: Clock; facts: Facts; store: StepStore; observer?: Observer | undefined },
    private readonly conditions: Conditions,
    /** An effect is in place when the work is done; otherwise when somebody calls `commit`. */
    private readonly commitsItself: boolean,
  ) {
    this.clock = world.clock;
    this.facts = world.facts;
    this.store = world.store;
    this.observer = world.observer;
    this.limit = plan.concurrency;
  }

  get index(): number {
    return this.plan.index;
  }

  get isUp(): boolean {
    return this.outages === 0;
  }

  get isHung(): boolean {
    return this.hangs > 0;
  }

  get isFrozen(): boolean {
    return this.freezes > 0;
  }

  /** Slots for work that waits elsewhere and is fetched (in a table). */
  get freeSlots(): number {
    return this.isUp ? Math.max(0, this.limit - this.inService.length) : 0;
  }

  /** From now on it takes messages from this queue, too. */
  takeFrom(inbox: Queue<Attempt>): void {
    this.inboxes.push(inbox);
  }

  /** Would a message be taken at once? */
  get isFreeForMessages(): boolean {
    return this.hasFreeSlot && !this.messagesHeld && this.messages === 0;
  }

  /** Takes a call in: it gets a slot, or waits, or fails at once. */
  admit(attempt: Attempt): void {
    // The operating system has room for it, however many there are; of a process that is down it refuses it.
    if (this.isFrozen && this.isUp) {
      this.unseen.push(() => {
        this.admit(attempt);
      });
      return;
    }
    attempt.arrivedAt = this.clock.now;
    this.reach(attempt);
    // Messages that are held back do not stand in the way of a call.
    if (!this.isUp) {
      this.refuse(attempt, failed('injected', this.index));
    } else if (this.hasFreeSlot && (this.messagesHeld || this.messages === 0)) {
      this.start(attempt);
    } else if (this.calls.length < this.plan.queue) {
      this.calls.push(attempt);
      this.wait(attempt);
    } else {
      this.refuse(attempt, failed('overload', this.observer?.mostHeldFor(this.index) ?? this.mostHeldFor()));
    }
  }

  private mostHeldFor(): number {
    this.holders ??= new SlotHolders(this.index, this.inService);
    return this.holders.most();
  }

  /**
   * A message is there for it: it is taken at once, or waits in its inbox.
   *
   * @param isFirst it goes before all others that wait there
   */
  offer(attempt: Attempt, inbox: Queue<Attempt>, isFirst: boolean): void {
    attempt.arrivedAt = this.clock.now;
    if (this.isFreeForMessages) {
      this.start(attempt);
      return;
    }
    this.offers += 1;
    attempt.offerNumber = this.offers;
    this.messages += 1;
    if (isFirst) inbox.pushFirst(attempt);
    else inbox.push(attempt);
    this.wait(attempt);
  }

  /** Takes a message back that still waits in its inbox. */
  withdraw(attempt: Attempt, inbox: Queue<Attempt>): void {
    inbox.remove(attempt);
    this.messages -= 1;
    attempt.state = 'over';
    this.facts.waited(attempt);
  }

  /** Nothing that waits takes a slot until the action is over. */
  holdSlots(action: () => void): void {
    this.holds += 1;
    action();
    this.holds -= 1;
    this.fillSlots();
  }

  /** Gives a free slot to an attempt that has waited elsewhere. */
  begin(attempt: Attempt): void {
    this.start(attempt);
  }

  /** The attempt's own work is done: its effect is in place, its slot still taken. */
  workDone(attempt: Attempt): void {
    attempt.state = 'blocked';
    attempt.workedAt = this.clock.now;
    if (attempt.fate.state === 'declined' && attempt.step.critical) attempt.request.declined = true;
    if (attempt.fate.state === 'done' && this.commitsItself) this.commit(attempt);
    attempt.source.worked(attempt, attempt.fate);
  }

  /** Puts the effect of an attempt in place. */
  commit(attempt: Attempt): void {
    const { request, step } = attempt;
    const isFirst = this.store.effectsOf(step, request) === 0;
    if (!isFirst) {
      this.facts.duplicate(attempt);
      attempt.repeated = step.idempotent;
      if (step.idempotent) return;
    }
    this.store.addEffect(step, request);
    this.facts.effect(attempt, isFirst);
    if (!isFirst || !step.critical) return;
    request.stepsLeft -= 1;
    if (request.stepsLeft > 0) return;
    request.completed = true;
    request.completedAt = this.clock.now;
    this.facts.completed(request);
  }

  /** The attempt answers, and gives its slot back. */
  release(attempt: Attempt, answer: Answer): void {
    if (answer.state === 'done') this.facts.succeeded(attempt);
    this.giveBackSlot(attempt);
    this.fillSlots();
  }

  /** Ends an attempt for which nobody waits any more. */
  cancel(attempt: Attempt): void {
    if (this.isFrozen) {
      this.unseen.push(() => {
        this.cancel(attempt);
      });
      return;
    }
    if (attempt.state === 'over' || attempt.state === 'new') return;
    const before = attempt.state;
    this.drop(attempt);
    for (const pending of [...attempt.pending]) pending.cancel();
    attempt.source.dropped(attempt, failed('inherited', this.index), before);
    if (before !== 'waiting') this.fillSlots();
  }

  // Faults.

  beginOutage(): void {
    this.outages += 1;
    this.holdMessages();
  }

  endOutage(): void {
    this.outages -= 1;
    this.holdMessages();
    if (!this.isUp) return;
    for (const wake of this.onUp.splice(0)) wake();
    this.fillSlots();
  }

  /** What waits in the service and what it works on is lost, and its callers see it at once. */
  crash(): void {
    const answer = failed('injected', this.index);
    for (const attempt of [...this.inService, ...this.calls]) {
      const before = attempt.state;
      // What one of them is told may have ended another.
      if (before === 'over') continue;
      this.drop(attempt);
      attempt.source.dropped(attempt, answer, before);
    }
    // Nobody will see what came while it was frozen: connections are reset.
    for (const see of this.unseen.splice(0)) see();
  }

  beginHang(): void {
    this.hangs += 1;
    if (this.hangs > 1) return;
    for (const attempt of this.inService) {
      if (attempt.state !== 'working') continue;
      this.stopped.set(attempt, this.clock.left(attempt));
      this.clock.clear(attempt);
    }
  }

  endHang(): void {
    this.hangs -= 1;
    if (this.isHung) return;
    for (const attempt of this.inService) {
      const left = this.stopped.get(attempt);
      if (left !== undefined) this.clock.set(attempt, left);
    }
    this.stopped.clear();
    for (const wake of this.onAwake.splice(0)) this.clock.soon(wake);
  }

  /** It hangs, and neither takes anything in nor turns anything away. */
  beginFreeze(): void {
    this.freezes += 1;
    this.holdMessages();
    if (this.freezes === 1) this.holds += 1;
    this.beginHang();
  }

  /** It sees all at once what has come meanwhile: what is more than its queue takes is turned away now. */
  endFreeze(): void {
    this.freezes -= 1;
    this.holdMessages();
    this.endHang();
    if (this.isFrozen) return;
    this.holds -= 1;
    for (const see of this.unseen.splice(0)) this.clock.soon(see);
    this.clock.soon(() => {
      this.fillSlots();
    });
  }

  /** Leaves it so many slots at most, until `removeLimit`; taken ones are given back first. */
  addLimit(slots: number): void {
    this.limits.push(slots);
    this.limit = Math.min(this.plan.concurrency, ...this.limits);
  }

  removeLimit(slots: number): void {
    this.limits.splice(this.limits.indexOf(slots), 1);
    this.limit = Math.min(this.plan.concurrency, ...this.limits);
    this.fillSlots();
  }

  /** While the bus is down no message is delivered. */
  setBusDown(down: boolean): void {
    this.busDown = down;
    this.holdMessages();
    this.fillSlots();
  }

  whenUp(wake: () => void): void {
    if (this.isUp) wake();
    else this.onUp.push(wake);
  }

  whenAwake(wake: () => void): void {
    if (this.isFrozen) {
      this.whenThawed(() => {
        this.whenAwake(wake);
      });
    } else if (this.isHung) {
      this.onAwake.push(wake);
    } else {
      wake();
    }
  }

  /** What comes to the process, or is its own to do, in its turn. */
  whenThawed(see: () => void): void {
    if (this.isFrozen) this.unseen.push(see);
    else see();
  }

  /** Wakes when a slot is free and nothing in here waits for it. */
  whenFree(wake: () => void): void {
    this.onFree.push(wake);
  }

  /** Tells of everything that is still here when the run is over. */
  close(): void {
    for (const attempt of this.inService) this.facts.left(attempt, false);
    for (const attempt of this.calls) this.facts.left(attempt, true);
    const messages = this.inboxes.flatMap((inbox) => [...inbox]);
    for (const attempt of messages.sort((a, b) => a.offerNumber - b.offerNumber))
      this.facts.left(attempt, true);
  }

  private get hasFreeSlot(): boolean {
    return this.inService.length < this.limit && this.calls.length === 0;
  }

  private holdMessages(): void {
    this.messagesHeld = this.busDown || !this.isUp || this.isFrozen;
  }

  private reach(attempt: Attempt): void {
    attempt.number = this.store.countAttempt(attempt.step, attempt.request);
    this.facts.reached(attempt);
  }

  private wait(attempt: Attempt): void {
    attempt.state = 'waiting';
    attempt.queued = true;
    this.facts.waits(attempt);
    this.fillSlots();
  }

  private refuse(attempt: Attempt, answer: Answer): void {
    attempt.state = 'over';
    attempt.source.worked(attempt, answer);
  }

  private fillSlots(): void {
    if (this.holds > 0) return;
    while (this.inService.length < this.limit && this.calls.length + this.messages > 0) {
      const attempt = this.nextToStart();
      if (attempt === undefined) return;
      this.facts.waited(attempt);
      this.start(attempt);
    }
    if (this.onFree.length > 0 && this.inService.length < this.limit) {
      for (const wake of this.onFree.splice(0)) wake();
    }
  }

  /** Whoever has waited longest. */
  private nextToStart(): Attempt | undefined {
    const inbox = this.messages === 0 || this.messagesHeld ? undefined : this.nextInbox();
    const message = inbox?.first;
    const call = this.calls.first;
    if (message === undefined || (call !== undefined && call.arrivedAt <= message.arrivedAt))
      return this.calls.shift();
    this.messages -= 1;
    return inbox?.shift();
  }

  private nextInbox(): Queue<Attempt> | undefined {
    let next: Queue<Attempt> | undefined;
    for (const inbox of this.inboxes) {
      const { first } = inbox;
      if (first !== undefined && first.offerNumber <= (next?.first?.offerNumber ?? Infinity)) next = inbox;
    }
    return next;
  }

  private start(attempt: Attempt): void {
    if (attempt.isMessage) this.reach(attempt);
    attempt.state = 'working';
    attempt.startedAt = this.clock.now;
    attempt.slot = this.inService.length;
    this.inService[attempt.slot] = attempt;
    this.holders?.taken(attempt);
    const { step, request } = attempt;
    const isKnown = step.idempotent && this.store.effectsOf(step, request) > 0;
    this.conditions.assignOutcome(attempt, this.clock.now, isKnown);
    this.facts.started(attempt);
    if (this.isHung) this.stopped.set(attempt, attempt.workTime);
    else this.clock.set(attempt, attempt.workTime);
    attempt.source.started(attempt);
  }

  /** Takes an attempt out of wherever it is: a queue, its work, its slot. */
  private drop(attempt: Attempt): void {
    attempt.isDropped = true;
    if (attempt.state === 'waiting') {
      this.calls.remove(attempt);
      this.facts.waited(attempt);
      attempt.state = 'over';
      attempt.moved();
      return;
    }
    if (attempt.state === 'working') {
      this.clock.clear(attempt);
      this.stopped.delete(attempt);
      attempt.workedAt = this.clock.now;
    }
    this.giveBackSlot(attempt);
  }

  private giveBackSlot(attempt: Attempt): void {
    attempt.state = 'over';
    const last = this.inService.pop();
    if (last !== undefined && last !== attempt) {
      this.inService[attempt.slot] = last;
      last.slot = attempt.slot;
    }
    attempt.moved();
    this.holders?.released(attempt);
    this.facts.released(attempt);
  }
}
