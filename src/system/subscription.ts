import { QuietCallback, Timer } from '../engine/clock.js';
import type { Draws } from '../engine/luck.js';
import type { StepPlan } from '../plan/plan.js';
import { type Answer, failed } from './answer.js';
import { Attempt } from './attempt.js';
import { backoffDelay } from './backoff.js';
import type { Handle } from './bus.js';
import type { BusLink } from './bus-link.js';
import { Queue } from './queue.js';
import type { Request } from './request.js';
import type { Service } from './service.js';
import type { World } from './world.js';

/** An event as one subscription has it. */
interface Message {
  readonly request: Request;
  deliveries: number;
  /** Milliseconds it waited before its last redelivery. */
  wait: number;
}

/** One step's durable queue on the bus, and what is owed to what stands in it: delivery until it is acknowledged. */
export class Subscription {
  /** By the step that publishes. */
  private readonly latency: readonly (Draws | undefined)[];
  private readonly jitter: Draws;
  /** Messages in the queue, and those that found it full and wait in their publishers' outboxes. */
  private waiting = 0;
  private readonly overflow = new Queue<Message>();
  private readonly service: Service;
  /** Can work take longer than it was given? Otherwise an overrun is known from the start, and needs no timer. */
  private readonly mayStandStill: boolean;

  constructor(
    private readonly world: World,
    private readonly link: BusLink,
    private readonly step: StepPlan,
    private readonly handle: Handle,
  ) {
    const { luck, faults, steps } = world.plan;
    this.service = world.serviceOf(step);
    this.latency = steps.map((from) =>
      step.inputs.includes(from.index) ? luck.draws('delivery', from.name, step.name) : undefined,
    );
    this.jitter = luck.draws('redelivery', step.name);
    this.mayStandStill = faults.some(
      (fault) =>
        fault.service === step.service.name &&
        (fault.kind === 'hang' || (fault.kind === 'random-outages' && fault.what === 'hang')),
    );
  }

  /** An event that `from` has just published sets out for here, as soon as the bus is there. */
  send(from: StepPlan, request: Request): void {
    // Each effect is published once: the n-th event of a step is that of its n-th effect.
    const number = request.effects[from.index] ?? 0;
    if (!this.link.isDown) this.setOut(from, request, number);
    else if (!this.world.plan.bus.outbox) this.lose(request);
    else
      this.link.hold(1, () => {
        this.setOut(from, request, number);
      });
  }

  /** An event is here, or waits until the bus is back. */
  reach(from: StepPlan, request: Request): void {
    if (!this.link.isDown) this.arrive(from, request);
    else
      this.link.hold(1, () => {
        this.arrive(from, request);
      });
  }

  /** A delivery has its slot. */
  begin(delivery: Delivery): void {
    if (delivery.queued) this.makeRoom();
    const { message, request, workTime } = delivery;
    const { ackWait } = this.world.plan.bus;
    message.deliveries += 1;
    if (workTime >= ackWait || (this.mayStandStill && ackWait < Infinity))
      delivery.expireIn(this.world, ackWait);
    this.world.hold(request);
  }

  /** The work on a delivery is over. */
  worked(delivery: Delivery, outcome: Answer): void {
    this.handle(delivery, outcome);
  }

  /** The work on a delivery is over, and the bus is to hear of it. */
  settle(delivery: Delivery, outcome: Answer): void {
    if (this.link.isDown) {
      delivery.expireIn(this.world, this.world.plan.bus.ackWait);
      this.link.hold(0, () => {
        this.hear(delivery, outcome);
      });
    } else {
      this.hear(delivery, outcome);
    }
    this.world.letGo(delivery.request);
  }

  /** No acknowledgement within `ackWait`: delivered again at once, while the old attempt works on. */
  expired(delivery: Delivery): void {
    this.world.facts.failed(delivery.request, this.step, failed('timeout', this.step.service.index));
    if (!this.givesUp(delivery.message)) this.enqueue(delivery.message);
  }

  private setOut(from: StepPlan, request: Request, number: number): void {
    const { deliveryLatency } = this.world.plan.bus;
    const draws = this.latency[from.index];
    if (deliveryLatency === undefined || draws === undefined) {
      this.arrive(from, request);
    } else {
      const time = deliveryLatency.sample(draws.at(request.key, number));
      this.world.clock.set(new EventOnItsWay(this, from, request), time);
    }
  }

  /** An event for this subscription is gone for good. */
  private lose(request: Request): void {
    request.lost = true;
    this.world.facts.lost(request, this.step);
    this.world.letGo(request);
  }

  /** The bus has the acknowledgement, or knows that the delivery failed. */
  private hear(delivery: Delivery, outcome: Answer): void {
    if (delivery.isExpired) return;
    delivery.clearExpiry(this.world);
    const { request } = delivery;
    if (outcome.state === 'failed') {
      this.world.facts.failed(request, this.step, outcome);
      this.redeliver(delivery);
      return;
    }
    if (outcome.state === 'declined') this.world.facts.declined(request, this.step);
    this.world.letGo(request);
  }

  private arrive(from: StepPlan, request: Request): void {
    if (!this.completesInputs(from, request)) {
      this.world.letGo(request);
      return;
    }
    const message: Message = { request, deliveries: 0, wait: 0 };
    const { capacity, outbox } = this.world.plan.bus;
    if (this.waiting < capacity || this.service.hasRoomFor(true)) {
      this.enqueue(message);
    } else if (outbox) {
      this.overflow.push(message);
      this.world.facts.kept(1);
    } else {
      this.lose(request);
    }
  }

  /** A step on several events waits until it has them all; a second copy of one that is there is dropped. */
  private completesInputs(from: StepPlan, request: Request): boolean {
    const { inputs } = this.step;
    if (inputs.length === 1) return true;
    const joined = (request.joined ??= []);
    const there = (joined[this.step.index] ??= []);
    if (there.includes(from.index)) return false;
    there.push(from.index);
    return there.length === inputs.length;
  }

  private enqueue(message: Message): void {
    const { service } = this;
    const delivery = new Delivery(this, message, this.step, service);
    if (!service.hasRoomFor(true)) this.waiting += 1;
    service.admit(delivery);
  }

  private makeRoom(): void {
    this.waiting -= 1;
    // Redelivered messages may still fill the queue.
    if (this.waiting >= this.world.plan.bus.capacity) return;
    const next = this.overflow.shift();
    if (next === undefined) return;
    this.world.facts.kept(-1);
    this.enqueue(next);
  }

  private redeliver(delivery: Delivery): void {
    const { message } = delivery;
    if (this.givesUp(message)) return;
    this.world.facts.kept(1);
    const again = (): void => {
      this.world.facts.kept(-1);
      this.enqueue(message);
    };
    if (delivery.isCrashed) {
      this.service.whenUp(again);
      return;
    }
    const u = this.jitter.at(message.request.key, delivery.number).next();
    message.wait = backoffDelay(this.step.redelivery, message.deliveries, u, message.wait);
    this.world.clock.set(new QuietCallback(again), message.wait);
  }

  private givesUp(message: Message): boolean {
    if (message.deliveries < this.step.redelivery.maxDeliveries) return false;
    message.request.deadLettered = true;
    this.world.facts.deadLettered(message.request, this.step);
    this.world.letGo(message.request);
    return true;
  }
}

/** An event between its publisher and a subscription. */
class EventOnItsWay extends Timer {
  constructor(
    private readonly subscription: Subscription,
    private readonly from: StepPlan,
    private readonly request: Request,
  ) {
    super();
  }

  fire(): void {
    this.subscription.reach(this.from, this.request);
  }

  override isAtRest(): boolean {
    return true;
  }
}

/** One delivery of a message: an attempt that the bus has brought to its service. */
export class Delivery extends Attempt {
  readonly isMessage = true;
  /** No acknowledgement came in time: what it comes to is ignored. */
  isExpired = false;
  isCrashed = false;
  private expiry: QuietCallback | undefined;

  constructor(
    private readonly subscription: Subscription,
    readonly message: Message,
    step: StepPlan,
    service: Service,
  ) {
    super(step, message.request, service);
  }

  /** Acknowledges the delivery, or says that it failed. Call it once, last of all. */
  settle(outcome: Answer): void {
    this.subscription.settle(this, outcome);
  }

  started(): void {
    this.subscription.begin(this);
  }

  worked(outcome: Answer): void {
    this.subscription.worked(this, outcome);
  }

  dropped(answer: Answer): void {
    this.isCrashed = true;
    this.subscription.worked(this, answer);
  }

  /** The bus waits so long for an acknowledgement, from the moment the slot was taken. */
  expireIn(world: World, ackWait: number): void {
    if (this.expiry !== undefined || ackWait === Infinity) return;
    this.expiry = new QuietCallback(() => {
      this.isExpired = true;
      this.subscription.expired(this);
    });
    world.clock.setAt(this.expiry, Math.max(world.clock.now, this.startedAt + ackWait));
  }

  clearExpiry(world: World): void {
    if (this.expiry !== undefined) world.clock.clear(this.expiry);
  }
}
