import type { Harm } from '../integrity.js';
import type { Criterion } from '../better.js';

/**
 * What a verdict says, before it is put into words: one finding for each sentence. Findings are plain data and go through
 * JSON unchanged. Times are in milliseconds, `null` is never, and shares go from 0 to 1.
 */
export type Finding =
  NothingToSay | Interrupted | NotBegun | BetterMode | Tied | ModeChange | ModeCosts | Joined | TwoHumps;

/** No mode has run, or no request was counted; `warmup`: they all fell into it. */
interface NothingToSay {
  code: 'nothing-ran' | 'nothing-counted';
  warmup?: number;
}

/** A mode was interrupted at a moment, so none did better. */
export interface Interrupted {
  code: 'interrupted';
  mode: string;
  at: number;
}

/** The first mode is the only one that has run so far. */
interface NotBegun {
  code: 'not-begun';
  modes: string[];
}

/** One mode did better, and by what. */
export interface BetterMode {
  code: 'better';
  mode: string;
  by: Criterion;
  figure: string;
  /** The deciding figure, the winner's first. */
  values: ModeFigure[];
  /** What each of these modes did wrong, where integrity decided. */
  harm: { mode: string; costs: Cost[] }[];
  /** Modes that had dropped out before. */
  earlier: DroppedOut[];
  /** So many runs did not tell them apart. */
  notSignificant?: number;
}

/** A figure of one mode; what it is a figure of, the criterion says. */
export interface ModeFigure {
  mode: string;
  value: number | null;
}

export interface DroppedOut extends ModeFigure {
  by: Criterion;
  figure: string;
  /** What it did wrong, where integrity decided. */
  costs: Cost[];
}

/** No criterion told these modes apart, and none is simpler. */
export interface Tied {
  code: 'tied';
  modes: string[];
  goodput: ModeFigure[];
  earlier: DroppedOut[];
  notSignificant?: number;
}

/** What a mode's callers felt, and what the faults have changed of it. */
export interface ModeChange {
  code: 'mode';
  mode: string;
  /** How many faults there were: one or more go by different words. */
  faults: number;
  /** None of them is a failure: something has joined. */
  hasJoined: boolean;
  /** It is the first mode that is told of. */
  isFirst: boolean;
  /** It cost something beyond the control run: not everything is as it was. */
  hasCosts: boolean;
  goodput: Change;
  errors: Errors;
  cascade?: Cascade;
  /** At p99. */
  response?: Change;
  /** At p99, from begin to end. */
  completion?: Change;
  /** From the success response to completion, at p99; absent where the work was done when the caller heard of it. */
  lag?: number;
  /** Absent where there was nothing to recover from. */
  recovery?: number | null;
}

/** A figure, and the same without the faults where that was measured. */
export interface Change {
  value: number | null;
  control?: number | null;
}

/** Requests that failed or timed out; declines are none of them. */
export interface Errors {
  count: number;
  share: number;
  offered: number;
  /** The share in the control run; absent where there is none. */
  control?: number;
  /** The service that caused most of them. */
  origin?: string;
}

/** The worst failures of a service that had no fault of its own, beyond the control run. */
export interface Cascade {
  victim: string;
  /** Where it began: another service, or the victim itself, which had too much to do. */
  origin: string;
  /** Something was injected, but not there: it was asked for too much, or too slow by chance. */
  isOriginHealthy: boolean;
  /** The work was done, or went on: it was the broker that heard of it too late. */
  isUnacknowledged: boolean;
  count: number;
}

/** What a mode did wrong or late, kind by kind; what the control run has as much of is `usual`. */
export interface ModeCosts {
  code: 'costs';
  mode: string;
  costs: Cost[];
  usual: Cost[];
}

export interface Cost {
  of: Harm | 'deadLettered' | 'lostEvents';
  count: number;
}

/** Who had to change so that others could join. */
export interface Joined {
  code: 'joined';
  steps: string[];
  /** For each mode, the services that had to change. */
  changed: { mode: string; services: string[] }[];
}

/** A mean that no run had: the runs fall into two groups. */
export interface TwoHumps {
  code: 'two-humps';
  mode: string;
  low: { mean: number; runs: number };
  high: { mean: number; runs: number };
}
