import type { StepPlan } from '../plan/plan.js';
import type { Answer } from './answer.js';
import type { Attempt } from './attempt.js';
import { BusLink } from './bus-link.js';
import { Subscription } from './subscription.js';
import type { Request } from './request.js';
import type { World } from './world.js';

/** What follows when a step's own work on a delivery is over; what it answers acknowledges the delivery, or does not. */
export type Handle = (attempt: Attempt, outcome: Answer) => Answer;

/** How events reach the steps that wait for them; a mode knows no more of it than this. */
export interface Bus {
  /** Gives a step a durable queue of its own for the events it waits for. */
  subscribe(step: StepPlan, handle: Handle): void;
  /** Publishes the event that a step emits: it is kept with the step's commit, if there is an outbox. */
  publish(step: StepPlan, request: Request): void;
}

/** A bus with at-least-once delivery. It can fail; with an outbox nothing is lost when it does. */
export class SimulatedBus implements Bus {
  private readonly link: BusLink;
  private readonly subscriptions: (Subscription | undefined)[];

  constructor(private readonly world: World) {
    this.link = new BusLink(world.facts);
    this.subscriptions = world.plan.steps.map(() => undefined);
  }

  subscribe(step: StepPlan, handle: Handle): void {
    this.subscriptions[step.index] = new Subscription(this.world, this.link, step, handle);
  }

  publish(step: StepPlan, request: Request): void {
    for (const subscriber of step.subscribers) {
      const subscription = this.subscriptions[subscriber];
      if (subscription === undefined) throw new RangeError(`step ${subscriber} has not subscribed`);
      this.world.hold(request);
      subscription.send(step, request);
    }
  }

  /** Nothing is delivered, acknowledged or published. */
  beginOutage(): void {
    this.link.goDown();
    for (const service of this.world.services) service.setBusDown(true);
  }

  endOutage(): void {
    this.link.comeUp();
    if (this.link.isDown) return;
    // What waits in the queues has been there longer than what comes out of the outboxes now.
    for (const service of this.world.services) service.setBusDown(false);
    this.link.letThrough();
  }
}
