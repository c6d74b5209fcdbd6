import { setTimeout as sleep } from 'node:timers/promises';
import {
  AckPolicy,
  type JetStreamClient,
  jetstream,
  jetstreamManager,
  JetStreamApiError,
  type JsMsg,
  type ConsumerMessages,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { Callback } from '../engine/clock.js';
import { belongs, type StepPlan } from '../plan/plan.js';
import { DONE } from '../system/answer.js';
import type { Attempt } from '../system/attempt.js';
import { BusLink } from '../system/bus-link.js';
import type { Message } from '../system/message.js';
import type { Bus, Serve } from '../system/ports.js';
import type { Request } from '../system/request.js';
import { Subscription } from '../system/subscription.js';
import type { World } from '../system/world.js';
import { type BrokerAddress, connectTo } from './broker-address.js';
import { stepOf } from './http-calls.js';
import type { Journal, Line } from './journal.js';
import type { Header, Ledger } from './requests.js';
import type { Noise } from './noise.js';
import type { Told } from './told.js';

/** The broker delivers again what it has heard nothing of for so long; whoever works on it says so in time. Milliseconds. */
const BROKER_ACK_WAIT = 2000;
const HEARTBEAT = 700;
/** A publication that is not acknowledged is tried again. */
const PUBLISH_TIMEOUT = 1000;
const TRY_AGAIN = 20;
/** After twice as long without a sign of the broker, messages are asked for again. */
const PULL_EXPIRES = 4000;
/** In a cluster, so that the death of one server loses nothing. */
const REPLICAS = 3;
/** After so long without an acknowledgement, a publication counts as parked in its outbox. */
const PARKED_AFTER = 100;

/** An event as it goes over the broker. */
interface EventBody extends Header {
  from: number;
  /** Of the step's events for this request. */
  number: number;
  /** When it was published. */
  at: number;
}

/** Makes the stream of a run, and for each step and input a durable consumer of its own. */
export async function makeStream(address: BrokerAddress, steps: readonly StepPlan[]): Promise<void> {
  const connection = await connectTo(address);
  try {
    const manager = await jetstreamManager(connection);
    const { stream } = address;
    await manager.streams.add({
      name: stream,
      subjects: [`${stream}.>`],
      num_replicas: connection.info?.cluster === undefined ? 1 : REPLICAS,
    });
    for (const step of steps) {
      for (const input of step.inputs) {
        await manager.consumers.add(stream, {
          durable_name: consumerOf(step, input),
          filter_subject: `${stream}.${input}`,
          ack_policy: AckPolicy.Explicit,
          ack_wait: BROKER_ACK_WAIT * 1e6,
          max_ack_pending: -1,
          max_deliver: -1,
        });
      }
    }
  } finally {
    await connection.close();
  }
}

/** Tries until it works, or the broker says no, or the connection is closed. */
async function persist(connection: NatsConnection, action: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await action();
      return;
    } catch (error) {
      if (connection.isClosed() || error instanceof JetStreamApiError) throw error;
      await sleep(TRY_AGAIN);
    }
  }
}

function consumerOf(step: StepPlan, input: number): string {
  return `s${step.index}i${input}`;
}

/** A real broker, as one service's process sees it: at-least-once delivery, and an outbox in the journal. */
export class NatsBus implements Bus {
  /** Publications that the broker has not acknowledged yet. */
  unsent = 0;
  /** Deliveries owed to subscribers by what this process has published, and those that it has settled as one. */
  owed = 0;
  settled = 0;
  private readonly subscriptions: NatsSubscription[] = [];
  private readonly client: JetStreamClient;
  private readonly link: BusLink;
  /** Publications that are not acknowledged yet, each as what sends it. */
  private readonly sending = new Set<() => void>();

  constructor(
    private readonly world: World,
    private readonly connection: NatsConnection,
    private readonly address: BrokerAddress,
    private readonly own: number,
    readonly ledger: Ledger,
    private readonly journal: Journal,
    private readonly told: Told,
    private readonly noise: Noise,
  ) {
    this.client = jetstream(connection, { timeout: PUBLISH_TIMEOUT });
    this.link = new BusLink(world.facts, world.plan.bus.acceptsLateAcks);
    void this.watch();
  }

  subscribe(step: StepPlan, serve: Serve): void {
    if (step.service.index !== this.own) return;
    const settle = (from: StepPlan, request: Request, number: number): void => {
      this.settled += 1;
      this.told.tell('settled', request.key, step.index, from.index, number);
    };
    this.subscriptions.push(
      new NatsSubscription(this.world, this.link, step, serve, this.journal, this.told, settle),
    );
  }

  /** Begins to take what the broker has. */
  async open(): Promise<void> {
    for (const subscription of this.subscriptions) {
      for (const input of subscription.step.inputs) {
        const name = consumerOf(subscription.step, input);
        // A process that is stopped, or a broker that is, lets this time out.
        await persist(this.connection, async () => {
          const consumer = await this.client.consumers.get(this.address.stream, name);
          void this.take(subscription, await consumer.consume({ max_messages: 1000, expires: PULL_EXPIRES }));
        });
      }
    }
    const beat = (): void => {
      for (const subscription of this.subscriptions) subscription.beat();
      this.world.clock.set(heartbeat, HEARTBEAT);
    };
    const heartbeat = new Callback(beat, true);
    this.world.clock.set(heartbeat, HEARTBEAT);
  }

  /** What was published by the process before this one, and not heard to be safe. */
  restore(lines: readonly Line[]): void {
    const open = new Map<string, EventBody>();
    for (const [at, kind, ...rest] of lines) {
      const [key = 0, from = 0, number = 0, begunAt = 0, counted] = rest as number[];
      const name = `${key} ${from} ${number}`;
      if (kind === 'published') {
        open.set(name, { key, from, number, begunAt, counted: Boolean(counted), at });
        this.owed += this.receiversOf(from, begunAt);
      } else if (kind === 'safe') open.delete(name);
      else if (kind === 'settled') {
        this.settled += 1;
        const [request = 0, step = 0, input = 0, event = 0] = rest as number[];
        for (const one of this.subscriptions) if (one.step.index === step) one.isKnown(request, input, event);
      }
    }
    for (const body of open.values()) this.send(body);
  }

  publish(attempt: Attempt, safe: (attempt: Attempt) => void): void {
    const { step, request } = attempt;
    attempt.release(DONE);
    const { key, begunAt, counted } = request;
    const number = this.world.store.effectsOf(step, request);
    this.told.tell('published', key, step.index, number, begunAt, counted);
    this.owed += this.receiversOf(step.index, begunAt);
    this.send({ key, begunAt, counted, from: step.index, number, at: this.world.clock.now });
    safe(attempt);
  }

  private send(body: EventBody): void {
    const receivers = this.receiversOf(body.from, body.begunAt);
    if (receivers === 0) return;
    this.unsent += 1;
    // Whoever puts the journals together knows for how many it is parked: some may have it already.
    const late = new Callback(() => {
      this.told.tell('outbox', body.key, body.from, body.number);
    });
    this.world.clock.set(late, PARKED_AFTER);
    const done = (): void => {
      if (!this.sending.delete(send)) return;
      this.unsent -= 1;
      this.world.clock.clear(late);
      this.told.tell('safe', body.key, body.from, body.number);
    };
    const subject = `${this.address.stream}.${body.from}`;
    const text = JSON.stringify(body);
    const msgID = `${body.key}-${body.from}-${body.number}`;
    const send = (): void => {
      this.client.publish(subject, text, { msgID }).then(done, () => {
        // While there is no broker, all of them wait until there is one.
        if (this.sending.has(send) && !this.link.isDown && !this.connection.isClosed())
          setTimeout(send, TRY_AGAIN);
      });
    };
    this.sending.add(send);
    this.journal.then(() => {
      if (!this.link.isDown) send();
    });
  }

  /** Without a connection nothing is delivered or acknowledged. A broker that was killed is another one when it is back. */
  private async watch(): Promise<void> {
    let broker = this.connection.info?.server_id;
    for await (const { type } of this.connection.status()) {
      if (type === 'disconnect' && !this.link.isDown) {
        this.link.goDown();
        for (const service of this.world.services) service.setBusDown(true);
      } else if (type === 'reconnect' && this.link.isDown) {
        const now = this.connection.info?.server_id;
        this.reconnected(now !== broker);
        broker = now;
      }
    }
  }

  private reconnected(isAnother: boolean): void {
    if (isAnother) for (const subscription of this.subscriptions) subscription.brokerHasCrashed();
    this.link.comeUp();
    this.link.hear();
    for (const service of this.world.services) service.setBusDown(false);
    this.link.letThrough();
    for (const send of this.sending) send();
  }

  private receiversOf(from: number, begunAt: number): number {
    return this.world.plan.steps.filter((step) => step.inputs.includes(from) && belongs(step, begunAt))
      .length;
  }

  private async take(subscription: NatsSubscription, messages: ConsumerMessages): Promise<void> {
    for await (const message of messages) {
      const body = message.json<EventBody>();
      if (!message.redelivered) this.noise.deliveryLatency(this.world.clock.now - body.at);
      const request = this.ledger.find(body);
      subscription.take(message, stepOf(this.world, body.from), request, body);
    }
  }
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
class NatsSubscription extends Subscription {
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
    if (isGivenUp) this.finishMessage(message);
    return isGivenUp;
  }

  private finishMessage(message: Message): void {
    const held = this.behind.get(message);
    if (held !== undefined) this.finish(message.request, held);
    this.behind.delete(message);
  }

  private finish(request: Request, held: Held): void {
    const name = `${request.key} ${held.from.index} ${held.number}`;
    this.held.delete(name);
    this.known.set(name, held.crashes);
    if (!held.isRepeat) this.settle(held.from, request, held.number);
    this.journal.then(() => {
      held.message.ack();
    });
  }
}
