import type { Hint } from '../hints/hint.js';
import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Interval } from '../stats/interval.js';
import type { Better } from './better.js';
import type { Spread } from './spread.js';

type ModeName = string;

/** The note of a gate whose left side never came to pass. */
export const NEVER = 'never';

/** A gate: what was asked, what was measured, and whether it held. */
export interface Expectation {
  text: string;
  /** Its left side, in the JSON's units; `null`: never measured, which fails the gate, or never come to pass. */
  measured: number | boolean | null;
  /** Its right side, likewise. */
  asked: number | null;
  held: boolean;
  /** Why there is no figure: `event did not run`; or `never`, where the left side never came to pass. */
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

/** What a real run was measured on. */
interface RealConditions {
  host: string;
  cores: number;
  node: string;
  /**
   * What the machine itself has added, in milliseconds: by how much timers rang late, the real way of calls there and back,
   * and of events to their subscribers. The ways count into the scenario's own latencies, as far as those are longer.
   */
  noise: { timerLateness: Noise; httpRoundTrip?: Noise; deliveryLatency?: Noise };
  /** Other machines that had services; their clocks' offsets from ours in milliseconds. */
  machines?: {
    host: string;
    cores: number;
    node: string;
    services: string[];
    clock: { offset: number; uncertainty: number };
  }[];
}

interface Noise {
  p50: number;
  p99: number;
}

/** The whole of what is shown of a scenario: the JSON output is this object, field by field. */
export interface Comparison {
  schema: 'coupling-demo/comparison@1';
  version: string;
  seed: number;
  scenario: Scenario;
  /** The flags that made another scenario of it, as they were given: `--rate 41/s`. Left out where there are none. */
  changed?: string[];
  /** What its plan warned of before it was run. */
  hints: Hint[];
  /** In the order they were asked for; the first is the baseline. A mode that an interrupt kept from beginning is absent. */
  modes: Record<ModeName, Measurements>;
  /** The same traffic and luck without the faults; absent when the scenario has none. */
  control?: Record<ModeName, RunMeasurements>;
  /** Measured on real processes, in wall time: where, and how quiet it was there. */
  real?: RealConditions;
  /** With `--beside`: the same scenario simulated. */
  simulated?: Record<ModeName, Measurements>;
  expectations: Expectation[];
  /** The gates of a bundled scenario that flags have changed: they are claims about it as it stands. */
  skippedGates?: string[];
  better: Better;
  verdict: string[];
  /**
   * With several runs: figures are means over these seeds, and the intervals (95 %) go by a figure's path. `asked` is how
   * many runs there should have been, if an interrupt left fewer.
   */
  runs?: { seeds: number[]; asked?: number };
  intervals?: Record<ModeName, Record<string, Interval>>;
  paired?: Paired[];
  /**
   * What each run had of a figure, by the figure's path, in the order of the seeds: what comparing with other runs needs.
   * `null`: not measured in that run, or never come to pass.
   */
  samples?: Record<ModeName, Record<string, (number | null)[]>>;
  /** The command line that repeats the run; in the JSON only where there are gates. */
  reproduce?: string;
  /** Not in the JSON. It can tell the interval of a figure that is computed from others. */
  spread?: Spread;
}
