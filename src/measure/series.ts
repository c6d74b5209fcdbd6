import { Histogram } from './histogram.js';
import type { Series } from './measurements.js';

/** No run is drawn in more intervals than this, however long it drains. */
const MOST = 100_000;

/** What happened in each interval of the virtual time. */
export class SeriesRecorder {
  private readonly series: Series;
  private readonly times = new Histogram();
  private boundary: number;
  private offered = 0;
  private accepted = 0;
  private completed = 0;
  private waiting = 0;
  private mostWaiting = 0;

  /**
   * @param duration of the load, in milliseconds
   * @param countedFrom from this moment on, for the peak; the series begins at 0
   */
  constructor(
    duration: number,
    private readonly countedFrom: number,
  ) {
    const interval = roundInterval(duration);
    this.series = {
      interval,
      offered: [],
      accepted: [],
      completed: [],
      backlog: [],
      peakBacklog: [],
      p99: [],
    };
    this.boundary = interval;
  }

  /** Most that waited at once. */
  peakBacklog = 0;

  begun(now: number): void {
    this.goTo(now);
    this.offered += 1;
  }

  hasAccepted(now: number): void {
    this.goTo(now);
    this.accepted += 1;
  }

  hasCompleted(now: number, time: number): void {
    this.goTo(now);
    this.completed += 1;
    this.times.record(time);
  }

  backlogChanged(now: number, change: number): void {
    this.goTo(now);
    // What left at the very beginning of an interval has not waited in it.
    if (now > this.boundary - this.series.interval) this.noteWaiting();
    this.waiting += change;
    this.noteWaiting();
    if (now >= this.countedFrom)
      this.peakBacklog = Math.max(this.peakBacklog, this.waiting, this.waiting - change);
  }

  /** The run is over. */
  end(now: number): Series {
    this.backlogChanged(now, 0); // what has waited all the while counts, too
    const { interval, offered, backlog } = this.series;
    const isNew = now > this.boundary - interval || offered.length === 0;
    const isChanged = this.waiting !== backlog[backlog.length - 1];
    if (isNew || isChanged || this.offered + this.accepted + this.completed > 0) this.closeInterval();
    return this.series;
  }

  private noteWaiting(): void {
    if (this.waiting > this.mostWaiting) this.mostWaiting = this.waiting;
  }

  private goTo(now: number): void {
    while (now >= this.boundary && this.series.offered.length < MOST) this.closeInterval();
  }

  private closeInterval(): void {
    const { series } = this;
    series.offered.push(this.offered);
    series.accepted.push(this.accepted);
    series.completed.push(this.completed);
    series.backlog.push(this.waiting);
    this.noteWaiting();
    series.peakBacklog.push(this.mostWaiting);
    series.p99.push(this.times.count === 0 ? null : this.times.percentile(99));
    this.offered = 0;
    this.accepted = 0;
    this.completed = 0;
    this.mostWaiting = 0;
    if (this.times.count > 0) this.times.clear();
    this.boundary = (series.offered.length + 1) * series.interval;
  }
}

/** The longest round interval (1, 2 or 5 times a power of ten) of which the duration has at least 60. */
function roundInterval(duration: number): number {
  let unit = 1;
  while (unit * 60 > duration) unit /= 10;
  while (unit * 600 <= duration) unit *= 10;
  for (const step of [5, 2]) {
    if (unit * step * 60 <= duration) return unit * step;
  }
  return unit;
}
