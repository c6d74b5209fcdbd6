import { Callback } from '../engine/clock.js';
import type { StepPlan } from '../plan/plan.js';
import { type Answer, failed, type Failed } from './answer.js';
import type { Attempt, AttemptState, AttemptSource } from './attempt.js';
import { backoffDelay } from './backoff.js';
import type { Serve } from './ports.js';
import { whereabouts } from './whereabouts.js';
import type { Request } from './request.js';
import type { World } from './world.js';

/** Where rows stand that may be claimed. */
export interface Offers {
  offer(row: Row): Attempt;
  withdraw(attempt: Attempt): void;
}

/**
 * One piece of work in the shared table. It brings one attempt after another to its step's service, until one has committed
 * it or it is given up. `redelivery` and `ackWait` mean what they mean on a bus: how often and when it may be claimed
 * again, and how long a claim holds.
 */
export class Row implements AttemptSource {
  /** It is committed, or given up. The first commit counts, also one that is later than its claim. */
  isEnded = false;
  protected claims = 0;
  /** The attempt that will work on it when it is claimed. */
  private offered: Attempt | undefined = undefined;
  /** Milliseconds it waited before it could be claimed again. */
  protected wait = 0;
  /** Rings when the claim runs out. */
  private expiry: Callback | undefined = undefined;

  constructor(
    protected readonly world: World,
    protected readonly step: StepPlan,
    readonly request: Request,
    private readonly serve: Serve,
    private readonly offers: Offers,
  ) {}

  /** From now on it may be claimed. */
  offer(): void {
    this.offered = this.offers.offer(this);
  }

  get from(): undefined {
    return undefined;
  }

  started(attempt: Attempt): void {
    const { world, request } = this;
    const { ackWait } = world.plan.bus;
    this.offered = undefined;
    this.claims += 1;
    world.pin(request);
    if (ackWait === Infinity) return;
    this.expiry = new Callback(() => {
      this.expire(attempt);
    });
    world.clock.set(this.expiry, ackWait);
  }

  worked(attempt: Attempt, outcome: Answer): void {
    this.serve(attempt, outcome);
  }

  /** An attempt that was dropped while it waited for the database has been undone already. */
  answered(attempt: Attempt, answer: Answer): void {
    if (answer.state === 'failed' && !attempt.isGivenUp) this.undo(attempt, answer, false);
    this.world.unpin(this.request);
  }

  /** Its service has crashed: the claim is void, and the row is there again when the service is. */
  dropped(attempt: Attempt, answer: Answer, before: AttemptState): void {
    if (answer.state === 'failed' && !attempt.isGivenUp) this.undo(attempt, answer, true);
    // What waits for the database hears from it still.
    if (before !== 'blocked') this.world.unpin(this.request);
  }

  /** What has come of the row is committed: nobody needs to claim it any more. */
  settle(attempt: Attempt, outcome: Answer): void {
    const { world, request, step, offered } = this;
    this.isEnded = true;
    this.stopExpiry();
    attempt.isGivenUp = true;
    if (offered !== undefined) this.offers.withdraw(offered);
    this.offered = undefined;
    if (outcome.state === 'declined') world.facts.declined(request, step, attempt);
    world.unpin(request);
  }

  /** The claim has run out: the row may be claimed again at once, while the old attempt works on. */
  private expire(attempt: Attempt): void {
    this.expiry = undefined;
    attempt.isGivenUp = true;
    const failure = failed('timeout', whereabouts(attempt).service);
    this.world.facts.failed(this.request, this.step, failure, attempt);
    if (!this.givesUp()) this.offer();
  }

  /**
   * Nothing of the attempt's is committed: the row will be tried again after its delay, if there is a try left and nobody
   * else has ended it.
   */
  private undo(attempt: Attempt, failure: Failed, isCrashed: boolean): void {
    const { world, request, step } = this;
    this.stopExpiry();
    attempt.isGivenUp = true;
    world.facts.failed(request, step, failure, attempt);
    if (this.isEnded || this.givesUp()) return;
    this.parked(1);
    const again = (): void => {
      this.parked(-1);
      if (!this.isEnded) this.offer();
    };
    if (isCrashed) {
      attempt.service.whenUp(again);
      return;
    }
    const u = world.plan.luck.draws('redelivery', step.name).at(request.key, attempt.number).next();
    this.wait = backoffDelay(step.redelivery, this.claims, u, this.wait);
    world.clock.set(new Callback(again), this.wait);
  }

  /** It begins to wait until it may be claimed again, or has. */
  protected parked(change: 1 | -1): void {
    this.world.facts.parked(change);
  }

  protected givesUp(): boolean {
    const { world, request, step } = this;
    if (this.claims < step.redelivery.maxDeliveries) return false;
    this.isEnded = true;
    request.deadLettered = true;
    world.facts.deadLettered(request, step);
    world.unpin(request);
    return true;
  }

  private stopExpiry(): void {
    if (this.expiry !== undefined) this.world.clock.clear(this.expiry);
    this.expiry = undefined;
  }
}
