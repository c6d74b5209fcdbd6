import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Interval } from '../stats/interval.js';
import type { Spread } from './spread.js';

type ModeName = string;

/** A gate: what was asked, what was measured, and whether it held. */
export interface Expectation {
  text: string;
  /** `null`: never measured, which fails the gate. */
  measured: number | boolean | null;
  held: boolean;
  /** Why there is no measured figure: `event did not run`; or `never`, of a recovery that did not come. */
  note?: string;
}

/** The difference of a figure between two modes, seed by seed: the first mode's minus the second's. */
export interface Paired {
  figure: string;
  modes: [ModeName, ModeName];
  difference: number;
  /** 95 %. */
  interval: Interval;
  significant: boolean;
}

/** The whole of what is shown of a scenario: the JSON output is this object, field by field. */
export interface Comparison {
  schema: 'coupling-demo/comparison@1';
  version: string;
  seed: number;
  scenario: Scenario;
  /** In the order they were asked for; the first is the baseline. A mode that an interrupt kept from beginning is absent. */
  modes: Record<ModeName, Measurements>;
  /** The same traffic and luck without the faults; absent when the scenario has none. */
  control?: Record<ModeName, RunMeasurements>;
  expectations: Expectation[];
  verdict: string[];
  /**
   * With several runs: figures are means over these seeds, and the intervals (95 %) go by a figure's path. `asked` is how
   * many runs there should have been, if an interrupt left fewer.
   */
  runs?: { seeds: number[]; asked?: number };
  intervals?: Record<ModeName, Record<string, Interval>>;
  paired?: Paired[];
  /** Not in the JSON. It can tell the interval of a figure that is computed from others. */
  spread?: Spread;
}
