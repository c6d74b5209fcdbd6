import type { Overrides } from '../scenario/overrides.js';

/** The flags of `run`, as commander hands them over: texts, unread. Those of `Overrides` are the scenario's. */
export interface RunFlags extends Overrides {
  scenario?: string[];
  all?: boolean;
  format?: string[];
  output?: string[];
  width?: string;
  ascii?: boolean;
  /** `false` is `--no-color`. */
  color?: boolean;
  quiet?: boolean;
  verbose?: boolean;
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
