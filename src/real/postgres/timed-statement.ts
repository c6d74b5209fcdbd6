import { inBackground, type Timer } from '../../engine/clock.js';
import type { Answer } from '../../system/answer.js';
import { failed } from '../../system/answer.js';
import type { Attempt } from '../../system/attempt.js';
import type { Heard, Statement } from '../../system/database.js';
import type { World } from '../../system/world.js';
import { isBroken } from './broken.js';

/** What a query asks the database for. */
export interface Asked {
  /** Sends it; says what has come of it, in memory: what follows is for `takesEffect`. */
  ask(): Promise<() => Answer>;
  /** Whether it was done nobody has heard. It is called when there is nothing more to wait for. */
  inDoubt(): void;
}

/**
 * A query that takes as long as the scenario says: the statement is sent so early that its answer is there when that time
 * is over, and the real round trip counts into it. What crashes the database before that has rolled it back.
 */
export class TimedStatement implements Statement {
  private timer: Timer | undefined = undefined;
  private answer: Promise<() => Answer> | undefined = undefined;
  private isBroken = false;

  /** @param lead how long the round trip will take, about */
  constructor(
    private readonly world: World,
    private readonly database: number,
    private readonly asked: Asked,
    private readonly lead: () => number,
  ) {}

  /** It was sent, and what has come of it nobody has heard. */
  get isUndecided(): boolean {
    return this.isBroken && this.answer !== undefined;
  }

  begins(attempt: Attempt): void {
    // Decided already, and the database does nothing.
    if (attempt.fate.state === 'failed') return;
    this.timer = inBackground(() => {
      // Of a database that stands still, later.
      if (!attempt.service.isHung) this.send();
    });
    this.world.clock.set(this.timer, Math.max(0, attempt.workTime - this.lead()));
  }

  takesEffect(heard: Heard): void {
    this.stopTimer();
    this.send()
      .then((effect) => {
        if (!this.isBroken) heard(effect());
      })
      .catch((error: unknown) => {
        if (this.isBroken) return;
        this.isBroken = true;
        heard(failed('injected', this.database));
        this.settle(error);
      });
  }

  breaks(): void {
    if (this.isBroken) return;
    this.isBroken = true;
    this.stopTimer();
    void this.answer?.then(
      () => {
        this.asked.inDoubt();
      },
      (error: unknown) => {
        this.settle(error);
      },
    );
  }

  private settle(error: unknown): void {
    if (isBroken(error)) this.asked.inDoubt();
    else this.world.clock.fail(error);
  }

  private send(): Promise<() => Answer> {
    if (this.answer === undefined) {
      this.answer = this.asked.ask();
      // Whoever waits for it hears of it later.
      this.answer.catch(() => undefined);
    }
    return this.answer;
  }

  private stopTimer(): void {
    if (this.timer !== undefined) this.world.clock.clear(this.timer);
  }
}
