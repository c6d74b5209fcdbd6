import { Timer } from '../engine/clock.js';
import type { Draws } from '../engine/luck.js';
import type { StepPlan } from '../plan/plan.js';
import type { Answer } from './answer.js';
import { Attempt } from './attempt.js';
import type { Serve } from './ports.js';
import { Queue } from './queue.js';
import type { Request } from './request.js';
import { type Offers, Row } from './row.js';
import type { Service } from './service.js';
import type { World } from './world.js';

/** How a step looks for work; `database.ts` does it where all is simulated. */
export interface Reads {
  /** @param key what its luck is drawn by */
  read(step: StepPlan, key: number, heard: (answer: Answer) => void): void;
}

/**
 * One step's way to its work: it reads the rows that are ready for it, claims as many as its service has free slots, and
 * sleeps until its next tick. When it has filled its slots there may be more: then it reads again as soon as one is free.
 * A service that is down or hangs does not poll; one that was frozen does when it goes on.
 *
 * Ticks are `pollInterval` apart, a tenth more or less. Without that all pollers would keep step for ever, and how long a
 * row waits would be decided by how their phases happen to lie, not by how often they look; with more of it, rows would
 * wait noticeably longer than half of the interval. Ticks are the same whatever happens, in the control run too: a read that
 * comes at another moment moves none.
 *
 * It is its own timer: it fires when it wakes.
 */
export class Poller extends Timer implements Offers {
  protected readonly ready = new Queue<Attempt>();
  private readonly service: Service;
  private readonly draws: Draws;
  private readonly interval: number;
  private ticks = 0;
  private nextTick: number;
  private polls = 0;

  constructor(
    protected readonly world: World,
    private readonly database: Reads,
    readonly step: StepPlan,
    protected readonly serve: Serve,
  ) {
    super(true);
    this.service = world.serviceOf(step);
    this.draws = world.plan.luck.draws('poll', step.name);
    this.interval = world.plan.sharing?.pollInterval ?? Infinity;
    // The first one anywhere in the first interval that the step is there.
    this.nextTick = (step.joins?.at ?? 0) + this.interval * this.draws.at(0, 0).next();
    this.world.clock.setAt(this, this.nextTick);
  }

  /** A row for this step has been committed. */
  insert(request: Request): void {
    const { world, step, serve } = this;
    world.pin(request);
    new Row(world, step, request, serve, this).offer();
  }

  fire(): void {
    this.poll();
  }

  /** Tells of all that is still waiting when the run is over. */
  close(): void {
    for (const attempt of this.ready) this.world.facts.left(attempt, true);
  }

  offer(row: Row): Attempt {
    const attempt = this.attemptOf(row);
    this.ready.push(attempt);
    this.world.facts.waits(attempt);
    return attempt;
  }

  /** An attempt that waits until it is claimed. */
  protected attemptOf(row: Row): Attempt {
    const attempt = new Attempt(this.step, row.request, this.service, row, true);
    attempt.arrivedAt = this.world.clock.now;
    attempt.state = 'waiting';
    attempt.queued = true;
    return attempt;
  }

  withdraw(attempt: Attempt): void {
    this.ready.remove(attempt);
    attempt.state = 'over';
    this.world.facts.waited(attempt);
  }

  private poll(): void {
    const { service } = this;
    if (service.isFrozen) {
      service.whenThawed(() => {
        this.poll();
      });
    } else if (!service.isUp || service.isHung) {
      this.sleep();
    } else if (service.freeSlots === 0) {
      this.pollWhenFree();
    } else {
      this.polls += 1;
      const [key] = this.draws.at(this.polls, 1).words();
      this.database.read(this.step, key, (answer) => {
        service.whenThawed(() => {
          this.hear(answer);
        });
      });
    }
  }

  private hear(answer: Answer): void {
    if (answer.state === 'done') this.claim();
    if (!this.service.isUp) this.sleep();
    else if (this.service.freeSlots === 0) this.pollWhenFree();
    else if (this.mayHaveMore()) this.poll();
    else this.sleep();
  }

  /** Slots are free, and rows may be ready all the same. A simulated read fills those that are free when it is back. */
  protected mayHaveMore(): boolean {
    return false;
  }

  /** The rows are its own from here on, and their work begins. */
  private claim(): void {
    const { service, ready, world } = this;
    while (service.freeSlots > 0) {
      const attempt = ready.shift();
      if (attempt === undefined) return;
      world.facts.waited(attempt);
      service.begin(attempt);
    }
  }

  private pollWhenFree(): void {
    this.service.whenFree(() => {
      this.poll();
    });
  }

  private sleep(): void {
    const { clock } = this.world;
    while (this.nextTick <= clock.now) {
      this.ticks += 1;
      this.nextTick += this.interval * (0.9 + 0.2 * this.draws.at(this.ticks, 0).next());
    }
    clock.setAt(this, this.nextTick);
  }
}
