import { quietly, Timer } from '../engine/clock.js';
import type { Draws } from '../engine/luck.js';
import type { CallPolicy, StepPlan } from '../plan/plan.js';
import { type Answer, failed, type Failed } from './answer.js';
import { Attempt, type AttemptState, type Bringer, type Pending } from './attempt.js';
import { backoffDelay } from './backoff.js';
import { CircuitBreaker, type Ticket } from './breaker.js';
import { RetryBudget } from './budget.js';
import { type Link, NOT_LOST, type Passage, passageOf } from './network.js';
import { whereabouts } from './origin.js';
import type { Request } from './request.js';
import { tryAgain } from './retry.js';
import type { Service } from './service.js';
import type { World } from './world.js';

/** What follows when a step's own work on an attempt is over: the answer, at once or later. */
export type Serve = (attempt: Attempt, outcome: Answer) => Answer | Promise<Answer>;

/** How steps call each other; a mode knows no more of it than this. */
export interface Calls {
  /** Says who serves the calls of a step. */
  serve(step: StepPlan, serve: Serve): void;
  /**
   * Calls a step and waits for its answer, with the time limit, retries and breaker that stand between the two.
   * @param from the attempt that waits for it; `undefined` for the outer caller
   */
  call(from: Attempt | undefined, step: StepPlan, request: Request): Promise<Answer>;
}

/** Calls between simulated services. */
export class SimulatedCalls implements Calls {
  private readonly lines: Line[];

  constructor(private readonly world: World) {
    this.lines = world.plan.steps.map((step) => new Line(world, step));
  }

  serve(step: StepPlan, serve: Serve): void {
    this.lineTo(step).serve = serve;
  }

  call(from: Attempt | undefined, step: StepPlan, request: Request): Promise<Answer> {
    return new Promise((resolve) => {
      this.ask(from, step, request, (answer) => {
        this.world.clock.letAllRun();
        resolve(answer);
      });
    });
  }

  /** Calls a step; `heard` has the answer. */
  ask(from: Attempt | undefined, step: StepPlan, request: Request, heard: (answer: Answer) => void): void {
    new Invocation(this.world, this.lineTo(step), from, request, heard).begin();
  }

  private lineTo(step: StepPlan): Line {
    const line = this.lines[step.index];
    if (line === undefined) throw new RangeError(`no step ${step.index}`);
    return line;
  }
}

/** What stands between one caller and one callee. Each step has one caller, so there is one for each step. */
class Line {
  readonly policy: CallPolicy;
  readonly breaker: CircuitBreaker | undefined;
  readonly budget: RetryBudget;
  readonly jitter: Draws;
  readonly network: Draws;
  /** What calls and their answers meet on faulty links. */
  readonly there: Passage | undefined;
  readonly back: Passage | undefined;
  /** Milliseconds for all attempts together; only the outer caller has such a limit. */
  readonly deadline: number;
  serve: Serve = () => {
    throw new Error(`nobody serves ${this.step.name}`);
  };

  constructor(
    world: World,
    readonly step: StepPlan,
  ) {
    const { luck, deadline } = world.plan;
    this.policy = step.policy;
    this.breaker = this.policy.breaker && new CircuitBreaker(this.policy.breaker, step.service.index);
    this.budget = new RetryBudget(this.policy.retry?.budget ?? 0);
    this.jitter = luck.draws('jitter', step.name);
    this.network = luck.draws('network', step.name);
    this.deadline = step.caller === -1 ? deadline : Infinity;
    const caller = world.plan.steps[step.caller]?.service;
    // What a service asks of itself goes over no link.
    const ends = caller === step.service ? [] : [step.service, ...(caller === undefined ? [] : [caller])];
    const links = (callee: Link['way'], other: Link['way']): Link[] =>
      ends.map((service) => ({ service, way: service === step.service ? callee : other }));
    this.there = passageOf(world.plan, links('in', 'out'), 'call', step.name);
    this.back = passageOf(world.plan, links('out', 'in'), 'answer', step.name);
  }
}

/** One caller's wish to have one step done: one call, or several when it tries again. */
class Invocation implements Pending {
  private call: Call | undefined = undefined;
  private lastFailure: Failed | undefined = undefined;
  /** Hears how a try again ends. */
  private tried: ((answer: Answer) => void) | undefined = undefined;
  private cancelled = false;
  private wait = 0;
  private readonly deadline: number;

  constructor(
    readonly world: World,
    readonly line: Line,
    readonly from: Attempt | undefined,
    readonly request: Request,
    private readonly heard: (answer: Answer) => void,
  ) {
    this.deadline = world.clock.now + line.deadline;
  }

  begin(): void {
    if (this.line.policy.retry !== undefined) this.line.budget.earn();
    this.from?.waitFor(this);
    this.callOnce();
  }

  private async goOnTrying(first: Failed, tries: number): Promise<void> {
    this.world.clock.letAllRun();
    const answer = await tryAgain(
      first,
      tries,
      (n) => this.backOff(n),
      () =>
        new Promise((resolve) => {
          this.tried = resolve;
          this.callOnce();
        }),
    );
    this.end(this.remaining <= 0 && answer.state === 'failed' ? failed('timeout', answer.origin) : answer);
  }

  private end(answer: Answer): void {
    this.from?.goOn(this);
    this.heard(answer);
  }

  whereabouts(): { service: number; depth: number } {
    if (this.call?.attempt !== undefined && this.call.attempt.state !== 'over')
      return whereabouts(this.call.attempt);
    const { step } = this.line;
    if (this.call !== undefined) {
      const { lostAt } = this.call;
      return { service: lostAt === NOT_LOST ? step.service.index : lostAt, depth: step.depth };
    }
    return { service: this.lastFailure?.origin ?? step.service.index, depth: step.depth };
  }

  cancel(): void {
    this.cancelled = true;
    this.call?.cancel();
  }

  /** Milliseconds until the deadline. */
  get remaining(): number {
    return this.deadline - this.world.clock.now;
  }

  private isInVain(): boolean {
    return this.cancelled || this.from?.state === 'over';
  }

  private callOnce(): void {
    const { world, line, request } = this;
    if (this.isInVain()) {
      this.hear(failed('inherited', line.step.service.index));
      return;
    }
    const ticket = line.breaker?.admit(world.clock.now);
    if (line.breaker !== undefined && ticket === undefined) {
      this.lastFailure = failed('breaker', line.breaker.origin);
      world.facts.failed(request, line.step, this.lastFailure);
      this.hear(this.lastFailure);
      return;
    }
    this.call = new Call(this, ticket);
    this.call.send();
  }

  /** The call is over. A caller that hangs hears nothing of it until it goes on. */
  callEnded(answer: Answer): void {
    this.call = undefined;
    if (answer.state === 'failed') this.lastFailure = answer;
    if (this.from?.service.isHung === true) this.hearLater(this.from.service, answer);
    else this.hear(answer);
  }

  private hear(answer: Answer): void {
    const tries = (this.line.policy.retry?.maxAttempts ?? 1) - 1;
    if (this.tried !== undefined) {
      this.world.clock.letAllRun();
      this.tried(answer);
    } else if (answer.state === 'failed' && tries > 0) {
      void this.goOnTrying(answer, tries);
    } else {
      this.end(answer);
    }
  }

  // What is rare has a method of its own, here and below: a function with a closure in it costs its closure each time.

  private hearLater(caller: Service, answer: Answer): void {
    caller.whenAwake(() => {
      this.hear(answer);
    });
  }

  /** Sleeps before the n-th try again (a caller that hangs sleeps on); says whether there is to be one. */
  private async backOff(n: number): Promise<boolean> {
    const { world, line, request } = this;
    const { retry } = line.policy;
    if (retry === undefined || this.isInVain() || !line.budget.spend()) return false;
    const number = countUp((request.retries ??= []), line.step.index);
    this.wait = backoffDelay(retry, n, line.jitter.at(request.key, number).next(), this.wait);
    await world.clock.sleep(Math.min(this.wait, this.remaining));
    const caller = this.from?.service;
    if (caller?.isHung === true) {
      await new Promise<void>((resolve) => {
        caller.whenAwake(() => {
          world.clock.letAllRun();
          resolve();
        });
      });
    }
    return !this.isInVain() && this.remaining > 0;
  }
}

/** One call on its way: there, served, and back. It is the timer of its own time limit. */
class Call extends Timer implements Bringer {
  attempt: Attempt | undefined = undefined;
  private isOpen = true;
  private isCancelled = false;
  private oneWay = 0;
  /** Among those sent to this step for the request; known where it matters. */
  private number = 0;
  /** The service whose link has lost the call or its answer. */
  lostAt = NOT_LOST;

  constructor(
    private readonly invocation: Invocation,
    private readonly ticket: Ticket | undefined,
  ) {
    super();
  }

  get from(): Attempt | undefined {
    return this.invocation.from;
  }

  send(): void {
    const { world, line, request } = this.invocation;
    const { policy } = line;
    world.hold(request);
    const limit = Math.min(policy.timeout, this.invocation.remaining);
    if (limit < Infinity) world.clock.set(this, limit);
    if (policy.networkLatency === undefined && line.there === undefined && line.back === undefined)
      this.arrive();
    else this.goThere();
  }

  private goThere(): void {
    const { world, line, request } = this.invocation;
    const { networkLatency } = line.policy;
    this.number = countUp((request.sent ??= []), line.step.index);
    if (networkLatency !== undefined)
      this.oneWay = networkLatency.sample(line.network.at(request.key, this.number)) / 2;
    let time = this.oneWay;
    if (line.there !== undefined) {
      if (this.isLost(line.there)) return;
      time += line.there.delay(world.clock.now);
    }
    if (networkLatency === undefined && time === 0) this.arrive();
    else this.arriveAfter(time);
  }

  private arriveAfter(time: number): void {
    this.invocation.world.clock.set(
      quietly(() => {
        this.arrive();
      }),
      time,
    );
  }

  /** Its caller waits for it as long as he has patience. */
  private isLost(passage: Passage): boolean {
    const { world, request } = this.invocation;
    this.lostAt = passage.lostAt(world.clock.now, request.key, this.number);
    if (this.lostAt === NOT_LOST) return false;
    world.letGo(request);
    return true;
  }

  /** The time limit is over: the caller gives up, the callee works on unless it is told. */
  fire(): void {
    const { line } = this.invocation;
    this.settle(failed('timeout', this.invocation.whereabouts().service));
    if (line.policy.cancelOnTimeout) this.cancel();
  }

  /** Nobody waits for it any more: what waits or works for it ends, and what is on its way is not served. */
  cancel(): void {
    const { world, line } = this.invocation;
    const { isOpen } = this;
    this.isCancelled = true;
    this.isOpen = false;
    if (isOpen) {
      world.clock.clear(this);
      if (this.ticket !== undefined) line.breaker?.withdraw(this.ticket);
    }
    this.attempt?.service.cancel(this.attempt);
    if (isOpen) this.invocation.callEnded(failed('inherited', line.step.service.index));
  }

  /** The caller has its answer, unless it has given up. */
  private settle(answer: Answer): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { world, line, request } = this.invocation;
    world.clock.clear(this);
    if (answer.state === 'failed') world.facts.failed(request, line.step, answer, this.attempt);
    else if (answer.state === 'declined') world.facts.declined(request, line.step, this.attempt);
    if (this.ticket !== undefined) {
      const origin = answer.state === 'failed' ? answer.origin : 0;
      line.breaker?.record(this.ticket, answer.state !== 'failed', world.clock.now, origin);
    }
    this.invocation.callEnded(answer);
  }

  private arrive(): void {
    const { world, line, request } = this.invocation;
    if (this.isCancelled) {
      world.letGo(request);
      return;
    }
    const service = world.serviceOf(line.step);
    this.attempt = new Attempt(line.step, request, service, this, false);
    service.admit(this.attempt);
  }

  started(): void {
    // Nobody needs to know.
  }

  worked(attempt: Attempt, outcome: Answer): void {
    const answer = this.invocation.line.serve(attempt, outcome);
    if (answer instanceof Promise) this.goBackWhen(answer);
    else this.goBack(answer);
  }

  private goBackWhen(answered: Promise<Answer>): void {
    this.invocation.world.clock.letAllRun();
    void answered.then((answer) => {
      this.goBack(answer);
    });
  }

  /** Its caller sees it at once. What it has called itself may still answer: then it ends. */
  dropped(_: Attempt, answer: Answer, before: AttemptState): void {
    if (before === 'blocked') this.settle(answer);
    else this.cameBack(answer);
  }

  private goBack(answer: Answer): void {
    const { back } = this.invocation.line;
    if (back !== undefined && this.isOpen) this.goBackOver(back, answer);
    else if (this.oneWay === 0 || !this.isOpen) this.cameBack(answer);
    else this.comeBackLater(answer, this.oneWay);
  }

  private goBackOver(back: Passage, answer: Answer): void {
    if (this.isLost(back)) return;
    const time = this.oneWay + back.delay(this.invocation.world.clock.now);
    if (time === 0) this.cameBack(answer);
    else this.comeBackLater(answer, time);
  }

  private comeBackLater(answer: Answer, time: number): void {
    this.invocation.world.clock.set(
      quietly(() => {
        this.cameBack(answer);
      }),
      time,
    );
  }

  private cameBack(answer: Answer): void {
    this.settle(answer);
    this.invocation.world.letGo(this.invocation.request);
  }
}

function countUp(counts: number[], index: number): number {
  const count = (counts[index] ?? 0) + 1;
  counts[index] = count;
  return count;
}
