import { Callback } from '../engine/clock.js';
import { belongs, type StepPlan } from '../plan/plan.js';
import { DONE } from '../system/answer.js';
import type { Attempt } from '../system/attempt.js';
import { BusLink } from '../system/bus-link.js';
import { DisturbedSubscription, isDisturbed } from './disturbed-subscription.js';
import { type LossyPath, lossyPath } from '../system/network.js';
import type { Bus, Serve } from '../system/ports.js';
import { Subscription } from '../system/subscription.js';
import type { Request } from '../system/request.js';
import type { World } from '../system/world.js';

/** The luck of a publication goes by its event's number and how often it was tried before. */
const MOST_TRIES = 0x10000;

/** A bus with at-least-once delivery. It can fail; with an outbox nothing is lost when it does. */
export class SimulatedBus implements Bus {
  private readonly link: BusLink;
  /** By the step that publishes, those to whom its events go. */
  private readonly receivers: Subscription[][];
  /** What publications meet on faulty links, by the publishing step; `undefined` where all links are well. */
  private readonly paths: (LossyPath | undefined)[] | undefined;

  constructor(private readonly world: World) {
    this.link = new BusLink(world.facts, world.plan.bus.acceptsLateAcks);
    const { plan } = world;
    this.receivers = plan.steps.map(() => []);
    if (plan.faults.some(({ on }) => on === 'path')) {
      this.paths = plan.steps.map(({ service, name }) =>
        lossyPath(plan, [{ service, way: 'out', other: 'bus' }], 'publication', name),
      );
    }
  }

  subscribe(step: StepPlan, serve: Serve): void {
    const Kind = isDisturbed(this.world.plan) ? DisturbedSubscription : Subscription;
    const subscription = new Kind(this.world, this.link, step, serve);
    for (const input of step.inputs) this.receiversOf(input).push(subscription);
  }

  /** The event is safe at once: with an outbox it is kept with the step's commit, and without one nobody keeps it. */
  publish(attempt: Attempt, safe: (attempt: Attempt) => void): void {
    attempt.release(DONE);
    this.send(attempt);
    safe(attempt);
  }

  private send({ step, request }: Attempt): void {
    // Each effect is published once: the n-th event of a step is that of its n-th effect.
    const number = this.world.store.effectsOf(step, request);
    const path = this.paths?.[step.index];
    if (path !== undefined) {
      this.publishOver(path, step, request, number);
      return;
    }
    for (const subscription of this.receiversOf(step.index)) {
      if (!belongs(subscription.step, request.begunAt)) continue;
      this.world.pin(request);
      subscription.send(step, request, number, subscription.nextPlace());
    }
  }

  /** One publication, which the bus hands to all that have subscribed. */
  private publishOver(path: LossyPath, step: StepPlan, request: Request, number: number): void {
    const receivers = this.receiversOf(step.index)
      .filter((subscription) => belongs(subscription.step, request.begunAt))
      .map((subscription) => {
        this.world.pin(request);
        return { subscription, place: subscription.nextPlace() };
      });
    const { clock, facts, plan } = this.world;
    const arrive = (): void => {
      for (const { subscription, place } of receivers) subscription.send(step, request, number, place);
    };
    const send = (tries: number): void => {
      const isLost = path.lostAt(clock.now, request.key, number * MOST_TRIES + tries) !== undefined;
      if (!isLost) {
        const delay = path.delay(clock.now);
        if (delay === 0) arrive();
        else clock.set(new Callback(arrive), delay);
      } else if (!plan.bus.outbox) {
        for (const { subscription, place } of receivers) subscription.lose(request, place);
      } else {
        facts.parked(receivers.length);
        if (plan.bus.ackWait === Infinity) return;
        const again = new Callback(() => {
          // The publisher tries again, when it can.
          this.world.serviceOf(step).whenThawed(() => {
            facts.parked(-receivers.length);
            send(tries + 1);
          });
        });
        clock.set(again, plan.bus.ackWait);
      }
    };
    if (receivers.length > 0) send(0);
  }

  private receiversOf(step: number): Subscription[] {
    const receivers = this.receivers[step];
    if (receivers === undefined) throw new RangeError(`no step ${step}`);
    return receivers;
  }

  /** It forgets what it has delivered and not heard of; what it has stored is there when it is back. */
  crash(): void {
    this.link.crash();
    for (const subscription of new Set(this.receivers.flat())) subscription.forget();
  }

  /** Nothing is delivered, acknowledged or published. */
  beginOutage(): void {
    this.link.goDown();
    for (const service of this.world.services) service.setBusDown(true);
  }

  endOutage(): void {
    this.link.comeUp();
    if (this.link.isDown) return;
    this.link.hear();
    // What waits in the queues has been there longer than what comes out of the outboxes now.
    for (const service of this.world.services) service.setBusDown(false);
    this.link.letThrough();
  }
}
