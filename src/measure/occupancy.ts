/**
 * Who is present somewhere, counted in the two ways that Little's law says are equal: the number present summed over
 * time, and the time spent summed over those who were there. (Little, *A Proof for the Queuing Formula L = λW*, 1961.)
 */
export class Occupancy {
  present = 0;
  peak = 0;
  /** Integral of the number present over time. */
  integral = 0;
  /** Sum of the times spent. */
  sojourns = 0;
  private last = 0;

  enter(now: number): void {
    this.integral += this.present * (now - this.last);
    this.last = now;
    this.present += 1;
    if (this.present > this.peak) this.peak = this.present;
  }

  leave(now: number, since: number): void {
    this.integral += this.present * (now - this.last);
    this.last = now;
    this.present -= 1;
    this.sojourns += now - since;
  }
}
