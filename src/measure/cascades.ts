import type { AttemptFact, RequestFact } from '../system/facts.js';
import type { Cascade } from './measurements.js';

/** Counts who failed because of whom. */
export class CascadeCounter {
  /** By origin, then by victim; the caller comes after the services. */
  private readonly counts: number[][];
  private readonly caller: number;
  private readonly deepest = new Map<RequestFact, AttemptFact>();

  constructor(private readonly services: readonly string[]) {
    this.caller = services.length;
    this.counts = services.map(() => new Array<number>(services.length + 1).fill(0));
  }

  serviceFailed(origin: number, victim: number): void {
    this.add(origin, victim, 1);
  }

  callerFailed(origin: number): void {
    this.add(origin, this.caller, 1);
  }

  /** The run has ended while this attempt stood still and its caller had no answer. */
  neverAnswered(attempt: AttemptFact): void {
    const other = this.deepest.get(attempt.request);
    if (other === undefined || other.step.depth < attempt.step.depth)
      this.deepest.set(attempt.request, attempt);
  }

  /** @param untold callers without an answer; those of whom nothing is known count for the entry service */
  figures(untold: number, entry: number): Cascade[] {
    for (const attempt of this.deepest.values()) this.callerFailed(attempt.step.service.index);
    this.add(entry, this.caller, untold - this.deepest.size);
    const names = [...this.services, 'caller'];
    const victims = [this.caller, ...this.services.keys()];
    return victims.flatMap((victim) =>
      this.services.flatMap((origin, index) => {
        const count = this.counts[index]?.[victim] ?? 0;
        return count === 0 ? [] : [{ origin, victim: names[victim] ?? '', count }];
      }),
    );
  }

  private add(origin: number, victim: number, count: number): void {
    const row = this.counts[origin];
    if (row !== undefined) row[victim] = (row[victim] ?? 0) + count;
  }
}
