import type { Clock, Resolver, Timer } from './clock.js';
import { Callback } from './clock.js';
import { TimerHeap } from './timer-heap.js';

/** A timer may ring so many milliseconds early: those of Node are as much late as they are early then, on average. */
const EARLY = 0.5;
/** The longest that Node waits. */
const LONGEST = 0x7fffffff;

/** Milliseconds of a clock that all processes of one machine share, and that nobody sets. */
export function monotonicNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Wall time, counted from a moment that the processes of a run have agreed on. */
export class WallClock implements Clock {
  private readonly heap = new TimerHeap();
  private alarm: NodeJS.Timeout | undefined = undefined;
  /** A turn of the event loop is asked for, to ring what is due. */
  private isDueNow = false;
  private rings = Infinity;
  private origin: number | undefined = undefined;
  private last = 0;
  /** Milliseconds by which timers have rung late, for the noise of the run; whoever takes them leaves it empty. */
  readonly lateness: number[] = [];

  /** @param onError hears what a timer has thrown */
  constructor(private readonly onError: (error: unknown) => void) {}

  /** Time stands at 0 until it is told when that is. */
  start(origin: number): void {
    this.origin = origin;
    this.setAlarm();
  }

  get now(): number {
    if (this.origin === undefined) return 0;
    // Two processes may differ in the last digits; one of them never goes back.
    this.last = Math.max(this.last, monotonicNow() - this.origin, 0);
    return this.last;
  }

  set(timer: Timer, delay: number): void {
    this.setAt(timer, this.now + delay);
  }

  setAt(timer: Timer, at: number): void {
    if (at === Infinity) at = Number.MAX_SAFE_INTEGER;
    this.heap.push(timer, at);
    if (at < this.rings) this.setAlarm();
  }

  clear(timer: Timer): void {
    if (timer.entry !== -1) this.heap.remove(timer);
  }

  left(timer: Timer): number {
    return Math.max(0, this.heap.timeOf(timer) - this.now);
  }

  soon(callback: () => void): void {
    queueMicrotask(() => {
      this.guard(callback);
    });
  }

  resolver<T>(): Resolver<T> {
    let resolve: (value: T) => void = () => undefined;
    const promise = new Promise<T>((settle) => {
      resolve = settle;
    });
    return { promise, resolve };
  }

  sleep(delay: number): Promise<void> {
    return new Promise((resolve) => {
      this.set(new Callback(resolve), delay);
    });
  }

  /** Whoever runs a real run ends it. */
  endBy(): void {
    // Nothing to do.
  }

  noteProgress(): void {
    // Wall time passes by itself.
  }

  fail(error: unknown): void {
    this.onError(error);
  }

  /** No timer rings any more. */
  stop(): void {
    clearTimeout(this.alarm);
    this.rings = -Infinity;
  }

  private setAlarm(): void {
    if (this.origin === undefined || this.rings === -Infinity) return;
    const { firstTime } = this.heap;
    this.rings = firstTime;
    clearTimeout(this.alarm);
    if (firstTime === Infinity) return;
    const wait = Math.min(Math.max(0, Math.round(firstTime - this.now)), LONGEST);
    if (wait === 0) {
      // A timeout of Node takes a millisecond at least.
      if (!this.isDueNow) setImmediate(this.ringNow);
      this.isDueNow = true;
      return;
    }
    this.alarm = setTimeout(() => {
      this.ring();
    }, wait);
  }

  private readonly ringNow = (): void => {
    this.isDueNow = false;
    if (this.rings !== -Infinity) this.ring();
  };

  private ring(): void {
    this.rings = Infinity;
    for (;;) {
      const due = this.heap.firstTime;
      const { now } = this;
      if (due > now + EARLY) break;
      if (this.lateness.length < 100_000) this.lateness.push(now - due);
      // One that rings early rings at its moment: nothing that it does is told to have been before.
      this.last = Math.max(this.last, due);
      const timer = this.heap.removeFirst();
      this.guard(() => {
        timer.fire();
      });
    }
    this.setAlarm();
  }

  private guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.onError(error);
    }
  }
}
