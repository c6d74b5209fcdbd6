import { Timer } from '../engine/clock.js';
import type { Draws } from '../engine/luck.js';
import type { StepPlan } from '../plan/plan.js';
import type { Answer } from './answer.js';
import type { Database, Statement } from './database.js';
import type { Service } from './service.js';
import type { World } from './world.js';

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
export abstract class PollLoop extends Timer {
  protected readonly service: Service;
  private readonly draws: Draws;
  private readonly interval: number;
  private ticks = 0;
  private nextTick: number;
  private polls = 0;

  constructor(
    protected readonly world: World,
    private readonly database: Database,
    readonly step: StepPlan,
  ) {
    super(true);
    this.service = world.serviceOf(step);
    this.draws = world.plan.luck.draws('poll', step.name);
    this.interval = world.plan.sharing?.pollInterval ?? Infinity;
    // The first one anywhere in the first interval that the step is there.
    this.nextTick = (step.joins?.at ?? 0) + this.interval * this.draws.at(0, 0).next();
  }

  /** From its next tick on; the first is anywhere in the first interval. */
  protected wakeFirst(): void {
    if (this.nextTick > this.world.clock.now) this.world.clock.setAt(this, this.nextTick);
    else this.sleep();
  }

  /** What a read does at the database. */
  protected abstract find(): Statement;

  /** The rows are its own from here on, and their work begins. */
  protected abstract claim(): void;

  fire(): void {
    this.poll();
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
      this.database.read(this.step, key, this.find(), (answer) => {
        service.whenThawed(() => {
          this.hear(answer);
        });
      });
    }
  }

  private hear(answer: Answer): void {
    if (answer.state === 'done') this.claim();
    if (this.service.isUp && this.service.freeSlots === 0) this.pollWhenFree();
    else this.sleep();
  }

  private pollWhenFree(): void {
    this.service.whenFree(() => {
      this.poll();
    });
  }

  /** Until the next tick. */
  private sleep(): void {
    const { clock } = this.world;
    while (this.nextTick <= clock.now) {
      this.ticks += 1;
      this.nextTick += this.interval * (0.9 + 0.2 * this.draws.at(this.ticks, 0).next());
    }
    clock.setAt(this, this.nextTick);
  }
}
