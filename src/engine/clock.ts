import { TimerHeap } from './timer-heap.js';

/**
 * Something that happens at a moment. Subclasses say what.
 * It is a class and not a callback so that the busiest things (an attempt's work, a call's time limit) are their own timers.
 */
export abstract class Timer {
  /** Where the clock has noted it, -1 while it is not set. */
  entry = -1;

  constructor(
    /** Background timers (fault timetables, polling) keep no run alive. */
    readonly isBackground = false,
    /**
     * What it does when it fires wakes nobody without a word to the clock (`letAllRun`). Of any other timer the clock
     * knows nothing, and lets all code run that can before it goes on.
     */
    readonly isQuiet = false,
  ) {}

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
  /** Milliseconds until a timer that is set will fire. */
  left(timer: Timer): number;
  /** A promise was settled: whoever awaits it has to run before the next timer fires. */
  letAllRun(): void;
  /** Resolves `delay` milliseconds from now. */
  sleep(delay: number): Promise<void>;
}

/** How time ended: all quiet, the limit reached, work left that nothing could ever move, or the caller's wish. */
export type EndReason = 'quiet' | 'drained' | 'stuck' | 'interrupted';

export interface RunOptions {
  /** Virtual time that is not passed, in milliseconds. */
  limit: number;
  /** Virtual time that background timers alone may pass, while nothing else is set to happen. */
  patience: number;
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
 */
export class VirtualClock implements Clock {
  now = 0;
  private readonly heap = new TimerHeap();
  private foreground = 0;
  /** When a timer that is not a background one fired last. */
  private lastWork = 0;
  private restless = false;

  set(timer: Timer, delay: number): void {
    this.setAt(timer, this.now + delay);
  }

  setAt(timer: Timer, at: number): void {
    if (!timer.isBackground) this.foreground += 1;
    this.heap.push(timer, at);
  }

  clear(timer: Timer): void {
    if (timer.entry === -1) return;
    if (!timer.isBackground) this.foreground -= 1;
    this.heap.remove(timer);
  }

  left(timer: Timer): number {
    return this.heap.timeOf(timer) - this.now;
  }

  letAllRun(): void {
    this.restless = true;
  }

  sleep(delay: number): Promise<void> {
    return new Promise((resolve) => {
      this.set(new Callback(resolve), delay);
    });
  }

  /** Lets time pass until nothing is left that could happen, or the limit is reached. */
  async run(options: RunOptions): Promise<EndReason> {
    let turnAt = performance.now() + TURN;
    for (;;) {
      const reason = await this.pass(options);
      if (reason !== undefined) return reason;
      if (performance.now() < turnAt) continue;
      await nextTurn();
      turnAt = performance.now() + TURN;
      if (options.interrupted?.() === true) return 'interrupted';
    }
  }

  /**
   * Fires the next timers, until it is time to look at the real clock (`undefined`) or the run has ended.
   *
   * Microtasks are drained without a macrotask turn: a `process.nextTick` callback runs when the microtask queue is empty,
   * if it is queued from a microtask.
   */
  private pass(options: RunOptions): Promise<EndReason | undefined> {
    return new Promise((resolve, reject) => {
      let untilLook = LOOK;
      const step = (): void => {
        try {
          do {
            const reason = this.reasonToEnd(options);
            if (reason !== undefined || untilLook === 0) {
              resolve(reason);
              return;
            }
            untilLook -= 1;
          } while (this.fireNext().isQuiet && !this.restless);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
          return;
        }
        void RESOLVED.then(afterAllElse);
      };
      const afterAllElse = (): void => {
        process.nextTick(step);
      };
      process.nextTick(step);
    });
  }

  private reasonToEnd(options: RunOptions): EndReason | undefined {
    const next = this.heap.firstTime;
    if (next === Infinity || (this.foreground === 0 && !options.busy())) {
      return options.busy() ? 'stuck' : 'quiet';
    }
    const limit =
      this.foreground === 0 ? Math.min(options.limit, this.lastWork + options.patience) : options.limit;
    if (next <= limit) return undefined;
    this.now = limit;
    return 'drained';
  }

  private fireNext(): Timer {
    this.now = this.heap.firstTime;
    const timer = this.heap.removeFirst();
    if (!timer.isBackground) {
      this.foreground -= 1;
      this.lastWork = this.now;
    }
    this.restless = false;
    timer.fire();
    return timer;
  }
}

const RESOLVED = Promise.resolve();

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** A timer that calls a function. The kinds differ by their fields alone: the clock meets few shapes, and is quicker so. */
export class Callback extends Timer {
  constructor(
    private readonly callback: () => void,
    isBackground?: boolean,
    isQuiet?: boolean,
  ) {
    super(isBackground, isQuiet);
  }

  fire(): void {
    this.callback();
  }
}

/** Calls a function that wakes nobody without a word to the clock. */
export function quietly(callback: () => void): Callback {
  return new Callback(callback, false, true);
}

/** Calls a function in the background. */
export function inBackground(callback: () => void): Callback {
  return new Callback(callback, true);
}
