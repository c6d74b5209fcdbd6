import { setTimeout as sleep } from 'node:timers/promises';
import { isBroken } from './broken.js';

const TRY_AGAIN = 30;

/** What a process owes to the database beside its queries: each is tried until it is done, one after the other. */
export class Errands {
  /** How many are not done. */
  open = 0;
  private last: Promise<void> = Promise.resolve();

  /** @param fail hears what no waiting mends */
  constructor(private readonly fail: (error: unknown) => void) {}

  run(action: () => Promise<void>): void {
    this.open += 1;
    this.last = this.last.then(async () => {
      for (;;) {
        try {
          await action();
          break;
        } catch (error) {
          if (!isBroken(error)) {
            this.fail(error);
            break;
          }
          await sleep(TRY_AGAIN);
        }
      }
      this.open -= 1;
    });
  }
}
