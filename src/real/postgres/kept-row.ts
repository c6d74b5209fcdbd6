import { inBackground } from '../../engine/clock.js';
import type { Attempt } from '../../system/attempt.js';
import { Row } from '../../system/row.js';

/** A row that outlives the process that works on it. */
export class KeptRow extends Row {
  /** Nobody has worked on it yet. */
  get isUntouched(): boolean {
    return this.history.claims === 0 && this.offered === undefined;
  }

  /** Whoever worked on it was killed: it is given up, or there again when its service is. */
  wasKilled(whenUp: (offerAgain: () => void) => void): void {
    if (this.givesUp()) return;
    const { facts } = this.world;
    facts.parked(1);
    whenUp(() => {
      facts.parked(-1);
      this.offer();
    });
  }

  /** It waits for its delay to be over. */
  wasParked(until: number): void {
    const { clock, facts } = this.world;
    const again = inBackground(() => {
      facts.parked(-1);
      if (!this.isEnded) this.offer();
    });
    clock.setAt(again, Math.max(until, clock.now));
  }

  /** It waits to be claimed, and that has been told. */
  wasOffered(attempt: Attempt): void {
    this.offered = attempt;
  }
}
