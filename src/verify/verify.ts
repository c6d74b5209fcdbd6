import { VirtualClock } from '../engine/virtual-clock.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { Recorder } from '../measure/recorder.js';
import { runMode } from '../modes/simulate.js';
import { makePlan } from '../plan/plan.js';
import { interpret } from '../scenario/interpret.js';
import { fail } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Mapping } from '../scenario/values.js';
import type { Case, ParameterSet, Run, Trial, Value } from './case.js';
import { type Effort, SEEDS } from './effort.js';
import { type Judgement, judgeEach, judgeMean } from './judge.js';
import { checkLittle, type LittleCheck, sumOf } from './little.js';

/** The key of Little's law, which is looked at on every run. */
export const LITTLE = 'V08';

/** A figure of a published result, and what became of it. */
export interface Verified extends Judgement {
  name: string;
  /** Yes is 1, and no is 0. */
  expected: number;
  /** It is answered with yes or no. */
  yesOrNo?: true;
  /** How near each run had to be; left out where the mean was judged. */
  within?: number;
}

/** One published result for one set of parameters, measured. */
export interface Verification {
  key: string;
  title: string;
  source: string;
  params: object;
  /** What was run, as files would have it. */
  runs: Record<string, { mode: string; control: boolean; scenario: Mapping }>;
  seeds: number[];
  figures: Verified[];
  /** Little's law on all of these runs. */
  little: LittleCheck;
}

export interface VerifyOptions {
  effort: Effort;
  /** Asked now and then: should it end early? */
  interrupted?: () => boolean;
  /** Told what is run. */
  progress?: (seed: number, seeds: number) => void;
}

/** Measures one published result for one set of parameters; `undefined` where an interrupt ended it early. */
export async function verify(
  { key, title, source }: Case,
  set: ParameterSet,
  options: VerifyOptions,
): Promise<Verification | undefined> {
  const trial = set.trial(options.effort);
  const seeds = Array.from({ length: trial.seeds ?? SEEDS }, (_, index) => index + 1);
  const little: LittleCheck[] = [];
  const measured = await measure(trial, seeds, little, options);
  if (measured === undefined) return undefined;
  return {
    key,
    title,
    source,
    params: set.params,
    runs: Object.fromEntries(
      Object.entries(trial.runs).map(([name, { mode, faults, scenario }]) => [
        name,
        { mode, control: faults === false, scenario },
      ]),
    ),
    seeds,
    figures: Object.entries(set.expected).flatMap(([name, expected]) =>
      judge(trial, name, expected, measured),
    ),
    little: sumOf(little),
  };
}

/** Little's law on the runs of other results, as a result of its own. */
export function verifyLittle(verifications: readonly Verification[]): Verification {
  const little = sumOf(verifications.map((verification) => verification.little));
  const { runs, places, worst } = little;
  return {
    key: LITTLE,
    title: "Little's law: the number present over time is the sum of the times spent",
    source: 'Little 1961',
    params: { runs, places },
    runs: {},
    seeds: [],
    figures: [{ name: 'largest_difference', expected: 0, within: 1e-9, ...judgeEach(0, [worst], 0) }],
    little,
  };
}

type Measured = Record<string, RunMeasurements>;

/** All runs for each seed. */
async function measure(
  trial: Trial,
  seeds: readonly number[],
  little: LittleCheck[],
  { interrupted, progress }: VerifyOptions,
): Promise<Measured[] | undefined> {
  const runs = Object.entries(trial.runs).map(([name, run]) => ({
    name,
    run,
    scenario: resolved(run.scenario),
  }));
  const measured: Measured[] = [];
  for (const seed of seeds) {
    progress?.(seed, seeds.length);
    const ofSeed: Measured = {};
    for (const { name, run, scenario } of runs) {
      ofSeed[name] = await perform(run, { ...scenario, seed }, little, interrupted);
      if (interrupted?.() === true) return undefined;
    }
    measured.push(ofSeed);
  }
  return measured;
}

async function perform(
  { mode, faults }: Run,
  scenario: Scenario,
  little: LittleCheck[],
  interrupted: VerifyOptions['interrupted'],
): Promise<RunMeasurements> {
  const plan = makePlan(scenario);
  const clock = new VirtualClock();
  const recorder = new Recorder(plan, clock);
  const reason = await runMode(plan, mode, clock, recorder, {
    faults: faults ?? true,
    ...(interrupted && { interrupted }),
  });
  little.push(checkLittle(recorder));
  return recorder.measurements(reason);
}

/** As if it came from a file. */
function resolved(written: Mapping): Scenario {
  const result = interpret(written, 'verify');
  if ('scenario' in result) return result.scenario;
  const [problem] = result.problems;
  if (problem === undefined) throw new TypeError('a scenario without a problem that cannot be used');
  fail(problem);
}

/** A figure may be a list, or be read in several ways: each value is judged by itself. */
function judge(trial: Trial, name: string, expected: Value, measured: readonly Measured[]): Verified[] {
  const reading = trial.figures[name];
  if (reading === undefined) throw new RangeError(`nothing says how ${name} is measured`);
  const readings = typeof reading === 'function' ? [['', reading] as const] : Object.entries(reading);
  const within = trial.within?.[name];
  const isList = typeof expected === 'object';
  return readings.flatMap(([way, read]) => {
    const values = measured.map((runs) => toNumbers(read(runs)));
    return toNumbers(expected).map((wanted, index): Verified => {
      const ofRuns = values.map((value) => value[index] ?? NaN);
      const judgement = within === undefined ? judgeMean(wanted, ofRuns) : judgeEach(wanted, ofRuns, within);
      const place = isList ? `[${index}]` : '';
      return {
        name: `${name}${place}${way === '' ? '' : `, ${way}`}`,
        expected: wanted,
        ...(typeof expected === 'boolean' ? { yesOrNo: true } : {}),
        ...(within === undefined ? {} : { within }),
        ...judgement,
      };
    });
  });
}

function toNumbers(value: Value): readonly number[] {
  return typeof value === 'object' ? value : [Number(value)];
}
