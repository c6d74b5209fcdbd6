import { type Draws, Luck } from '../../src/engine/luck.js';
import { type Result, TANDEM } from './tandem.js';

interface Trip {
  key: number;
  begunAt: number;
}

/** The tandem as bare callbacks on a heap, with the same draws: nothing can fail, nothing is measured but the mean time. */
export function runBare(requests: number): Result {
  const luck = new Luck(TANDEM.seed);
  const arrivals = luck.draws('arrivals', '0');
  const clock = new BareClock<Trip>();
  let completed = 0;
  let time = 0;
  const last: Begin = (trip) => {
    completed += 1;
    time += clock.now - trip.begunAt;
  };
  const first = TANDEM.services
    .map((name) => luck.draws('work', name))
    .reduceRight((next, draws) => bareService(clock, draws, next), last);
  let sent = 0;
  const arriveNext = (): void => {
    if (sent < requests) clock.set(-Math.log(arrivals.at(sent, 0).next()) * TANDEM.gap, arrive, NOBODY);
  };
  const arrive = (): void => {
    first({ key: sent++, begunAt: clock.now });
    arriveNext();
  };
  arriveNext();
  clock.run();
  return { completed, meanTime: time / completed };
}

const NOBODY: Trip = { key: -1, begunAt: 0 };

type Begin = (trip: Trip) => void;

function bareService(clock: BareClock<Trip>, draws: Draws, next: Begin): Begin {
  let free: number = TANDEM.slots;
  let waiting: Trip[] = [];
  let head = 0;
  const work: Begin = (trip) => {
    clock.set(-Math.log(draws.at(trip.key, 1).next()) * TANDEM.work, done, trip);
  };
  const done: Begin = (trip) => {
    const waiter = waiting[head];
    if (waiter === undefined) {
      free += 1;
    } else {
      head += 1;
      if (head === waiting.length) {
        waiting = [];
        head = 0;
      }
      work(waiter);
    }
    next(trip);
  };
  return (trip) => {
    if (free > 0) {
      free -= 1;
      work(trip);
    } else {
      waiting.push(trip);
    }
  };
}

/** The quickest honest one that was found: times in a typed four-ary heap, callbacks and arguments beside it. */
class BareClock<T> {
  now = 0;
  private readonly times = new Float64Array(65_536);
  private readonly slots = new Int32Array(65_536);
  private readonly callbacks: ((argument: T) => void)[] = [];
  private readonly args: T[] = [];
  private readonly free: number[] = [];
  private size = 0;

  set(delay: number, callback: (argument: T) => void, argument: T): void {
    const { times, slots } = this;
    const at = this.now + delay;
    const slot = this.free.pop() ?? this.callbacks.length;
    this.callbacks[slot] = callback;
    this.args[slot] = argument;
    let place = this.size++;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const time = times[above] ?? 0;
      if (time <= at) break;
      times[place] = time;
      slots[place] = slots[above] ?? 0;
      place = above;
    }
    times[place] = at;
    slots[place] = slot;
  }

  run(): void {
    while (this.size > 0) {
      this.now = this.times[0] ?? 0;
      const slot = this.slots[0] ?? 0;
      this.removeFirst();
      this.free.push(slot);
      this.callbacks[slot]?.(this.args[slot] as T);
    }
  }

  private removeFirst(): void {
    const { times, slots } = this;
    const size = --this.size;
    const at = times[size] ?? 0;
    const slot = slots[size] ?? 0;
    let place = 0;
    for (;;) {
      const firstChild = place * 4 + 1;
      if (firstChild >= size) break;
      let child = firstChild;
      let least = times[child] ?? 0;
      const end = Math.min(firstChild + 4, size);
      for (let other = firstChild + 1; other < end; other += 1) {
        const time = times[other] ?? 0;
        if (time < least) {
          least = time;
          child = other;
        }
      }
      if (at <= least) break;
      times[place] = least;
      slots[place] = slots[child] ?? 0;
      place = child;
    }
    times[place] = at;
    slots[place] = slot;
  }
}
