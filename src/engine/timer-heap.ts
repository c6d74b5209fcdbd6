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
    this.put(time, entry, this.rise(time, entry, this.size++));
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
    // The last one takes its place, and goes on to where it belongs.
    const last = --this.size;
    if (last === place) return timer;
    const lastTime = this.times[last] as number;
    const lastEntry = this.entries[last] as number;
    this.sink(lastTime, lastEntry, this.rise(lastTime, lastEntry, place));
    return timer;
  }

  /** Makes way upwards for a timer that is to stand at `place` or above it; says where. */
  private rise(time: number, entry: number, place: number): number {
    const { times, entries, places } = this;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const otherTime = times[above] as number;
      const other = entries[above] as number;
      if (otherTime < time || (otherTime === time && this.isOlder(other, entry))) break;
      times[place] = otherTime;
      entries[place] = other;
      places[other] = place;
      place = above;
    }
    return place;
  }

  /** Puts a timer at `place` or, making way downwards, below it. */
  private sink(time: number, entry: number, place: number): void {
    const { times, entries, places, size } = this;
    for (;;) {
      const firstChild = place * 4 + 1;
      if (firstChild >= size) break;
      let child = firstChild;
      let least = times[child] as number;
      const end = Math.min(firstChild + 4, size);
      for (let other = firstChild + 1; other < end; other += 1) {
        const otherTime = times[other] as number;
        if (otherTime > least) continue;
        if (otherTime === least && this.isOlder(entries[child] as number, entries[other] as number)) continue;
        least = otherTime;
        child = other;
      }
      const other = entries[child] as number;
      if (time < least || (time === least && this.isOlder(entry, other))) break;
      times[place] = least;
      entries[place] = other;
      places[other] = place;
      place = child;
    }
    this.put(time, entry, place);
  }

  private put(time: number, entry: number, place: number): void {
    this.times[place] = time;
    this.entries[place] = entry;
    this.places[entry] = place;
  }

  private isOlder(entry: number, other: number): boolean {
    return (this.serials[entry] as number) < (this.serials[other] as number);
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
