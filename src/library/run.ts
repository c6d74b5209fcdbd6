import type { Comparison } from '../compare/comparison.js';
import { findHints } from '../hints/find-hints.js';
import { columnNames } from '../modes/registry.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { evaluateGates, readGates } from './gates.js';
import { measure } from './measure.js';
import { measureRuns } from './measure-runs.js';
import { causeOf } from './mistake.js';
import { checkCount, type ManyRunning, withPool } from './options.js';
import { checkSize, MOST_RUNS } from './size.js';

export interface RunOptions extends ManyRunning {
  /** That many seeds, from the scenario's own on: figures are means then, with intervals. Left out: one. */
  runs?: number;
  /** `false` leaves the control runs out, and with them all that is found by comparing with them. Of one run only. */
  control?: boolean;
}

/**
 * Runs a scenario in all its modes, each with the faults and without them, and compares them. Nothing is printed or written;
 * the same scenario and seed give the same result on every machine.
 *
 * @param scenario as `loadScenario` gives it
 * @returns the comparison, with the scenario's own gates judged (`expectations`): a gate that failed is no error
 * @throws {UsageProblem} for a scenario or options that cannot be used
 * @throws the reason of `signal` when it stopped the run
 */
export async function run(scenario: Scenario, options: RunOptions = {}): Promise<Comparison> {
  checkLoaded(scenario);
  const { signal, control = true } = options;
  const runs = checkCount('runs', options.runs ?? 1, MOST_RUNS);
  if (runs > 1 && !control) throw new UsageProblem('bad-option', 'control: false goes with one run');
  const gates = await readGates(scenario, () => Promise.resolve('scenario: '));
  const hints = findHints(scenario);
  signal?.throwIfAborted();
  const compared = await (runs === 1 ? measureOnce : measureMany)(scenario, { ...options, runs }).catch(
    (error: unknown) => {
      throw causeOf(error);
    },
  );
  signal?.throwIfAborted();
  if (compared === undefined) throw new TypeError('only a signal leaves nothing to compare');
  return { ...compared, hints, expectations: evaluateGates(gates, compared) };
}

type Measure = (
  scenario: Scenario,
  options: RunOptions & { runs: number },
) => Promise<Comparison | undefined>;

const measureOnce: Measure = (scenario, { signal, onProgress, control = true }) => {
  const columns = columnNames(scenario.modes).length;
  const total = columns * (control && scenario.faults.length > 0 ? 2 : 1);
  let begun = 0;
  return measure(scenario, {
    control,
    interrupted: () => signal?.aborted === true,
    progress: () => {
      onProgress?.({ done: begun, total });
      begun += 1;
    },
  }).then((compared) => {
    if (signal?.aborted !== true) onProgress?.({ done: total, total });
    return compared;
  });
};

const measureMany: Measure = (scenario, options) => {
  checkSize([scenario], options.runs, `runs: ${options.runs}`);
  return withPool(options, (pool) =>
    measureRuns(scenario, options.runs, pool, (done, total) => {
      options.onProgress?.({ done, total });
    }),
  );
};

/** Whoever passes a name has forgotten to load it. */
export function checkLoaded(scenario: unknown): void {
  const isOne =
    typeof scenario === 'object' && scenario !== null && 'steps' in scenario && 'seed' in scenario;
  if (!isOne) throw new UsageProblem('not-a-scenario', 'expected a scenario as loadScenario() gives it');
}
