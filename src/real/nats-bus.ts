import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ConsumerMessages,
  type JetStreamClient,
  JetStreamApiError,
  type JsMsg,
  jetstream,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { Callback } from '../engine/clock.js';
import { belongs, type StepPlan } from '../plan/plan.js';
import { DONE } from '../system/answer.js';
import type { Attempt } from '../system/attempt.js';
import { BusLink } from '../system/bus-link.js';
import type { Bus, Serve } from '../system/ports.js';
import type { Request } from '../system/request.js';
import type { World } from '../system/world.js';
import type { BrokerAddress } from './broker-address.js';
import { stepOf } from './http-calls.js';
import type { Journal, Line } from './journal.js';
import { consumerOf, deadLettersOf, subjectOf } from './nats-streams.js';
import { type EventBody, NatsSubscription } from './nats-subscription.js';
import type { Noise } from './noise.js';
import type { Ledger } from './requests.js';
import type { Told } from './told.js';

/** So often the broker hears that what it has delivered is still at work: in time, before it delivers it again. Milliseconds. */
const HEARTBEAT = 700;
/** A publication that is not acknowledged is tried again. */
const PUBLISH_TIMEOUT = 1000;
const TRY_AGAIN = 20;
/** After twice as long without a sign of the broker, messages are asked for again. */
const PULL_EXPIRES = 4000;
/** After so long without an acknowledgement, a publication counts as parked in its outbox. */
const PARKED_AFTER = 100;

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
      new NatsSubscription(this.world, this.link, step, serve, this.journal, this.told, settle, this.bury),
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
    const subject = subjectOf(this.address, body.from);
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

  /** What is given up goes where somebody can look after it. */
  private readonly bury = async (message: JsMsg, step: StepPlan): Promise<void> => {
    const msgID = `${step.index} ${message.seq}`;
    try {
      await persist(this.connection, async () => {
        await this.client.publish(deadLettersOf(this.address, step.index), message.data, { msgID });
      });
    } catch (error) {
      // The run is over, and so is what it keeps.
      if (!this.connection.isClosed()) throw error;
    }
  };

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
