import type { Layers } from './layers.js';
import type { Value } from './values.js';

/** What is laid over a scenario's file before it is resolved: the command line's flags are. */
export interface Changes {
  /** The workflow that takes the place of the scenario's own, if one does. */
  workflow(): Promise<WorkflowOverride | undefined>;
  /** @throws {ScenarioProblem} when one of them cannot be read */
  apply(layers: Layers): Promise<void>;
}

/** A workflow that a flag names. It has to be known before the scenario is laid over it. */
export interface WorkflowOverride {
  value: Value;
  flag: string;
  /** `--workflow` is a path from the shell's folder; `--set workflow=…` from the scenario's, as if it stood there. */
  isFromHere: boolean;
}
