import { Callback } from '../engine/clock.js';
import type { FaultPlan } from '../faults/effects.js';
import type { Plan, StepPlan } from '../plan/plan.js';
import { type Answer, failed } from '../system/answer.js';
import type { Attempt } from '../system/attempt.js';
import type { BusLink } from '../system/bus-link.js';
import type { Message } from '../system/message.js';
import { MessageFaults } from './message-faults.js';
import { type LossyPath, lossyPath } from '../system/network.js';
import type { Serve } from '../system/ports.js';
import { isMet, type RateFault, rateFaultsOn } from './rate-fault.js';
import type { Request } from '../system/request.js';
import { countUp } from '../system/step-store.js';
import { Subscription } from '../system/subscription.js';
import type { World } from '../system/world.js';

const ON_THE_WAY: readonly FaultPlan['on'][] = ['message', 'acknowledgement', 'path'];

/** Can anything happen to messages and acknowledgements on their way, other than that the bus is down? */
export function isDisturbed({ faults }: Plan): boolean {
  return faults.some(({ on }) => ON_THE_WAY.includes(on));
}

/**
 * A subscription whose messages and acknowledgements go astray: they come twice, late, before others or not at all. It is a
 * class of its own so that the others need not ask.
 */
export class DisturbedSubscription extends Subscription {
  private readonly messageFaults: MessageFaults;
  private readonly ackLosses: readonly RateFault<'acknowledgement'>[];
  /** What deliveries and acknowledgements meet on a faulty link. */
  private readonly inbound: LossyPath | undefined;
  private readonly outbound: LossyPath | undefined;

  constructor(world: World, link: BusLink, step: StepPlan, serve: Serve) {
    super(world, link, step, serve);
    const { plan } = world;
    const { service, name } = step;
    this.messageFaults = new MessageFaults(plan, step);
    this.ackLosses = rateFaultsOn(plan, 'acknowledgement', name);
    this.inbound = lossyPath(plan, [{ service, way: 'in', other: 'bus' }], 'delivery', name);
    this.outbound = lossyPath(plan, [{ service, way: 'out', other: 'bus' }], 'acknowledgement', name);
  }

  /** The bus may bring an event late, before others, or twice. */
  protected override setOut(from: StepPlan, request: Request, number: number, place: number): void {
    const { clock, plan } = this.world;
    const { late, overtakes, arrivesTwice } = this.messageFaults.drawMessageFaults(
      from,
      clock.now,
      request.key,
      number,
    );
    const { deliveryLatency } = plan.bus;
    const time = this.latencyOf(from, request, number);
    const isAtOnce = deliveryLatency === undefined || overtakes;
    this.travel(isAtOnce && late === 0 ? undefined : (isAtOnce ? 0 : time) + late, () => {
      this.arrive(from, request, place, overtakes);
    });
    if (!arrivesTwice) return;
    this.world.pin(request);
    this.travel(deliveryLatency?.sample(this.messageFaults.copyLatency(from).at(request.key, number)), () => {
      this.arriveAgain(from, request, place);
    });
  }

  /** A delivery that is lost on its way comes again when the bus has waited for its acknowledgement. */
  protected override enqueue(message: Message): void {
    if (this.inbound === undefined) {
      this.put(message);
      return;
    }
    const { clock, facts, plan } = this.world;
    const { request } = message;
    const number = countUp((request.sent ??= []), this.step.index);
    const lostAt = this.inbound.lostAt(clock.now, request.key, number);
    if (lostAt === undefined) {
      const delay = this.inbound.delay(clock.now);
      const arrive = (): void => {
        this.put(message);
      };
      if (delay === 0) arrive();
      else this.comeBack(message, clock.now + delay, arrive);
      return;
    }
    message.deliveries += 1;
    this.out?.set(message, undefined);
    this.park(message);
    if (plan.bus.ackWait === Infinity) return;
    this.comeBack(message, clock.now + plan.bus.ackWait, () => {
      facts.failed(request, this.step, failed('timeout', lostAt));
      if (!this.givesUp(message)) this.enqueue(message);
    });
  }

  /** What is lost is never heard: the bus waits for it, and delivers the message again. */
  protected override report(message: Message, attempt: Attempt, answer: Answer, isCrashed: boolean): void {
    if (this.outbound === undefined || isCrashed) {
      super.report(message, attempt, answer, isCrashed);
      return;
    }
    const { now } = this.world.clock;
    if (this.outbound.lostAt(now, attempt.request.key, attempt.number) !== undefined) {
      this.expect(message, attempt);
      return;
    }
    const delay = this.outbound.delay(now);
    if (delay === 0) {
      super.report(message, attempt, answer, false);
      return;
    }
    this.expect(message, attempt);
    // Another delivery may settle the message first, and end its request.
    this.world.pin(attempt.request);
    const heard = new Callback(() => {
      super.report(message, attempt, answer, false);
      this.world.unpin(attempt.request);
    });
    this.world.clock.set(heard, delay);
  }

  /** Where its acknowledgement is lost, the bus waits for it as long as it may take, and then delivers the message again. */
  protected override acknowledge(message: Message, attempt: Attempt, answer: Answer): void {
    const { clock, facts } = this.world;
    const { request, number } = attempt;
    if (!this.ackLosses.some((loss) => isMet(loss, clock.now, request.key, number))) {
      super.acknowledge(message, attempt, answer);
      return;
    }
    facts.ackLost(attempt);
    // One that has overrun is delivered again already, and one of a message that is settled is not waited for.
    if (attempt.isGivenUp || message.isSettled) return;
    attempt.isGivenUp = true;
    const { ackWait } = this.world.plan.bus;
    if (ackWait === Infinity) return;
    this.comeBack(message, Math.max(clock.now, attempt.startedAt + ackWait), () => {
      if (!this.givesUp(message)) this.enqueue(message);
    });
  }

  /** What comes while the bus is down waits until it is back. */
  private travel(time: number | undefined, arrive: () => void): void {
    const reach = (): void => {
      if (this.link.isDown) this.link.park(1, arrive);
      else arrive();
    };
    if (time === undefined) reach();
    else this.world.clock.set(new Callback(reach), time);
  }

  /** A second copy is here; one that finds no room is no loss. */
  private arriveAgain(from: StepPlan, request: Request, place: number): void {
    if (!this.hasRoom && !this.world.plan.bus.outbox) {
      this.world.unpin(request);
      return;
    }
    this.world.facts.copied(request, this.step);
    this.arrive(from, request, place);
  }
}
