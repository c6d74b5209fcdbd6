/** Runs of a stochastic case, each with a seed of its own. */
export const SEEDS = 20;
/** The share of each run's load that is not counted. */
export const WARMUP = 0.05;

/** Shares below this take many requests. */
const RARE = 0.05;
/** Nearer than it takes to be judged. */
const ENOUGH = 0.0165;

/** How hard to try: how near the mean of all runs should come. */
export class Effort {
  /** @param precision standard error wanted, as a share of the figure */
  constructor(private readonly precision: number) {}

  /**
   * Requests of one run.
   *
   * @param relativeVariance of one request's figure, what it has in common with its neighbours included: the variance of
   *   the mean of many, times their number, over the square of the mean
   */
  requests(relativeVariance: number, precision = this.precision): number {
    const all = relativeVariance / (precision * precision);
    return Math.max(200, Math.ceil(all / SEEDS / (1 - WARMUP)));
  }

  /** Requests of one run for a share `p` of independent requests; of rare ones no more than has to be. */
  requestsForShare(p: number): number {
    const precision = p < RARE ? Math.max(this.precision, ENOUGH) : this.precision;
    return this.requests((1 - p) / p, precision);
  }

  /**
   * Requests of one run for waiting times in a queue of this load.
   * Whitt, *Planning Queueing Simulations*, Management Science 1989: M/M/1; other queues are of that order.
   *
   * @param waiting share of the requests that wait
   */
  requestsForQueue(rho: number, waiting = rho): number {
    const ofOne = (2 + 5 * rho - 4 * rho * rho + rho * rho * rho) / (rho * (1 - rho) * (1 - rho));
    return this.requests((ofOne * (rho * rho)) / (waiting * waiting));
  }
}

export const QUICK = new Effort(0.0165);
export const FULL = new Effort(0.008);
