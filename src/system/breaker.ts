import type { BreakerPolicy } from '../plan/plan.js';

/** Names the state that admitted a call: a result counts in that one only. */
export type Ticket = number;

/**
 * A circuit breaker over a window of the last calls. Closed, it counts; open, it refuses; when it has been open long
 * enough it lets a few probes through. When the last of them has ended, the share that has failed decides; where failures
 * in a row are counted, the first failure does.
 */
export class CircuitBreaker {
  /** The service where the failure that it heard of last began. */
  origin: number;
  private state: 'closed' | 'open' | 'half-open' = 'closed';
  private readonly results: boolean[] = [];
  private next = 0;
  private failures = 0;
  private openUntil = 0;
  /** Probes that were let through, and those of them that have ended. */
  private probes = 0;
  private ended = 0;
  private ticket: Ticket = 0;

  constructor(
    private readonly policy: BreakerPolicy,
    callee: number,
  ) {
    this.origin = callee;
  }

  /** Lets a call through, or refuses it (`undefined`). */
  admit(now: number): Ticket | undefined {
    if (this.state === 'open') {
      if (now < this.openUntil) return undefined;
      this.enter('half-open');
    }
    if (this.state === 'half-open') {
      if (this.probes >= this.policy.probes) return undefined;
      this.probes += 1;
    }
    return this.ticket;
  }

  /** Hears how a call ended; `origin` is where a failure began. */
  record(ticket: Ticket, ok: boolean, now: number, origin: number): void {
    if (!ok) this.origin = origin;
    if (ticket !== this.ticket) return;
    if (this.state === 'half-open') this.recordProbe(ok, now);
    else this.recordCall(ok, now);
  }

  /** A call that was let through is given up without a result: as a probe it may be made again. */
  withdraw(ticket: Ticket): void {
    if (ticket === this.ticket && this.state === 'half-open') this.probes -= 1;
  }

  private recordCall(ok: boolean, now: number): void {
    const { window, minimum, threshold } = this.policy;
    if (this.results[this.next] === false) this.failures -= 1;
    if (!ok) this.failures += 1;
    this.results[this.next] = ok;
    this.next = (this.next + 1) % window;
    if (this.results.length >= minimum && this.failures / this.results.length >= threshold) this.open(now);
  }

  private recordProbe(ok: boolean, now: number): void {
    const { probes, threshold, opensAtFirstFailedProbe } = this.policy;
    this.ended += 1;
    if (!ok) this.failures += 1;
    if (opensAtFirstFailedProbe && !ok) this.open(now);
    else if (this.ended < probes) return;
    else if (this.failures / probes >= threshold) this.open(now);
    else this.enter('closed');
  }

  private open(now: number): void {
    this.enter('open');
    this.openUntil = now + this.policy.openFor;
  }

  private enter(state: CircuitBreaker['state']): void {
    this.state = state;
    this.ticket += 1;
    this.probes = 0;
    this.ended = 0;
    this.results.length = 0;
    this.next = 0;
    this.failures = 0;
  }
}
