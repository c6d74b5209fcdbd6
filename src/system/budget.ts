/** Parts of a retry, so that ten calls at 10 % earn exactly one. */
const WHOLE = 1_000_000;
/** Retries that can be saved up. */
const MOST = 10;

/** Retries are paid from what new calls earn. */
export class RetryBudget {
  private readonly share: number;
  private saved = 0;

  /** @param share retries earned by each new call; Infinity for as many as one likes */
  constructor(share: number) {
    this.share = Math.round(share * WHOLE);
  }

  earn(): void {
    this.saved = Math.min(MOST * WHOLE, this.saved + this.share);
  }

  /** Pays for one retry, if there is enough. */
  spend(): boolean {
    if (this.share === Infinity) return true;
    if (this.saved < WHOLE) return false;
    this.saved -= WHOLE;
    return true;
  }
}
