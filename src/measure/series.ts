import { Histogram } from './histogram.js';
import type { Series } from './measurements.js';
import type { Told } from './outcomes.js';

/** No run is drawn in more intervals than this, however long it drains. */
export const MOST_INTERVALS = 100_000;

/** What the recorder of the whole run counts; what happened at each service is counted there. */
type OwnSeries = Omit<Series, 'services'>;

/** What happened in each interval of the virtual time. */
export class SeriesRecorder {
  private readonly series: OwnSeries;
  private readonly times = new Histogram();
  private readonly responseTimes = new Histogram();
  private boundary: number;
  private offered = 0;
  private accepted = 0;
  private completed = 0;
  private good = 0;
  private errors = 0;
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
      goodput: [],
      errors: [],
      backlog: [],
      peakBacklog: [],
      p99: [],
      responseP99: [],
    };
    this.boundary = interval;
  }

  /** Most that waited at once. */
  peakBacklog = 0;

  /** Milliseconds. */
  get interval(): number {
    return this.series.interval;
  }

  begun(now: number): void {
    this.goTo(now);
    this.offered += 1;
  }

  /** @param time since the request began */
  hasResponded(now: number, told: Told, time: number): void {
    this.goTo(now);
    if (told === 'accepted') this.accepted += 1;
    else if (told !== 'declined') this.errors += 1;
    this.responseTimes.record(time);
  }

  wasGood(now: number): void {
    this.goTo(now);
    this.good += 1;
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
  end(now: number): OwnSeries {
    this.backlogChanged(now, 0); // what has waited all the while counts, too
    const { interval, offered, backlog } = this.series;
    const isNew = now > this.boundary - interval || offered.length === 0;
    const isChanged = this.waiting !== backlog[backlog.length - 1];
    const happened = this.offered + this.completed + this.responseTimes.count;
    if (isNew || isChanged || happened > 0) this.closeInterval();
    return this.series;
  }

  private noteWaiting(): void {
    if (this.waiting > this.mostWaiting) this.mostWaiting = this.waiting;
  }

  private goTo(now: number): void {
    while (now >= this.boundary && this.series.offered.length < MOST_INTERVALS) this.closeInterval();
  }

  private closeInterval(): void {
    const { series } = this;
    series.offered.push(this.offered);
    series.accepted.push(this.accepted);
    series.completed.push(this.completed);
    series.goodput.push(this.good);
    series.errors.push(this.errors);
    series.backlog.push(this.waiting);
    this.noteWaiting();
    series.peakBacklog.push(this.mostWaiting);
    series.p99.push(percentileOf(this.times));
    series.responseP99.push(percentileOf(this.responseTimes));
    this.offered = 0;
    this.accepted = 0;
    this.completed = 0;
    this.good = 0;
    this.errors = 0;
    this.mostWaiting = 0;
    if (this.times.count > 0) this.times.clear();
    if (this.responseTimes.count > 0) this.responseTimes.clear();
    this.boundary = (series.offered.length + 1) * series.interval;
  }
}

/** The 99th; `null` of nothing. */
function percentileOf(times: Histogram): number | null {
  return times.count === 0 ? null : times.percentile(99);
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
