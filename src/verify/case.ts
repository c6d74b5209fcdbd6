import type { RunMeasurements, ServiceMeasurements } from '../measure/measurements.js';
import type { Mapping } from '../scenario/values.js';
import type { Effort } from './effort.js';

/** What a published result says, or what a run measured of it. */
export type Value = number | boolean | readonly number[];

/** One ordinary run: a scenario as a file would have it, in one mode. */
export interface Run {
  scenario: Mapping;
  mode: 'direct' | 'event';
  /** `false`: the control run. */
  faults?: false;
}

/** Reads a figure off the runs of one seed. */
type Read<Name extends string> = (runs: Record<Name, RunMeasurements>) => Value;

/** What is run for one set of parameters, and what is read off it. */
export interface Trial<Figure extends string = string> {
  runs: Record<string, Run>;
  /** Several readings by name, where the same must hold in several runs. */
  figures: Record<Figure, Read<string> | Record<string, Read<string>>>;
  /** Deterministic figures, and how near each run has to be (0: but for rounding). Of the others, the mean of all runs is judged. */
  within?: Partial<Record<Figure, number>>;
  /** How many seeds it takes, where it is not the usual number: one where nothing is random. */
  seeds?: number;
}

/** One published result for one set of parameters. */
export interface ParameterSet {
  params: object;
  expected: Record<string, Value>;
  /** Belongs to the quick set. */
  quick: boolean;
  trial(effort: Effort): Trial;
}

/** A published result: where it stands, and how it is measured on ordinary scenarios. */
export interface Case {
  /** Names it in the published tables: `V01`. */
  key: string;
  title: string;
  source: string;
  /** As published. */
  sets: ParameterSet[];
  /** The same for other parameters; what is left out is as in the first set. */
  at(params: object): ParameterSet;
}

/** The keys of the expectations, those that are there only sometimes too. */
type KeysOf<Expected> = Extract<Expected extends unknown ? keyof Expected : never, string>;

interface Published<Params extends object, Expected extends object> {
  key: string;
  title: string;
  source: string;
  /** The closed form. */
  expected: (params: Params) => Expected;
  sets: readonly Params[];
  /** Which of the sets belong to the quick set. */
  quick: readonly number[];
  trial: (params: Params, effort: Effort) => Trial<KeysOf<Expected>>;
}

/** Puts a case together: each figure that the closed form gives has to be read off the runs. */
export function published<Params extends object, Expected extends object>(
  spec: Published<Params, Expected>,
): Case {
  const { key, title, source } = spec;
  const setOf = (params: Params, quick: boolean): ParameterSet => ({
    params,
    expected: spec.expected(params) as Record<string, Value>,
    quick,
    trial: (effort) => spec.trial(params, effort),
  });
  return {
    key,
    title,
    source,
    sets: spec.sets.map((params, index) => setOf(params, spec.quick.includes(index))),
    at: (params) => setOf({ ...spec.sets[0], ...params } as Params, false),
  };
}

/** A trial whose readings know the names of its runs. */
export function trial<Name extends string, Figure extends string>(parts: {
  runs: Record<Name, Run>;
  figures: Record<Figure, Read<NoInfer<Name>> | Record<string, Read<NoInfer<Name>>>>;
  within?: Partial<Record<NoInfer<Figure>, number>>;
  seeds?: number;
}): Trial<Figure> {
  return parts;
}

/** @throws RangeError when the run has no such service */
export function serviceOf(run: RunMeasurements, name: string): ServiceMeasurements {
  const service = run.services[name];
  if (service === undefined) throw new RangeError(`no service ${name}`);
  return service;
}
