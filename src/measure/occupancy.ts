/**
 * Who is present somewhere, counted in the two ways that Little's law says are equal: the number present summed over
 * time, and the time spent summed over those who were there. (Little, *A Proof for the Queuing Formula L = λW*, 1961.)
 */
export class Occupancy {
  present = 0;
  /** Most that were present at once, from the moment on that is counted. */
  peak = 0;
  /** Integral of the number present over time. */
  integral = 0;
  /** Sum of the times spent. */
  sojourns = 0;
  private last = 0;

  /** @param countedFrom milliseconds, for the peak; left out, nobody asks for it */
  constructor(private readonly countedFrom = Infinity) {}

  enter(now: number): void {
    this.integral += this.present * (now - this.last);
    this.last = now;
    if (now >= this.countedFrom) this.peak = Math.max(this.peak, this.present + 1);
    this.present += 1;
  }

  leave(now: number, since: number): void {
    this.integral += this.present * (now - this.last);
    this.last = now;
    // Those who were there already when it began to count are counted when the first of them leaves.
    if (now >= this.countedFrom) this.peak = Math.max(this.peak, this.present);
    this.present -= 1;
    this.sojourns += now - since;
  }
}
