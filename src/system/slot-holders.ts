import type { Attempt } from './attempt.js';
import { whereabouts } from './whereabouts.js';

/**
 * Which service each slot of one service is held for: its own while the attempt works; while it is blocked, the deepest one
 * that still waits or works on its behalf. Counted when it is first asked for; from then on each attempt
 * is looked at again only when it has moved, so that a question costs nothing where nothing has changed.
 */
export class SlotHolders {
  /** By service. */
  private readonly counts = new Map<number, number>();
  private readonly known = new Map<Attempt, number>();
  private readonly unknown: Set<Attempt>;
  /** The last answer, until something changes. */
  private leader: number | undefined = undefined;

  constructor(
    private readonly service: number,
    private readonly inService: readonly Attempt[],
  ) {
    this.unknown = new Set(inService);
  }

  taken(attempt: Attempt): void {
    this.leader = undefined;
    this.unknown.add(attempt);
  }

  released(attempt: Attempt): void {
    this.leader = undefined;
    this.forget(attempt);
    this.unknown.delete(attempt);
  }

  /** It may be held for another service now. */
  moved(attempt: Attempt): void {
    if (!this.forget(attempt)) return;
    this.leader = undefined;
    this.unknown.add(attempt);
  }

  /**
   * The service for which most slots are held, the service itself if they work or if there are none; of several, the first
   * that has so many.
   */
  most(): number {
    return (this.leader ??= this.findLeader());
  }

  private findLeader(): number {
    if (this.inService.length === 0) return this.service;
    this.lookAgain();
    const most = Math.max(...this.counts.values());
    const leaders = [...this.counts].filter(([, count]) => count === most);
    const [leader] = leaders;
    return leader !== undefined && leaders.length === 1 ? leader[0] : this.firstToReach(most);
  }

  private lookAgain(): void {
    for (const attempt of this.unknown) {
      const { service } = whereabouts(attempt);
      this.known.set(attempt, service);
      this.count(service, 1);
    }
    this.unknown.clear();
  }

  private forget(attempt: Attempt): boolean {
    const service = this.known.get(attempt);
    if (service === undefined) return false;
    this.known.delete(attempt);
    this.count(service, -1);
    return true;
  }

  private count(service: number, change: number): void {
    this.counts.set(service, (this.counts.get(service) ?? 0) + change);
  }

  /** In the order of the slots. */
  private firstToReach(most: number): number {
    const counts: number[] = [];
    for (const attempt of this.inService) {
      const service = this.known.get(attempt) ?? this.service;
      const count = (counts[service] ?? 0) + 1;
      if (count === most) return service;
      counts[service] = count;
    }
    return this.service;
  }
}
