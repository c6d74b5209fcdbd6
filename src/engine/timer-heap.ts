import type { Timer } from './clock.js';

/**
 * Timers by the time at which they fire; equal times in the order in which they were put in. What is taken back leaves at
 * once, so the heap holds no garbage.
 *
 * A four-ary heap: less depth than a binary one, and the children lie side by side. Only numbers move in it, times and
 * the entries they belong to; a timer lies still and knows its entry.
 */
export class TimerHeap {
  /** In the heap's order. */
  private readonly times: number[] = [];
  private readonly entries: number[] = [];
  /** By entry: the timer, its place in the heap, and when it was put in. */
  private readonly timers: (Timer | undefined)[] = [];
  private readonly places: number[] = [];
  private readonly serials: number[] = [];
  private readonly free: number[] = [];
  private serial = 0;

  /** Infinity when there is none. */
  get firstTime(): number {
    return this.times.length === 0 ? Infinity : (this.times[0] as number);
  }

  timeOf(timer: Timer): number {
    const place = this.places[timer.entry];
    return place === undefined ? NaN : (this.times[place] as number);
  }

  push(timer: Timer, time: number): void {
    const entry = this.free.pop() ?? this.timers.length;
    this.timers[entry] = timer;
    this.serials[entry] = this.serial++;
    timer.entry = entry;
    const { length } = this.times;
    this.times.push(time);
    this.entries.push(entry);
    this.rise(time, entry, length);
  }

  removeFirst(): Timer {
    return this.removeAt(0);
  }

  remove(timer: Timer): void {
    this.removeAt(this.places[timer.entry] as number);
  }

  private removeAt(place: number): Timer {
    const { times, entries } = this;
    const entry = entries[place] as number;
    const timer = this.timers[entry] as Timer;
    timer.entry = -1;
    this.timers[entry] = undefined;
    this.free.push(entry);
    const lastTime = times.pop() as number;
    const lastEntry = entries.pop() as number;
    if (lastEntry === entry) return timer;
    if (place > 0 && this.isBefore(lastTime, lastEntry, (place - 1) >> 2))
      this.rise(lastTime, lastEntry, place);
    else this.sink(lastTime, lastEntry, place);
    return timer;
  }

  private rise(time: number, entry: number, place: number): void {
    const { times, entries, places } = this;
    while (place > 0) {
      const above = (place - 1) >> 2;
      if (!this.isBefore(time, entry, above)) break;
      const other = entries[above] as number;
      times[place] = times[above] as number;
      entries[place] = other;
      places[other] = place;
      place = above;
    }
    times[place] = time;
    entries[place] = entry;
    places[entry] = place;
  }

  private sink(time: number, entry: number, place: number): void {
    const { times, entries, places } = this;
    const { length } = times;
    for (;;) {
      const firstChild = place * 4 + 1;
      if (firstChild >= length) break;
      let child = firstChild;
      const end = Math.min(firstChild + 4, length);
      for (let other = firstChild + 1; other < end; other += 1) {
        if (this.isBefore(times[other] as number, entries[other] as number, child)) child = other;
      }
      if (this.isBefore(time, entry, child)) break;
      const other = entries[child] as number;
      times[place] = times[child] as number;
      entries[place] = other;
      places[other] = place;
      place = child;
    }
    times[place] = time;
    entries[place] = entry;
    places[entry] = place;
  }

  /** Does this time, of this entry, come before what stands at that place? */
  private isBefore(time: number, entry: number, place: number): boolean {
    const other = this.times[place] as number;
    if (time !== other) return time < other;
    return (this.serials[entry] as number) < (this.serials[this.entries[place] as number] as number);
  }
}
