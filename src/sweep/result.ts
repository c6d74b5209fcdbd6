import type { Interval } from '../stats/interval.js';
import type { Crossing } from './crossing.js';
import type { SweptFigure } from './figure.js';

/** A mode's figure at one place; `null` where it was not measured, in one of the runs at least. */
export interface SweepFigure {
  mean: number | null;
  /** 95 %; `null` with one run, too. */
  interval: Interval | null;
  /** Seed by seed. */
  runs: (number | null)[];
}

/** One place of a sweep: the values of what is varied, and each mode's figure there. */
export interface SweepPoint {
  values: string[];
  modes: Record<string, SweepFigure>;
}

/** A crossing along the first axis, in that axis's units: milliseconds, per second, percent, or none. */
export interface SweepCrossing extends Crossing {
  /** The value of the second axis, where there is one. */
  second?: string;
  /** The places as a scenario would have them. */
  text: { at: string; interval: [string, string] | null; between?: [string, string] };
}

/** What `sweep` measures, and its JSON. */
export interface Sweep {
  schema: 'coupling-demo/sweep@1';
  version: string;
  title: string;
  /** The path of the figure; a time in milliseconds, a share from 0 to 1, or a rate per second. */
  figure: string;
  kind: SweptFigure['kind'];
  better: SweptFigure['better'];
  /** A `null` is what never came to pass; left out where it is what was not measured. */
  nullIsNever?: true;
  /** `places`: the values as numbers, in the axis's units, where they are some. */
  vary: { path: string; values: string[]; places?: number[] }[];
  seeds: number[];
  points: SweepPoint[];
  crossings: SweepCrossing[];
  /** What there should have been, where an interrupt kept some of it from being measured; crossings were not looked for. */
  asked?: { points: number; seeds: number };
}
