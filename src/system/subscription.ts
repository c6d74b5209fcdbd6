import { Callback } from '../engine/clock.js';
import type { Draws } from '../engine/luck.js';
import type { FaultPlan } from '../faults/effects.js';
import type { StepPlan } from '../plan/plan.js';
import { type Answer, failed } from './answer.js';
import { Attempt, type AttemptState } from './attempt.js';
import { backoffDelay } from './backoff.js';
import type { BusLink } from './bus-link.js';
import { Message } from './message.js';
import type { Serve } from './ports.js';
import { type PublicationOrder, publicationOrderOf } from './publication-order.js';
import { Queue } from './queue.js';
import type { Request } from './request.js';
import type { Service } from './service.js';
import type { World } from './world.js';

/** The place of an event where no order is kept. */
const NOWHERE = 0;

/** A message that found the queue full: it waits in the outbox of the service that publishes it. */
interface Overflowing {
  message: Message;
  publisher: Service;
}

/** One step's durable queue on the bus, and what is owed to what stands in it: delivery until it is acknowledged. */
export class Subscription {
  /** By the step that publishes. */
  private readonly latency: readonly (Draws | undefined)[];
  private readonly jitter: Draws;
  private readonly order: PublicationOrder | undefined;
  /** Deliveries that wait for the service, and messages that found this full and wait in their publishers' outboxes. */
  private readonly inbox = new Queue<Attempt>();
  private readonly overflow = new Queue<Overflowing>();
  /**
   * Messages that are delivered and not acknowledged, with the delivery of which the bus has heard nothing; kept only where
   * it may crash.
   */
  protected readonly out: Map<Message, Attempt | undefined> | undefined;
  protected readonly service: Service;
  /** Can the bus hear later than the work was to take? Otherwise an overrun is known from the start, and needs no timer. */
  private readonly mayBeLate: boolean;

  constructor(
    protected readonly world: World,
    protected readonly link: BusLink,
    readonly step: StepPlan,
    private readonly serve: Serve,
  ) {
    const { luck, faults, steps } = world.plan;
    this.service = world.serviceOf(step);
    this.service.takeFrom(this.inbox);
    this.latency = steps.map((from) =>
      step.inputs.includes(from.index) ? luck.draws('delivery', from.name, step.name) : undefined,
    );
    this.jitter = luck.draws('redelivery', step.name);
    this.order = publicationOrderOf(world.plan);
    this.mayBeLate = faults.some((fault) => isDelaying(fault, step));
    this.out = faults.some(isBusCrash) ? new Map() : undefined;
  }

  /** Where the next event stands in the order of publication, if that is kept. */
  nextPlace(): number {
    return this.order === undefined ? NOWHERE : this.order.publish();
  }

  /** The n-th event that `from` has published for a request sets out for here, as soon as the bus is there. */
  send(from: StepPlan, request: Request, number: number, place: number): void {
    if (!this.link.isDown) this.setOut(from, request, number, place);
    else if (this.world.plan.bus.outbox) this.setOutLater(from, request, number, place);
    else this.lose(request, place);
  }

  /** An event is here, or waits until the bus is back. */
  private reach(from: StepPlan, request: Request, place: number): void {
    if (this.link.isDown) this.arriveLater(from, request, place);
    else this.arrive(from, request, place);
  }

  /** A delivery has its slot. */
  begin(message: Message, attempt: Attempt): void {
    if (this.order?.deliver(message.place) === true) this.world.facts.outOfOrder(attempt);
    if (attempt.queued) this.makeRoom();
    const { ackWait } = this.world.plan.bus;
    message.deliveries += 1;
    this.out?.set(message, attempt);
    if (attempt.workTime >= ackWait || (this.mayBeLate && ackWait < Infinity)) this.expect(message, attempt);
    this.world.pin(attempt.request);
  }

  /**
   * The step's own work on a delivery is over. A worker that is late acknowledges what it has done before it takes the next
   * message, which may be the same one.
   */
  worked(attempt: Attempt, outcome: Answer): void {
    if (!attempt.isGivenUp || !this.world.plan.bus.acceptsLateAcks) {
      this.serve(attempt, outcome);
      return;
    }
    this.service.holdSlots(() => {
      this.serve(attempt, outcome);
    });
  }

  /** The step has answered, and the bus is to hear of it. */
  answered(message: Message, attempt: Attempt, answer: Answer): void {
    if (!attempt.isDropped) this.report(message, attempt, answer, false);
    this.world.unpin(attempt.request);
  }

  /** The service has crashed with the delivery in it: the bus sees that at once. */
  dropped(message: Message, attempt: Attempt, answer: Answer, before: AttemptState): void {
    this.report(message, attempt, answer, true);
    // An attempt that waits for the bus to have its event will still answer.
    if (before !== 'blocked') this.world.unpin(attempt.request);
  }

  /** The bus is to hear how a delivery ended. */
  protected report(message: Message, attempt: Attempt, answer: Answer, isCrashed: boolean): void {
    if (this.link.isDown) this.hearLater(message, attempt, answer, isCrashed);
    else this.hear(message, attempt, answer, isCrashed);
  }

  /**
   * From the slot taken, the bus waits for `ackWait`. Without an acknowledgement the message is delivered again at once,
   * while the old attempt works on.
   */
  protected expect(message: Message, attempt: Attempt): void {
    const { clock, facts, plan } = this.world;
    if (message.expiry !== undefined || plan.bus.ackWait === Infinity) return;
    if (attempt.isGivenUp || message.isSettled) return;
    message.expiry = new Callback(() => {
      message.expiry = undefined;
      attempt.isGivenUp = true;
      facts.failed(message.request, this.step, failed('timeout', this.step.service.index), attempt);
      if (!this.givesUp(message)) this.enqueue(message);
    });
    clock.setAt(message.expiry, Math.max(clock.now, attempt.startedAt + plan.bus.ackWait));
  }

  private setOutLater(from: StepPlan, request: Request, number: number, place: number): void {
    this.link.park(1, () => {
      const publisher = this.world.serviceOf(from);
      if (!publisher.isFrozen) {
        this.setOut(from, request, number, place);
        return;
      }
      this.world.facts.parked(1);
      publisher.whenThawed(() => {
        this.world.facts.parked(-1);
        this.send(from, request, number, place);
      });
    });
  }

  private arriveLater(from: StepPlan, request: Request, place: number): void {
    this.link.park(1, () => {
      this.arrive(from, request, place);
    });
  }

  private hearLater(message: Message, attempt: Attempt, answer: Answer, isCrashed: boolean): void {
    this.expect(message, attempt);
    this.link.parkAcknowledgement(() => {
      // Another delivery may have settled the message meanwhile, and its request may have ended.
      if (!message.isSettled) this.hear(message, attempt, answer, isCrashed);
    });
  }

  protected setOut(from: StepPlan, request: Request, number: number, place: number): void {
    if (this.world.plan.bus.deliveryLatency === undefined) this.arrive(from, request, place);
    else this.reachAfter(this.latencyOf(from, request, number), from, request, place);
  }

  /** Milliseconds that an event takes on the bus. */
  protected latencyOf(from: StepPlan, request: Request, number: number): number {
    const { deliveryLatency } = this.world.plan.bus;
    const draws = this.latency[from.index];
    return deliveryLatency === undefined || draws === undefined
      ? 0
      : deliveryLatency.sample(draws.at(request.key, number));
  }

  private reachAfter(time: number, from: StepPlan, request: Request, place: number): void {
    const onItsWay = new Callback(() => {
      this.reach(from, request, place);
    });
    this.world.clock.set(onItsWay, time);
  }

  protected get hasRoom(): boolean {
    return this.inbox.length < this.world.plan.bus.capacity || this.service.isFreeForMessages;
  }

  /** An event for this subscription is gone for good. */
  lose(request: Request, place: number): void {
    this.order?.drop(place);
    request.lost = true;
    this.world.facts.lost(request, this.step);
    this.world.unpin(request);
  }

  /** The bus has the acknowledgement, or knows that the delivery failed. */
  private hear(message: Message, attempt: Attempt, answer: Answer, isCrashed: boolean): void {
    if (attempt.isGivenUp) {
      this.hearLate(message, attempt, answer);
      return;
    }
    if (message.expiry !== undefined) this.world.clock.clear(message.expiry);
    message.expiry = undefined;
    if (answer.state === 'failed') {
      this.world.facts.failed(message.request, this.step, answer, attempt);
      if (!message.isSettled) this.redeliver(message, attempt, isCrashed);
      return;
    }
    this.acknowledge(message, attempt, answer);
  }

  /** A delivery has ended after its `ackWait`, and its message may be on its way again, or at work once more. */
  private hearLate(message: Message, attempt: Attempt, answer: Answer): void {
    if (!this.world.plan.bus.acceptsLateAcks || message.isSettled || answer.state === 'failed') return;
    this.acknowledge(message, attempt, answer);
  }

  /** The bus has its acknowledgement: nothing more is owed to the message, unless another delivery was quicker. */
  protected acknowledge(message: Message, attempt: Attempt, answer: Answer): void {
    const { facts } = this.world;
    if (answer.state === 'declined') facts.declined(message.request, this.step, attempt);
    if (message.isSettled) return;
    message.isSettled = true;
    this.out?.delete(message);
    if (attempt.isGivenUp) {
      facts.ackedLate(attempt);
      this.withdraw(message);
    }
    this.world.unpin(message.request);
  }

  /**
   * The bus has crashed. It has heard nothing of what is out, and will not know of what it hears later; so it delivers all
   * of it again as soon as it is back, whoever has done it meanwhile. It has forgotten as well that it was delivered.
   */
  forget(): void {
    for (const message of [...(this.out?.keys() ?? [])]) {
      this.forgetDelivery(message);
      this.link.park(1, () => {
        this.enqueue(message);
      });
    }
  }

  /** The bus does not know that it has delivered the message. Was it, and not acknowledged yet? */
  protected forgetDelivery(message: Message): boolean {
    if (this.out?.has(message) !== true) return false;
    const attempt = this.out.get(message);
    this.out.delete(message);
    if (attempt?.isGivenUp === false) {
      attempt.isGivenUp = true;
      message.deliveries -= 1;
      this.world.facts.ackLost(attempt);
    }
    this.stopWaiting(message);
    return true;
  }

  /** What was to come of the message does not come, if it has not begun. */
  private withdraw(message: Message): void {
    this.stopWaiting(message);
    if (message.redelivery?.state !== 'waiting') return;
    this.service.withdraw(message.redelivery, this.inbox);
    this.makeRoom();
  }

  /** Neither the end of its time nor the next delivery is waited for any more. */
  private stopWaiting(message: Message): void {
    const { clock } = this.world;
    if (message.expiry !== undefined) clock.clear(message.expiry);
    if (message.comeback !== undefined) clock.clear(message.comeback);
    message.expiry = undefined;
    message.comeback = undefined;
    this.unpark(message);
  }

  /** An event is here, and waits or is delivered; with the others that its step needs, if it needs several. */
  protected arrive(from: StepPlan, request: Request, place: number, overtakes = false): void {
    if (!this.world.store.join(this.step, from, request)) {
      this.order?.drop(place);
      this.world.unpin(request);
      return;
    }
    const message = this.makeMessage(request, place, overtakes);
    if (this.hasRoom) {
      this.enqueue(message);
    } else if (this.world.plan.bus.outbox) {
      this.overflow.push({ message, publisher: this.world.serviceOf(from) });
      this.world.facts.parked(1);
    } else {
      this.lose(request, place);
    }
  }

  protected makeMessage(request: Request, place: number, overtakes: boolean): Message {
    return new Message(this, request, place, overtakes);
  }

  /** Sends a message to its service, for the first time or once more. */
  protected enqueue(message: Message): void {
    this.put(message);
  }

  /** A message is at its service. */
  protected put(message: Message): void {
    const { service } = this;
    const attempt = new Attempt(this.step, message.request, service, message, true);
    // A bus that has crashed does not know which is the first.
    if (message.deliveries > 0 || this.out !== undefined) message.redelivery = attempt;
    this.out?.delete(message);
    service.offer(attempt, this.inbox, message.overtakes);
    message.overtakes = false;
  }

  /**
   * One has left the inbox. Redelivered messages may still fill it; and what comes next may find a slot at once, and the
   * room is still there.
   */
  private makeRoom(): void {
    while (this.inbox.length < this.world.plan.bus.capacity) {
      const next = this.overflow.first;
      if (next === undefined) return;
      if (next.publisher.isFrozen) {
        next.publisher.whenThawed(() => {
          this.makeRoom();
        });
        return;
      }
      this.overflow.shift();
      this.world.facts.parked(-1);
      this.enqueue(next.message);
    }
  }

  private redeliver(message: Message, attempt: Attempt, isCrashed: boolean): void {
    if (this.givesUp(message)) return;
    this.park(message);
    if (isCrashed) {
      this.out?.delete(message);
      this.service.whenUp(() => {
        if (message.isSettled) return;
        this.unpark(message);
        this.enqueue(message);
      });
      return;
    }
    this.out?.set(message, undefined);
    const u = this.jitter.at(message.request.key, attempt.number).next();
    message.wait = backoffDelay(this.step.redelivery, message.deliveries, u, message.wait);
    this.comeBack(message, this.world.clock.now + message.wait, () => {
      this.enqueue(message);
    });
  }

  /** Something more is to come of a message at a moment, unless it is withdrawn before. */
  protected comeBack(message: Message, at: number, action: () => void): void {
    message.comeback = new Callback(() => {
      message.comeback = undefined;
      this.unpark(message);
      action();
    });
    this.world.clock.setAt(message.comeback, at);
  }

  /** The message waits outside the queues of the services. */
  protected park(message: Message): void {
    message.isParked = true;
    this.world.facts.parked(1);
  }

  private unpark(message: Message): void {
    if (!message.isParked) return;
    message.isParked = false;
    this.world.facts.parked(-1);
  }

  /** Gives a message up if it has no delivery left. */
  protected givesUp(message: Message): boolean {
    if (message.deliveries < this.step.redelivery.maxDeliveries) return false;
    message.isSettled = true;
    this.out?.delete(message);
    message.request.deadLettered = true;
    this.world.facts.deadLettered(message.request, this.step);
    this.world.unpin(message.request);
    return true;
  }
}

function isBusCrash(fault: FaultPlan): boolean {
  return fault.on === 'switch' && fault.target === 'bus' && fault.forgets === true;
}

/** Work stands still, the bus is down, or the way to it is faulty. */
function isDelaying(fault: FaultPlan, { service }: StepPlan): boolean {
  if (fault.on === 'path') return true;
  if (fault.on !== 'switch') return false;
  return fault.target === 'bus' || (fault.isStandstill && fault.target === service.name);
}
