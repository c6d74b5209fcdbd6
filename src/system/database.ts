import type { StepPlan } from '../plan/plan.js';
import { type Answer, failed } from './answer.js';
import { Attempt, type Bringer, type Pending } from './attempt.js';
import { Request } from './request.js';
import type { Service } from './service.js';
import type { World } from './world.js';

/** Hears how a query ended, in the moment when it does: what a write commits is in place from then on. */
type Heard = (answer: Answer) => void;

/**
 * The one database of shared-database mode. It is a service as others are: a query takes one of its slots (or waits for
 * one, as for a connection), takes its time, and meets its faults.
 */
export class Database {
  private readonly service: Service;
  private readonly queries: readonly StepPlan[];

  constructor(private readonly world: World) {
    const { sharing } = world.plan;
    const service = sharing && world.services[sharing.database.index];
    if (service === undefined) throw new RangeError('a plan without a database');
    this.service = service;
    this.queries = sharing?.queries ?? [];
  }

  /**
   * A step looks for work. It does so for no request in particular, and keeps no run alive.
   *
   * @param key what its luck is drawn by
   */
  read(step: StepPlan, key: number, heard: Heard): void {
    const { plan, clock } = this.world;
    const { now } = clock;
    const counted = now >= plan.load.warmup && now < plan.load.duration;
    const nobodys = new Request(plan, key, now, counted);
    // Nobody waits for an answer to it.
    nobodys.told = 'accepted';
    this.begin(step, nobodys, new Query(this.world, undefined, heard));
  }

  /** An attempt writes what has come of its work, and holds its slot until it has heard. */
  write(from: Attempt, heard: Heard): void {
    const query = new Query(this.world, from, heard);
    from.waitFor(query);
    this.world.hold(from.request);
    this.begin(from.step, from.request, query);
  }

  private begin(step: StepPlan, request: Request, query: Query): void {
    const of = this.queries[step.index];
    if (of === undefined) throw new RangeError(`no queries of ${step.name}`);
    query.attempt = new Attempt(of, request, this.service, query, false, query.from === undefined);
    this.service.admit(query.attempt);
  }
}

/** One query on its way. */
class Query implements Bringer, Pending {
  attempt: Attempt | undefined = undefined;
  private isCancelled = false;

  constructor(
    private readonly world: World,
    /** The attempt that waits for it; a poll is nobody's. */
    readonly from: Attempt | undefined,
    private readonly heard: Heard,
  ) {}

  started(): void {
    // Nobody needs to know.
  }

  worked(attempt: Attempt, outcome: Answer): void {
    this.end(attempt, outcome);
    attempt.release(outcome);
  }

  dropped(attempt: Attempt, answer: Answer): void {
    this.end(attempt, answer);
  }

  whereabouts(): { service: number; depth: number } {
    const { service, depth } = (this.attempt as Attempt).step;
    return { service: service.index, depth };
  }

  /** Nobody waits for it any more: its transaction is rolled back. */
  cancel(): void {
    this.isCancelled = true;
    const { attempt } = this;
    attempt?.service.cancel(attempt);
  }

  private end({ request, step }: Attempt, answer: Answer): void {
    const { from, world, attempt, isCancelled } = this;
    from?.goOn(this);
    if (answer.state === 'failed' && !isCancelled) world.facts.failed(request, step, answer, attempt);
    this.heard(isCancelled ? failed('inherited', step.service.index) : answer);
    if (from !== undefined) world.letGo(request);
  }
}
