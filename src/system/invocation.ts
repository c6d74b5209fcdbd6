import { Timer } from '../engine/clock.js';
import { type Answer, failed, type Failed } from './answer.js';
import type { Attempt, Pending } from './attempt.js';
import type { CallEdge } from './call-edge.js';
import { Call } from './call.js';
import type { Request } from './request.js';
import { Retries } from './retry.js';
import { whereabouts } from './whereabouts.js';
import type { World } from './world.js';

/**
 * One caller's request to have one step done: one call, or several when it tries again. It is its own timer: it fires when
 * the wait before a retry is over.
 */
export class Invocation extends Timer implements Pending {
  call: Call | undefined = undefined;
  lastFailure: Failed | undefined = undefined;
  private retries: Retries | undefined = undefined;
  private isCancelled = false;
  private isBeginning = false;

  constructor(
    readonly world: World,
    readonly edge: CallEdge,
    /** The calling attempt, for which failed calls are tried again here; the outer caller's retries are in `caller.ts`. */
    readonly from: Attempt | undefined,
    readonly request: Request,
    /** Has the answer. */
    private readonly heard: (answer: Answer) => void,
    /** The moment until which a call lasts at most. */
    readonly deadline = Infinity,
  ) {
    super();
  }

  begin(): void {
    if (this.from !== undefined) this.edge.retry?.budget.earn();
    this.from?.waitFor(this);
    this.isBeginning = true;
    this.callOnce();
    this.isBeginning = false;
  }

  /** The wait before a retry is over. A caller that hangs sleeps on. */
  fire(): void {
    const caller = this.from?.service;
    if (caller?.isHung === true) {
      caller.whenAwake(() => {
        this.callAgain();
      });
    } else {
      this.callAgain();
    }
  }

  /** The call is over. A caller that hangs hears nothing of it until it goes on. */
  callEnded(answer: Answer): void {
    this.call = undefined;
    if (answer.state === 'failed') this.lastFailure = answer;
    this.moved();
    const caller = this.from?.service;
    if (caller?.isHung === true) {
      caller.whenAwake(() => {
        this.hear(answer);
      });
    } else {
      this.hear(answer);
    }
  }

  whereabouts(): { service: number; depth: number } {
    const { step } = this.edge;
    if (this.call?.attempt !== undefined && this.call.attempt.state !== 'over')
      return whereabouts(this.call.attempt);
    // What is lost on the way cannot be heard; all else waits for a caller that is frozen.
    if (this.from?.service.isFrozen === true && this.call?.lostAt === undefined)
      return { service: this.from.service.index, depth: this.from.step.depth };
    const service =
      (this.call === undefined ? this.lastFailure?.origin : this.call.lostAt) ?? step.service.index;
    return { service, depth: step.depth };
  }

  cancel(): void {
    this.isCancelled = true;
    this.call?.cancel();
  }

  /** Where it waits or works may have changed. */
  moved(): void {
    this.world.observer?.moved(this);
    this.from?.moved();
  }

  private callOnce(): void {
    const { world, edge, request } = this;
    if (this.isAbandoned) {
      this.hear(failed('inherited', edge.step.service.index));
      return;
    }
    const ticket = edge.breaker?.admit(world.clock.now);
    if (edge.breaker !== undefined && ticket === undefined) {
      this.lastFailure = failed('breaker', edge.breaker.origin);
      this.moved();
      world.facts.failed(request, edge.step, this.lastFailure);
      this.hear(this.lastFailure);
      return;
    }
    this.call = new Call(this, ticket);
    this.moved();
    this.call.send();
  }

  private hear(answer: Answer): void {
    const wait = answer.state === 'failed' ? this.waitBeforeRetry() : undefined;
    if (wait === undefined) this.end(answer);
    else this.world.clock.set(this, wait);
  }

  /** `undefined` when there is to be no retry. */
  private waitBeforeRetry(): number | undefined {
    const { retry } = this.edge;
    if (retry === undefined || this.from === undefined || this.isAbandoned) return undefined;
    this.retries ??= new Retries(retry, this.request);
    return this.retries.next();
  }

  private callAgain(): void {
    if (this.isAbandoned && this.lastFailure !== undefined) this.end(this.lastFailure);
    else this.callOnce();
  }

  private end(answer: Answer): void {
    this.world.observer?.goesOn(this);
    this.from?.goOn(this);
    if (!this.isBeginning || this.from === undefined) {
      this.heard(answer);
      return;
    }
    // A caller that calls several together calls them all, though the first may be refused at once.
    this.world.clock.soon(() => {
      this.heard(answer);
    });
  }

  /** Nobody waits for the answer any more. */
  private get isAbandoned(): boolean {
    return this.isCancelled || this.from?.state === 'over';
  }
}
