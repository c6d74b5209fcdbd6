/**
 * Something that happens at a moment. Subclasses say what; the clock keeps its own notes in the fields.
 * It is a class and not a callback so that the busiest things (an attempt's work, a call's time limit) are their own timers.
 */
export abstract class Timer {
  /** When it fires, in milliseconds; meaningful while it is set. */
  at = 0;
  /** Equal times fire in the order they were set. */
  serial = 0;
  /** Its place in the clock's heap, -1 while it is not set. */
  place = -1;
  /** Background timers (fault timetables, polling) keep no run alive. */
  readonly background: boolean = false;

  abstract fire(): void;
}

/** What the modes and the system know of time; virtual and wall time are one model with a different way to pass. */
export interface Clock {
  /** Milliseconds since the run began. */
  readonly now: number;
  /** Sets a timer `delay` milliseconds from now; it must not be set already. */
  set(timer: Timer, delay: number): void;
  /** Sets a timer for a moment that is not in the past. */
  setAt(timer: Timer, at: number): void;
  /** Takes a timer back; one that is not set stays so. */
  clear(timer: Timer): void;
  /** Resolves `delay` milliseconds from now. */
  sleep(delay: number): Promise<void>;
}

/** How a run ended: all quiet, the limit reached, work left that nothing could ever move, or the caller's wish. */
export type EndReason = 'quiet' | 'drained' | 'stuck' | 'interrupted';

export interface RunOptions {
  /** Virtual time that is not passed, in milliseconds. */
  limit: number;
  /** Is there work that background timers could still move? */
  busy(): boolean;
  /** Asked now and then: should the run end early? */
  interrupted?: (() => boolean) | undefined;
}

/** Real milliseconds after which signals and progress get a turn. */
const TURN = 50;
/** Timers fired between two looks at the real clock. */
const LOOK = 1024;

/**
 * Virtual time under ordinary promises. One timer fires, then every microtask that follows from it runs, then the next
 * fires: so code that awaits sees the time at which what it awaited happened.
 *
 * Microtasks are drained without a macrotask turn for each timer: a `process.nextTick` callback runs once the microtask
 * queue is empty, and one that is queued from a microtask lets the queue drain first.
 */
export class VirtualClock implements Clock {
  now = 0;
  private readonly heap = new TimerHeap();
  private serial = 0;
  private foreground = 0;

  set(timer: Timer, delay: number): void {
    this.setAt(timer, this.now + delay);
  }

  setAt(timer: Timer, at: number): void {
    timer.at = at;
    timer.serial = this.serial++;
    if (!timer.background) this.foreground += 1;
    this.heap.push(timer);
  }

  clear(timer: Timer): void {
    if (timer.place === -1) return;
    if (!timer.background) this.foreground -= 1;
    this.heap.remove(timer);
  }

  sleep(delay: number): Promise<void> {
    return new Promise((resolve) => {
      this.set(new Callback(resolve), delay);
    });
  }

  /** Lets time pass until nothing is left that could happen, or the limit is reached. */
  run(options: RunOptions): Promise<EndReason> {
    return new Promise((resolve, reject) => {
      let untilLook = LOOK;
      let turnAt = performance.now() + TURN;
      const step = (): void => {
        const next = this.heap.first;
        if (next === undefined || (this.foreground === 0 && !options.busy())) {
          resolve(options.busy() ? 'stuck' : 'quiet');
          return;
        }
        if (next.at > options.limit) {
          this.now = options.limit;
          resolve('drained');
          return;
        }
        this.now = next.at;
        this.heap.remove(next);
        if (!next.background) this.foreground -= 1;
        try {
          next.fire();
        } catch (error) {
          reject(error as Error);
          return;
        }
        if (--untilLook > 0) queueMicrotask(again);
        else look();
      };
      const again = (): void => {
        process.nextTick(step);
      };
      const look = (): void => {
        untilLook = LOOK;
        if (performance.now() < turnAt) {
          queueMicrotask(again);
          return;
        }
        setImmediate(() => {
          turnAt = performance.now() + TURN;
          if (options.interrupted?.() === true) resolve('interrupted');
          else step();
        });
      };
      process.nextTick(step);
    });
  }
}

/** A timer that calls a function. */
export class Callback extends Timer {
  constructor(private readonly callback: () => void) {
    super();
  }

  fire(): void {
    this.callback();
  }
}

/** A background timer that calls a function. */
export class BackgroundCallback extends Callback {
  override readonly background = true;
}

/**
 * A four-ary heap by time, then by serial number. What is taken back leaves at once, so the heap holds no garbage.
 * Four children a node: less depth, and the children lie side by side.
 */
class TimerHeap {
  private readonly timers: Timer[] = [];

  get first(): Timer | undefined {
    return this.timers[0];
  }

  push(timer: Timer): void {
    this.timers.push(timer);
    this.rise(timer, this.timers.length - 1);
  }

  remove(timer: Timer): void {
    const { timers } = this;
    const place = timer.place;
    timer.place = -1;
    const last = timers.pop() as Timer;
    if (last === timer) return;
    if (place > 0 && isBefore(last, timers[(place - 1) >> 2] as Timer)) this.rise(last, place);
    else this.sink(last, place);
  }

  private rise(timer: Timer, place: number): void {
    const { timers } = this;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const parent = timers[above] as Timer;
      if (!isBefore(timer, parent)) break;
      timers[place] = parent;
      parent.place = place;
      place = above;
    }
    timers[place] = timer;
    timer.place = place;
  }

  private sink(timer: Timer, place: number): void {
    const { timers } = this;
    const { length } = timers;
    for (;;) {
      const firstChild = place * 4 + 1;
      if (firstChild >= length) break;
      let child = firstChild;
      let least = timers[child] as Timer;
      const end = Math.min(firstChild + 4, length);
      for (let other = firstChild + 1; other < end; other += 1) {
        const candidate = timers[other] as Timer;
        if (isBefore(candidate, least)) {
          least = candidate;
          child = other;
        }
      }
      if (!isBefore(least, timer)) break;
      timers[place] = least;
      least.place = place;
      place = child;
    }
    timers[place] = timer;
    timer.place = place;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.serial < b.serial);
}
