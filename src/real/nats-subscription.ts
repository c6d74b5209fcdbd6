import type { JsMsg } from '@nats-io/jetstream';
import { Callback } from '../engine/clock.js';
import { belongs, type StepPlan } from '../plan/plan.js';
import type { BusLink } from '../system/bus-link.js';
import type { Message } from '../system/message.js';
import type { Serve } from '../system/ports.js';
import type { Request } from '../system/request.js';
import { Subscription } from '../system/subscription.js';
import type { World } from '../system/world.js';
import type { Journal } from './journal.js';
import type { Header } from './requests.js';
import type { Told } from './told.js';

/** An event as it goes over the broker. */
export interface EventBody extends Header {
  from: number;
  /** Of the step's events for this request. */
  number: number;
  /** When it was published. */
  at: number;
}

/** What is unacknowledged at the broker. */
interface Held {
  message: JsMsg;
  from: StepPlan;
  number: number;
  /** It was settled before, and the broker has forgotten that. */
  isRepeat: boolean;
  /** How often the broker had crashed when it delivered it last. */
  crashes: number;
  /** What was made of it. */
  of: Message | undefined;
}

/**
 * One step's consumer. How long to wait for an acknowledgement, when to deliver again and when to give up is the scenario's,
 * and kept here; the broker's own wait is short, so that what a killed process held comes back soon.
 */
export class NatsSubscription extends Subscription {
  /** By request, input and number. */
  private readonly held = new Map<string, Held>();
  /** What is settled, and how often the broker had crashed when it was delivered. */
  private readonly known = new Map<string, number>();
  private crashes = 0;
  /** By the message that was made of it. */
  private readonly behind = new Map<Message, Held>();
  private arriving: Held | undefined = undefined;

  constructor(
    world: World,
    link: BusLink,
    step: StepPlan,
    serve: Serve,
    private readonly journal: Journal,
    private readonly told: Told,
    private readonly settle: (from: StepPlan, request: Request, number: number) => void,
    /** Keeps a message that is given up where somebody can look after it; then it may be forgotten. */
    private readonly bury: (message: JsMsg, step: StepPlan) => Promise<void>,
  ) {
    super(world, link, step, serve);
  }

  isKnown(key: number, input: number, number: number): void {
    this.known.set(`${key} ${input} ${number}`, this.crashes);
  }

  /** What the one before has delivered, this one may know of or not: that is seen by what it delivers. */
  brokerHasCrashed(): void {
    this.crashes += 1;
  }

  /** The broker has delivered something, perhaps not for the first time. */
  take(message: JsMsg, from: StepPlan, request: Request, { number, at }: EventBody): void {
    const name = `${request.key} ${from.index} ${number}`;
    const settledAfter = this.known.get(name);
    if (settledAfter === this.crashes || !belongs(this.step, request.begunAt)) {
      message.ack();
      return;
    }
    const before = this.held.get(name);
    if (before !== undefined) {
      // It is at work here, and its heartbeat came too late, or the broker knows nothing of it.
      before.message = message;
      this.redo(before);
      return;
    }
    if (settledAfter !== undefined) {
      this.repeat(
        name,
        { message, from, number, isRepeat: true, crashes: this.crashes, of: undefined },
        request,
      );
      return;
    }
    const held: Held = { message, from, number, isRepeat: false, crashes: this.crashes, of: undefined };
    this.held.set(name, held);
    this.world.pin(request);
    this.told.tell('arrived', request.key, this.step.index, from.index, number);
    const reach = (): void => {
      this.arriving = held;
      this.arrive(from, request, 0);
      // No message was made of it: others have to come before its step can begin, or it was there before.
      if (!this.isArriving) return;
      this.arriving = undefined;
      this.told.tell('joined', request.key, this.step.index, from.index, request.begunAt, request.counted);
      this.finish(request, held);
    };
    const wait = at + this.latencyOf(from, request, number) - this.world.clock.now;
    if (wait <= 0) reach();
    else this.world.clock.set(new Callback(reach), wait);
  }

  /** The broker has crashed before it had written down that this was acknowledged: it is done once more. */
  private repeat(name: string, held: Held, request: Request): void {
    // What has joined others is known to have come.
    if (this.step.inputs.length > 1) {
      this.known.set(name, this.crashes);
      held.message.ack();
      return;
    }
    this.known.delete(name);
    this.held.set(name, held);
    this.world.pin(request);
    this.told.tell('ackForgotten', request.key, this.step.index);
    this.arriving = held;
    this.enqueue(this.makeMessage(request, 0, false));
  }

  /** A broker delivers what it has not delivered before: that the one before it has done so, it does not know. */
  private redo(held: Held): void {
    if (held.crashes === this.crashes) return;
    held.crashes = this.crashes;
    if (held.of !== undefined && this.forgetDelivery(held.of)) this.enqueue(held.of);
  }

  private get isArriving(): boolean {
    return this.arriving !== undefined;
  }

  /** Tells the broker that everything it has delivered is still at work. */
  beat(): void {
    for (const { message } of this.held.values()) message.working();
  }

  protected override makeMessage(request: Request, place: number, overtakes: boolean): Message {
    const message = super.makeMessage(request, place, overtakes);
    if (this.arriving !== undefined) {
      this.arriving.of = message;
      this.behind.set(message, this.arriving);
    }
    this.arriving = undefined;
    return message;
  }

  protected override acknowledge(...args: Parameters<Subscription['acknowledge']>): void {
    const [message] = args;
    const wasSettled = message.isSettled;
    super.acknowledge(...args);
    if (!wasSettled && message.isSettled) this.finishMessage(message);
  }

  protected override givesUp(message: Message): boolean {
    const isGivenUp = super.givesUp(message);
    if (isGivenUp) this.finishMessage(message, true);
    return isGivenUp;
  }

  private finishMessage(message: Message, isDead = false): void {
    const held = this.behind.get(message);
    if (held !== undefined) this.finish(message.request, held, isDead);
    this.behind.delete(message);
  }

  private finish(request: Request, held: Held, isDead = false): void {
    const name = `${request.key} ${held.from.index} ${held.number}`;
    this.held.delete(name);
    this.known.set(name, held.crashes);
    if (!held.isRepeat) this.settle(held.from, request, held.number);
    this.journal.then(() => {
      if (!isDead) held.message.ack();
      // Until then the broker delivers it again, and it is known here.
      else void this.bury(held.message, this.step).then(() => held.message.term());
    });
  }
}
