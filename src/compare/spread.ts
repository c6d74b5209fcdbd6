import type { Measurements, RunMeasurements, Series } from '../measure/measurements.js';
import { differences, estimate, isSignificant } from '../stats/interval.js';
import type { Comparison } from './comparison.js';

/** A figure of one mode's run; `undefined` where it was not measured. */
type Read = (run: Measurements, control: RunMeasurements | undefined) => number | undefined;

/** The single runs behind the means: how far a figure is spread over them, and whether a difference is only noise. */
export class Spread {
  /** @param runs the same comparison for each seed */
  constructor(private readonly runs: readonly Pick<Comparison, 'modes' | 'control'>[]) {}

  /** How many runs there are. */
  get count(): number {
    return this.runs.length;
  }

  /** In how many of a mode's runs the condition holds. */
  countOf(mode: string, is: (run: Measurements) => boolean): number {
    return this.runs.filter(({ modes: { [mode]: run } }) => run !== undefined && is(run)).length;
  }

  /** Of a mode, what each of the runs has measured over time; `undefined` where that is not known of each. */
  series(mode: string): Series[] | undefined {
    const all = this.runs.flatMap(({ modes: { [mode]: run } }) => (run === undefined ? [] : [run.series]));
    // Single runs of a saved result share the means: over time, nothing else was saved.
    return all.length === this.runs.length && new Set(all).size === all.length ? all : undefined;
  }

  /** From the mean to either end of its 95 % interval; `undefined` where not every run has the figure. */
  half(mode: string, read: Read): number | undefined {
    const values = this.values(mode, read);
    if (values === undefined) return undefined;
    const [low, high] = estimate(values).interval;
    return (high - low) / 2;
  }

  /**
   * How two modes stand to each other, seed by seed, as both had the same luck: `equal` in every run, or different by no
   * more than `noise`, or `apart`; `undefined` where not every run has the figure.
   */
  difference(mode: string, other: string, read: Read): 'equal' | 'noise' | 'apart' | undefined {
    const values = this.values(mode, read);
    const others = this.values(other, read);
    if (values === undefined || others === undefined) return undefined;
    return apartness(values, others);
  }

  /** The same for a mode and its own control run. */
  excess(
    mode: string,
    read: (run: RunMeasurements | Measurements) => number | undefined,
  ): 'equal' | 'noise' | 'apart' | undefined {
    const values = this.values(mode, read);
    const controls = this.values(mode, (_, control) => (control === undefined ? undefined : read(control)));
    return values === undefined || controls === undefined ? undefined : apartness(values, controls);
  }

  /** A figure of each run, in the order of the seeds; `undefined` where not every run has it. */
  values(mode: string, read: Read): number[] | undefined {
    const values = this.runs.flatMap(({ modes: { [mode]: run }, control }) => {
      const value = run === undefined ? undefined : read(run, control?.[mode]);
      return value === undefined || !Number.isFinite(value) ? [] : [value];
    });
    return values.length === this.runs.length ? values : undefined;
  }

  /** The JSON has intervals instead. */
  toJSON(): undefined {
    return undefined;
  }
}

function apartness(values: readonly number[], others: readonly number[]): 'equal' | 'noise' | 'apart' {
  const list = differences(values, others);
  if (list.every((difference) => difference === 0)) return 'equal';
  return isSignificant(estimate(list).interval) ? 'apart' : 'noise';
}
