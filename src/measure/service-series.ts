import type { ServiceSeries } from './measurements.js';
import { MOST_INTERVALS } from './series.js';

/**
 * Spans of time, added up interval by interval. However many intervals a span covers, to add it takes two places at either
 * end: what lies between is a sum that is formed when all is over.
 */
class SpanSum {
  private readonly parts: number[] = [];
  private readonly covered: number[] = [];

  constructor(private readonly interval: number) {}

  add(from: number, to: number): void {
    if (!(to > from)) return;
    const { interval } = this;
    const first = placeOf(from, interval);
    const last = placeOf(to, interval);
    if (first === last) {
      this.note(this.parts, first, to - from);
      return;
    }
    this.note(this.parts, first, (first + 1) * interval - from);
    this.note(this.parts, last, to - last * interval);
    if (last - first < 2) return;
    this.note(this.covered, first + 1, 1);
    this.note(this.covered, last, -1);
  }

  /** The mean number of spans that were open, interval by interval. */
  means(length: number): number[] {
    const { parts, covered, interval } = this;
    let open = 0;
    return Array.from({ length }, (_, index) => {
      open += covered[index] ?? 0;
      return thousandths((parts[index] ?? 0) / interval + open);
    });
  }

  private note(list: number[], index: number, value: number): void {
    // Places are filled up, so that the list stays one of plain numbers.
    while (list.length <= index) list.push(0);
    list[index] = (list[index] as number) + value;
  }
}

/** Counts what one service does in each interval of a run. Memory grows with the run's length, not with its requests. */
export class ServiceSeriesRecorder {
  private readonly working: SpanSum;
  private readonly blocked: SpanSum;
  private readonly waiting: SpanSum;
  private readonly failed: number[] = [];

  /** @param interval milliseconds */
  constructor(private readonly interval: number) {
    this.working = new SpanSum(interval);
    this.blocked = new SpanSum(interval);
    this.waiting = new SpanSum(interval);
  }

  hasWaited(since: number, now: number): void {
    if (since < now) this.waiting.add(since, now);
  }

  /** @param workedAt when its own work was done, Infinity where it was not */
  hasHeld(startedAt: number, workedAt: number, now: number): void {
    if (workedAt >= now) {
      this.working.add(startedAt, now);
    } else {
      this.working.add(startedAt, workedAt);
      this.blocked.add(workedAt, now);
    }
  }

  hasFailed(now: number): void {
    const { failed } = this;
    const index = placeOf(now, this.interval);
    while (failed.length <= index) failed.push(0);
    failed[index] = (failed[index] as number) + 1;
  }

  /** @param length how many intervals the run has had */
  figures(length: number): ServiceSeries {
    return {
      working: this.working.means(length),
      blocked: this.blocked.means(length),
      waiting: this.waiting.means(length),
      failed: Array.from({ length }, (_, index) => this.failed[index] ?? 0),
    };
  }
}

/** The interval that a moment lies in. */
function placeOf(time: number, interval: number): number {
  return Math.min(Math.floor(time / interval), MOST_INTERVALS - 1);
}

/** More digits say nothing of a mean number of slots, and make long files. */
function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
