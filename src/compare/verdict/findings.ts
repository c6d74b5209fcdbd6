import type { Outcome } from '../../measure/outcomes.js';
import type { Fault } from '../../scenario/scenario.js';
import type { Criterion } from '../ahead.js';

/**
 * What a verdict says, before it is put into words: one finding for each sentence. Findings are plain data and go through
 * JSON unchanged. Times are in milliseconds, and shares go from 0 to 1.
 */
export type Finding =
  | NothingToSay
  | Baseline
  | NotBegun
  | OtherMode
  | OtherModes
  | Joined
  | TooEarly
  | Level
  | Ahead
  | NotSignificant;

/** No mode has run, or no request was counted. */
interface NothingToSay {
  code: 'nothing-ran' | 'nothing-counted';
}

/** What was tried, and what callers felt with the first mode. */
export interface Baseline {
  code: 'baseline';
  mode: string;
  tried: Tried;
  failures: BaselineFailures;
  /** Whichever of these says most. */
  felt: Bystander | Answer;
  /** How many faults there were: one or more go by different words. */
  faults: number;
}

/** What was done to the system: to one or two, to several alike, or more than can be named. */
export type Tried =
  | { kind: 'nothing' }
  | { kind: 'each'; faults: readonly Fault[] }
  | { kind: 'alike'; faults: Faults; window: TriedWindow }
  | { kind: 'many'; count: number; window: TriedWindow };

type Faults = readonly [Fault, ...Fault[]];

/** From the first start to the last end; `until` is `null` where that is the end of the run. */
export interface TriedWindow {
  from: number;
  until: number | null;
}

/** Callers who were told no, or nothing in time. */
export interface CallerFailures {
  count: number;
  share: number;
  /** Of so many callers. */
  offered: number;
  /** The business said no to them: nothing failed. */
  declined: boolean;
}

export interface BaselineFailures extends CallerFailures {
  /** The share in the control run, where that says something: `alike` is the same within the margin. */
  control?: { share: number; alike: boolean };
}

/** The worst failure of a service that had no fault of its own. */
export interface Bystander {
  kind: 'bystander';
  victim: string;
  /** The service that failed first: the victim itself, under its own load, or another one. */
  origin: string;
  count: number;
  /** How many of them the control run has as well. */
  usual: number;
}

/** The caller's answer at p99. */
export type Answer =
  | { kind: 'no-answer' }
  | { kind: 'answered'; p99: number }
  | { kind: 'rose' | 'fell' | 'stayed'; p99: number; control: number };

/** The first mode is the only one that has run so far. */
interface NotBegun {
  code: 'not-begun';
  modes: string[];
}

/** What the only other mode did, beside the first one. */
export interface OtherMode {
  code: 'other-mode';
  did: Deeds;
  /** When its callers had their answers, at p99; absent where nobody had one. */
  answered?: number;
  baseline: { mode: string; price: Cost[] };
}

/** What each of several other modes did. */
interface OtherModes {
  code: 'other-modes';
  modes: Deeds[];
}

/** What a mode did for its callers, and at what price. */
export interface Deeds {
  mode: string;
  failures: CallerFailures;
  /** The share of the work that was done. */
  done: number;
  /** From yes to done at p99; absent where the work was done when the caller was told. */
  lag?: number;
  price: Cost[];
}

/** What ended otherwise than somebody was told, was done more than once, was lost, or was not done yet. */
export interface Cost {
  of: Outcome | 'doubleEffects' | 'lostEvents';
  count: number;
}

/** Who had to change so that others could join. */
export interface Joined {
  code: 'joined';
  steps: string[];
  /** For each mode, the services that had to change. */
  changed: { mode: string; services: string[] }[];
}

/** A mode was interrupted, so nobody came out ahead. */
export interface TooEarly {
  code: 'too-early';
  mode: string;
  /** How far it got. */
  at: number;
}

/** No criterion told these modes apart. */
export interface Level {
  code: 'level';
  modes: string[];
  /** The modes that an earlier criterion had put out. */
  behind: string[];
  /** Accepted and done. */
  good: ModeFigure[];
  /** `completionTime.p99`, where every one of them has completed something. */
  completion?: ModeFigure[];
}

/** A figure of one mode; what it is a figure of, the criterion says. */
export interface ModeFigure {
  mode: string;
  value: number;
}

/** One mode came out ahead. */
export type Ahead = { code: 'ahead'; fellBehind: FellBehind[] } & Difference;

/** The criterion that told the winner apart from the others, and what each of them has there. */
export type Difference =
  | { by: 'good' | 'kept' | 'once' | 'completion'; winner: ModeFigure; others: ModeFigure[] }
  | { by: 'answer'; winner: AnswerFigure; others: AnswerFigure[]; faults: number }
  | { by: 'lag'; winner: ModeFigure; others: ModeFigure[]; inVain?: InVain };

/** Callers who were told yes in vain, where the winner has fewer of them by more than the margin. */
export interface InVain {
  winner: number;
  others: ModeFigure[];
}

/** `responseTime.p99`, with the faults and without. */
export interface AnswerFigure extends ModeFigure {
  control: number;
}

/** An earlier criterion had put this mode out. */
export interface FellBehind extends ModeFigure {
  by: Criterion;
}

/** What put a mode ahead is no more than noise beside these. */
export interface NotSignificant {
  code: 'not-significant';
  runs: number;
  modes: string[];
}
