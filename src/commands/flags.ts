import type { Overrides } from '../scenario/overrides.js';

/** Flags as commander hands them over: texts, unread. Where results go, and how they are shown. */
interface ResultFlags {
  format?: string[];
  output?: string[];
  width?: string;
  ascii?: boolean;
  /** `false` is `--no-color`. */
  color?: boolean;
}

/** Of what runs many seeds. */
interface ManyFlags {
  runs?: string;
  threads?: string;
}

/** Those of `Overrides` are the scenario's. */
export interface RunFlags extends Overrides, ResultFlags, ManyFlags {
  scenario?: string[];
  all?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

export interface SweepFlags extends Overrides, ResultFlags, ManyFlags {
  /** As given: paths with all their values. */
  vary?: string[];
  figure?: string;
}

/** Those of `Overrides` are the scenario's. */
export interface TraceFlags extends Overrides {
  request?: string;
  worst?: boolean;
  failed?: boolean;
  format?: string;
  width?: string;
  ascii?: boolean;
  color?: boolean;
}

export interface InitFlags {
  force?: boolean;
}

export interface ListFlags {
  format?: string;
  width?: string;
}

export interface VerifyFlags {
  full?: boolean;
  case?: string[];
  format?: string;
}

export interface ShowFlags {
  ascii?: boolean;
}
