/** What one request went through. All times are in milliseconds since it began. */
export interface Span {
  from: number;
  to: number;
}

/** One call or delivery that reached its service. */
export interface TracedAttempt {
  /** `payment #2`: the step, and the how-manieth attempt of it for this request. */
  id: string;
  step: string;
  /** Causation: the attempt that called, those whose events it waited for, or `caller`. */
  causedBy: string[];
  /** The failed attempt that this one repeats, with the time from that failure until this one arrived. */
  repeats?: { id: string; backOff: Span };
  at: number;
  /** In the queue, in its own work, and with its work done but its slot held for the answers of others. */
  waited?: Span;
  worked?: Span;
  blocked?: Span;
  effect: 'first' | 'again' | 'none';
  /** An idempotent step found that it had done it before. */
  recognised: boolean;
  /** As its caller or its subscription saw it. */
  failure?: { at: number; cause: string; origin: string };
  declined: boolean;
  /** It was still waiting or working when the run was over. */
  isOpen: boolean;
}

/**
 * What is not an attempt: a breaker refused, a call did not arrive in time, the bus did not hear of a delivery's end, or
 * forgot the delivery when it crashed, or heard of it after `ackWait` and withdrew what it would have delivered again, a message was given up, an event never came
 * or was still waiting when the run was over.
 */
export interface Mark {
  at: number;
  step: string;
  what:
    | 'refused'
    | 'timed out'
    | 'ack lost'
    | 'forgotten'
    | 'acked late'
    | 'withdrawn'
    | 'given up'
    | 'lost'
    | 'never delivered';
  origin?: string;
}

/** One request in one mode. */
export interface ModeTrace {
  /** Milliseconds since the run began. */
  begunAt: number;
  /** It is the n-th that was begun. */
  number: number;
  told?: { at: number; what: 'accepted' | 'failed' | 'timedOut' | 'declined'; origin?: string };
  completedAt?: number;
  attempts: TracedAttempt[];
  marks: Mark[];
  /** When nothing that belongs to it went on any more. */
  end: number;
}

/** One request in all modes of a scenario. */
export interface Trace {
  /** What its luck is drawn by, the same in every mode: the correlation id. */
  key: number;
  /** By mode; `undefined` where it was not begun. */
  modes: Record<string, ModeTrace | undefined>;
}
