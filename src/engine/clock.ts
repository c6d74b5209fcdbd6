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
  ) {}

  abstract fire(): void;
}

/** A timer that calls a function. The kinds differ by their fields alone: the clock meets few shapes, and is quicker so. */
export class Callback extends Timer {
  constructor(
    private readonly callback: () => void,
    isBackground?: boolean,
  ) {
    super(isBackground);
  }

  fire(): void {
    this.callback();
  }
}

/** Calls a function in the background. */
export function inBackground(callback: () => void): Callback {
  return new Callback(callback, true);
}

/** A promise, and the function that settles it. */
export interface Resolver<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
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
  /** Calls back at this moment, but not before what happens now is over. */
  soon(callback: () => void): void;
  /**
   * The one way to a promise in the system: when it is settled the clock knows, and whoever awaits it has run before time
   * goes on. Most of the system calls back instead, which costs less.
   */
  resolver<T>(): Resolver<T>;
  /** Resolves `delay` milliseconds from now. */
  sleep(delay: number): Promise<void>;
  /** Time does not pass this moment; Infinity for no end. It may be moved while the run goes on. */
  endBy(at: number): void;
  /** New work begins: what happens at this moment is not the same for ever. */
  noteProgress(): void;
  /** Ends the run with an error, for work that nobody awaits: no mistake goes unheard. */
  fail(error: unknown): void;
}
