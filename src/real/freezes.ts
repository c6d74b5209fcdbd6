import { inBackground } from '../engine/clock.js';
import type { FaultPlan } from '../faults/effects.js';
import type { Service } from '../system/service.js';
import type { World } from '../system/world.js';
import type { Journal } from './journal.js';
import type { Told } from './told.js';

/** So often the event loop goes round after a freeze, until all that has come meanwhile is read. */
const ROUNDS = 8;

export interface Stretch {
  at: number;
  until: number;
}

/** When a service is frozen: several freezes that overlap are one. */
export function frozenStretches(faults: readonly FaultPlan[], service: string): Stretch[] {
  const stretches: Stretch[] = [];
  const own = faults.filter(({ kind, target }) => kind === 'freeze' && target === service);
  for (const { at, until } of own.sort((one, other) => one.at - other.at)) {
    const last = stretches.at(-1);
    if (last !== undefined && at <= last.until) last.until = Math.max(last.until, until);
    else stretches.push({ at, until });
  }
  return stretches;
}

/**
 * The freezes of one service, in its own process. The process steps aside first: what is at work stands still, with the time
 * that it has left. Then it asks to be stopped. When it goes on it reads all that has come meanwhile before it looks at its
 * clock, so an answer that has come counts, though its time limit has passed.
 */
export class Freezes {
  private current: Stretch | undefined = undefined;
  private isOpen = false;

  /** @param stop asks for a SIGSTOP, and a SIGCONT at that moment */
  constructor(
    private readonly world: World,
    private readonly service: Service,
    private readonly journal: Journal,
    private readonly told: Told,
    private readonly stop: (until: number) => void,
  ) {}

  schedule(): void {
    const { clock, plan } = this.world;
    for (const stretch of frozenStretches(plan.faults, this.service.plan.name)) {
      if (stretch.until <= clock.now) continue;
      const { at, until } = stretch;
      clock.setAt(
        inBackground(() => {
          this.begin(stretch);
        }),
        at,
      );
      if (until === Infinity) continue;
      clock.setAt(
        inBackground(() => {
          this.goOnAfter(ROUNDS);
        }),
        until,
      );
    }
  }

  /** Connections are taken in from now on: of a process that stands still, too, but not of one that is not there yet. */
  open(): void {
    this.isOpen = true;
    if (this.current !== undefined) this.askForStop(this.current);
  }

  private begin(stretch: Stretch): void {
    this.current = stretch;
    this.service.beginFreeze();
    this.told.tell('frozen', this.service.index);
    if (this.isOpen) this.askForStop(stretch);
  }

  private askForStop({ until }: Stretch): void {
    this.journal.then(() => {
      this.stop(until);
    });
  }

  private goOnAfter(rounds: number): void {
    if (rounds > 0) {
      setImmediate(() => {
        this.goOnAfter(rounds - 1);
      });
      return;
    }
    this.current = undefined;
    this.told.tell('thawed', this.service.index);
    this.service.endFreeze();
  }
}
