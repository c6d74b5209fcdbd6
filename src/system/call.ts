import { Callback, Timer } from '../engine/clock.js';
import { type Answer, failed } from './answer.js';
import type { Carried } from './carrier.js';
import { Attempt, type AttemptSource, type AttemptState } from './attempt.js';
import type { Ticket } from './breaker.js';
import type { Invocation } from './invocation.js';
import type { LossyPath } from './network.js';
import type { Service } from './service.js';
import { countUp } from './step-store.js';

/** One call on its way: there, served, and back. It is the timer of its own time limit. */
export class Call extends Timer implements AttemptSource {
  attempt: Attempt | undefined = undefined;
  /** The service whose link has lost the call or its answer. */
  lostAt: number | undefined = undefined;
  private carried: Carried | undefined = undefined;
  private isOpen = true;
  private isCancelled = false;
  private oneWay = 0;
  /** Among those sent to this step for the request; known where it matters. */
  private number = 0;

  constructor(
    readonly invocation: Invocation,
    private readonly ticket: Ticket | undefined,
  ) {
    super();
  }

  get from(): Attempt | undefined {
    return this.invocation.from;
  }

  send(): void {
    const { world, edge, request, deadline } = this.invocation;
    const { policy } = edge;
    world.pin(request);
    const limit = Math.min(policy.timeout, deadline - world.clock.now);
    if (limit < Infinity) world.clock.set(this, limit);
    if (world.carrier !== undefined) this.carried = world.carrier.carry(this);
    else if (policy.networkLatency === undefined && edge.there === undefined && edge.back === undefined)
      this.arrive();
    else this.goThere();
  }

  private goThere(): void {
    const { world, edge, request } = this.invocation;
    const { networkLatency } = edge.policy;
    this.number = countUp((request.sent ??= []), edge.step.index);
    if (networkLatency !== undefined)
      this.oneWay = networkLatency.sample(edge.network.at(request.key, this.number)) / 2;
    let time = this.oneWay;
    if (edge.there !== undefined) {
      if (this.isLost(edge.there)) return;
      time += edge.there.delay(world.clock.now);
    }
    if (networkLatency === undefined && time === 0) {
      this.arrive();
      return;
    }
    const arrival = new Callback(() => {
      this.arrive();
    });
    world.clock.set(arrival, time);
  }

  private arrive(): void {
    const { world, edge, request, from } = this.invocation;
    if (this.isCancelled) {
      world.unpin(request);
      return;
    }
    const service = world.serviceOf(edge.step);
    this.attempt = new Attempt(edge.step, request, service, this, false);
    if (from !== undefined) this.attempt.missing = from.missing;
    this.invocation.moved();
    service.admit(this.attempt);
  }

  started(): void {
    // Nobody needs to know.
  }

  worked(attempt: Attempt, outcome: Answer): void {
    this.invocation.edge.serve(attempt, outcome);
  }

  answered(_: Attempt, answer: Answer): void {
    this.invocation.moved();
    const { back } = this.invocation.edge;
    let time = this.oneWay;
    if (back !== undefined && this.isOpen) {
      if (this.isLost(back)) return;
      time += back.delay(this.invocation.world.clock.now);
    }
    if (time === 0 || !this.isOpen) this.comeBack(answer);
    else this.comeBackAfter(time, answer);
  }

  /** Its caller sees it at once. What it has called itself may still answer: then it ends. */
  dropped(_: Attempt, answer: Answer, before: AttemptState): void {
    if (before === 'blocked') this.settle(answer);
    else this.comeBack(answer);
  }

  private comeBackAfter(time: number, answer: Answer): void {
    const arrival = new Callback(() => {
      this.comeBack(answer);
    });
    this.invocation.world.clock.set(arrival, time);
  }

  /** Its answer is here, or what its caller sees instead. */
  comeBack(answer: Answer): void {
    this.settle(answer);
    this.invocation.world.unpin(this.invocation.request);
  }

  /** The time limit is over: the caller gives up, the callee works on unless it is told. */
  fire(): void {
    const { invocation } = this;
    const caller = this.from?.service;
    if (caller?.isFrozen === true) {
      this.fireWhenThawed(caller);
      return;
    }
    const { observer } = invocation.world;
    const answer = failed('timeout', observer?.placeOf(invocation) ?? invocation.whereabouts().service);
    this.note(answer);
    if (this.invocation.edge.policy.cancelOnTimeout) this.withdraw();
    this.close(answer);
  }

  /** A process that has stood still hears first what has come meanwhile, and then looks at its clock. */
  private fireWhenThawed(caller: Service): void {
    caller.whenThawed(() => {
      this.invocation.world.clock.soon(() => {
        if (this.isOpen) this.fire();
      });
    });
  }

  /** Nobody waits for it any more: what waits or works for it ends, and what is on its way is not served. */
  cancel(): void {
    const { world, edge } = this.invocation;
    const wasOpen = this.isOpen;
    if (wasOpen) {
      this.isOpen = false;
      world.clock.clear(this);
      if (this.ticket !== undefined) edge.breaker?.withdraw(this.ticket);
    }
    this.withdraw();
    if (wasOpen) this.close(failed('inherited', edge.step.service.index));
  }

  private withdraw(): void {
    this.isCancelled = true;
    this.carried?.cancel();
    this.attempt?.service.cancel(this.attempt);
  }

  /** The caller has its answer, unless it has given up. */
  private settle(answer: Answer): void {
    if (!this.isOpen) return;
    const caller = this.from?.service;
    if (caller?.isFrozen === true) {
      const { world, request } = this.invocation;
      world.pin(request);
      caller.whenThawed(() => {
        this.settle(answer);
        world.unpin(request);
      });
      return;
    }
    this.note(answer);
    this.close(answer);
  }

  private note(answer: Answer): void {
    this.isOpen = false;
    const { world, edge, request } = this.invocation;
    world.clock.clear(this);
    if (answer.state === 'failed') world.facts.failed(request, edge.step, answer, this.attempt);
    else if (answer.state === 'declined') world.facts.declined(request, edge.step, this.attempt);
    if (this.ticket !== undefined) {
      const origin = answer.state === 'failed' ? answer.origin : 0;
      edge.breaker?.record(this.ticket, answer.state !== 'failed', world.clock.now, origin);
    }
  }

  /** A lost call never returns, so it keeps its request pinned until the caller gives up. */
  private close(answer: Answer): void {
    const { world, request } = this.invocation;
    this.invocation.callEnded(answer);
    if (this.lostAt !== undefined) world.unpin(request);
  }

  /** Does a faulty link lose what sets out now? Its caller waits for it as long as the time limit allows. */
  private isLost(path: LossyPath): boolean {
    const { world, request } = this.invocation;
    const lostAt = path.lostAt(world.clock.now, request.key, this.number);
    if (lostAt === undefined) return false;
    this.lostAt = lostAt;
    this.invocation.moved();
    return true;
  }
}
