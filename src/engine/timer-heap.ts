import type { Timer } from './clock.js';

/** Timers that there is room for at first. */
const ROOM = 1024;

/**
 * Timers by the time at which they fire; equal times in the order in which they were put in. What is taken back leaves at
 * once, so the heap holds no garbage.
 *
 * A four-ary heap: less depth than a binary one, and the children lie side by side. Only numbers move in it, times and
 * the entries they belong to; a timer lies still and knows its entry.
 */
export class TimerHeap {
  private size = 0;
  /** In the heap's order. */
  private times = new Float64Array(ROOM);
  private entries = new Int32Array(ROOM);
  /** By entry: its place in the heap, when it was put in, and the timer. */
  private places = new Int32Array(ROOM);
  private serials = new Float64Array(ROOM);
  private readonly timers: (Timer | undefined)[] = [];
  private readonly free: number[] = [];
  private serial = 0;

  /** Infinity when there is none. */
  get firstTime(): number {
    return this.size === 0 ? Infinity : (this.times[0] as number);
  }

  /** @param timer that is in the heap */
  timeOf(timer: Timer): number {
    return this.times[this.places[timer.entry] as number] as number;
  }

  push(timer: Timer, time: number): void {
    const entry = this.free.pop() ?? this.timers.length;
    if (this.size === this.times.length) this.makeRoom();
    this.timers[entry] = timer;
    this.serials[entry] = this.serial++;
    timer.entry = entry;
    this.rise(time, entry, this.size++);
  }

  removeFirst(): Timer {
    return this.removeAt(0);
  }

  remove(timer: Timer): void {
    this.removeAt(this.places[timer.entry] as number);
  }

  private removeAt(place: number): Timer {
    const entry = this.entries[place] as number;
    const timer = this.timers[entry] as Timer;
    timer.entry = -1;
    this.timers[entry] = undefined;
    this.free.push(entry);
    const last = --this.size;
    if (last === place) return timer;
    const lastTime = this.times[last] as number;
    const lastEntry = this.entries[last] as number;
    if (place > 0 && this.isBefore(lastTime, lastEntry, (place - 1) >> 2))
      this.rise(lastTime, lastEntry, place);
    else this.sink(lastTime, lastEntry, place);
    return timer;
  }

  private rise(time: number, entry: number, from: number): void {
    const { times, entries, places } = this;
    let place = from;
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

  private sink(time: number, entry: number, from: number): void {
    const { times, entries, places, size } = this;
    let place = from;
    for (;;) {
      const firstChild = place * 4 + 1;
      if (firstChild >= size) break;
      let child = firstChild;
      const end = Math.min(firstChild + 4, size);
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

  private makeRoom(): void {
    const room = this.times.length * 2;
    this.times = copyInto(new Float64Array(room), this.times);
    this.entries = copyInto(new Int32Array(room), this.entries);
    this.places = copyInto(new Int32Array(room), this.places);
    this.serials = copyInto(new Float64Array(room), this.serials);
  }
}

function copyInto<T extends Float64Array | Int32Array>(list: T, from: T): T {
  list.set(from);
  return list;
}
