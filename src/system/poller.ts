import type { StepPlan } from '../plan/plan.js';
import { Attempt } from './attempt.js';
import type { Serve } from './ports.js';
import { type Database, FIND, type Statement } from './database.js';
import { PollLoop } from './poll-loop.js';
import { Queue } from './queue.js';
import type { Request } from './request.js';
import { type Offers, Row } from './row.js';
import type { World } from './world.js';

/** The rows of one step in a simulated table, and how it comes to them. */
export class Poller extends PollLoop implements Offers {
  private readonly ready = new Queue<Attempt>();

  constructor(
    world: World,
    database: Database,
    step: StepPlan,
    private readonly serve: Serve,
  ) {
    super(world, database, step);
    this.wakeFirst();
  }

  /** A row for this step has been committed. */
  insert(request: Request): void {
    const { world, step, serve } = this;
    world.pin(request);
    new Row(world, step, request, serve, this).offer();
  }

  /** Tells of all that is still waiting when the run is over. */
  close(): void {
    for (const attempt of this.ready) this.world.facts.left(attempt, true);
  }

  offer(row: Row): Attempt {
    const attempt = new Attempt(this.step, row.request, this.service, row, true);
    attempt.arrivedAt = this.world.clock.now;
    attempt.state = 'waiting';
    attempt.queued = true;
    this.ready.push(attempt);
    this.world.facts.waits(attempt);
    return attempt;
  }

  withdraw(attempt: Attempt): void {
    this.ready.remove(attempt);
    attempt.state = 'over';
    this.world.facts.waited(attempt);
  }

  freed(): void {
    // It is offered when its time has come.
  }

  ended(): void {
    // Nothing is left of it.
  }

  protected find(): Statement {
    return FIND;
  }

  protected claim(): void {
    const { service, ready, world } = this;
    while (service.freeSlots > 0) {
      const attempt = ready.shift();
      if (attempt === undefined) return;
      world.facts.waited(attempt);
      service.begin(attempt);
    }
  }
}
