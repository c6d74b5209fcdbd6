import { Callback, type Clock, type Resolver, type Timer } from './clock.js';
import { TimerHeap } from './timer-heap.js';

/**
 * How time ended: all quiet, its end reached, work left that nothing could ever move, the same moment for ever, more work
 * open than there is memory for, or the caller's wish.
 */
export type EndReason = 'quiet' | 'drained' | 'stuck' | 'looping' | 'crowded' | 'interrupted';

export interface RunOptions {
  /** How much work is going on, which background timers could still move. */
  open(): number;
  /** Work that may be open at once: it all has to be kept in memory. */
  mostOpen?: number;
  /** Asked now and then: should the run end early? */
  interrupted?: (() => boolean) | undefined;
  /** Asked often: is all known that the run is for? It ends then, as an interrupted one does. */
  isEnough?: (() => boolean) | undefined;
}

/** Real milliseconds after which signals and progress get a turn. */
const TURN = 50;
/** Timers fired between two looks at the real clock. */
const LOOK = 1024;

/**
 * Timers that may fire at one moment: so many, and so many for all work that is open. What tries again in no time
 * fires for ever.
 */
const MOST_AT_ONCE = 200_000;
const MOST_AT_ONCE_EACH = 50;

/**
 * Virtual time. One timer fires, with all that it calls; if it has settled a promise, every microtask that follows from that
 * runs; then the next timer fires. So code that awaits sees the time at which what it awaited happened.
 */
export class VirtualClock implements Clock {
  now = 0;
  private readonly heap = new TimerHeap();
  private foreground = 0;
  private end = Infinity;
  /** A promise was settled: whoever awaits it has to run before the next timer fires. */
  private mustDrain = false;
  private firedAtOnce = 0;
  private readonly callbacks: (() => void)[] = [];
  private failure: { error: unknown } | undefined = undefined;

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

  soon(callback: () => void): void {
    this.callbacks.push(callback);
  }

  resolver<T>(): Resolver<T> {
    let resolve: (value: T) => void = () => undefined;
    const promise = new Promise<T>((settle) => {
      resolve = (value) => {
        this.mustDrain = true;
        settle(value);
      };
    });
    return { promise, resolve };
  }

  sleep(delay: number): Promise<void> {
    const { promise, resolve } = this.resolver<undefined>();
    this.set(
      new Callback(() => {
        resolve(undefined);
      }),
      delay,
    );
    return promise;
  }

  fail(error: unknown): void {
    this.failure ??= { error };
  }

  endBy(at: number): void {
    this.end = at;
  }

  noteProgress(): void {
    this.firedAtOnce = 0;
  }

  /**
   * Lets time pass until nothing is left that could happen, or its end is reached.
   *
   * @throws what a timer or a continuation threw
   */
  async run(options: RunOptions): Promise<EndReason> {
    let turnAt = performance.now() + TURN;
    for (;;) {
      const reason = await this.pass(options);
      if (reason !== undefined) return reason;
      if (options.open() > (options.mostOpen ?? Infinity)) return 'crowded';
      if (options.isEnough?.() === true) return 'interrupted';
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
            if (this.failure !== undefined) throw this.failure.error;
            const reason = this.reasonToEnd(options);
            if (reason !== undefined || untilLook === 0) {
              resolve(reason);
              return;
            }
            untilLook -= 1;
            this.fireNext();
          } while (!this.mustDrain);
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
    if (next === Infinity || (this.foreground === 0 && options.open() === 0)) {
      return options.open() > 0 ? 'stuck' : 'quiet';
    }
    if (next > this.end) {
      // A client who would ask too late, and nothing else.
      if (options.open() === 0) return 'quiet';
      this.now = Math.max(this.now, this.end);
      return 'drained';
    }
    if (next > this.now) {
      this.firedAtOnce = 0;
    } else {
      this.firedAtOnce += 1;
      if (this.firedAtOnce > MOST_AT_ONCE && this.firedAtOnce > MOST_AT_ONCE_EACH * options.open())
        return 'looping';
    }
    return undefined;
  }

  private fireNext(): void {
    this.now = this.heap.firstTime;
    const timer = this.heap.removeFirst();
    if (!timer.isBackground) this.foreground -= 1;
    this.mustDrain = false;
    timer.fire();
    if (this.callbacks.length > 0) this.callBack();
  }

  private callBack(): void {
    // Those that come meanwhile have their turn, too.
    for (const callback of this.callbacks) callback();
    this.callbacks.length = 0;
  }
}

const RESOLVED = Promise.resolve();

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
