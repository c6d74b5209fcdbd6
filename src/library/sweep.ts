import { changesOf } from '../flags/changes.js';
import { loadScenario } from '../scenario/load.js';
import type { Sweep } from '../sweep/result.js';
import { type ScenarioInput, sourceOf } from './load.js';
import { DEFAULT_FIGURE, measureSweep, planSweep } from './measure-sweep.js';
import { causeOf } from './mistake.js';
import { checkCount, type ManyRunning, withPool } from './options.js';
import { checkSize, MOST_RUNS } from './size.js';

export interface SweepOptions extends ManyRunning {
  /** What is varied, one path or two: `load.rate=20/s..200/s/10` (from, to, points), or a list, `services.a.concurrency=8,16`. */
  vary: string | readonly string[];
  /** The path of a figure in a mode's JSON, or a share's short name. Left out: `goodput`. */
  figure?: string;
  /** Seeds at each point. Left out: 5. */
  runs?: number;
}

const USUAL_RUNS = 5;

/**
 * Measures a figure of every mode against a parameter, or two, and finds where the modes cross.
 *
 * @param input as `loadScenario` takes it
 * @throws {UsageProblem} for a scenario or options that cannot be used
 * @throws the reason of `signal` when it stopped it
 */
export async function sweep(input: ScenarioInput, options: SweepOptions): Promise<Sweep> {
  const { vary, figure = DEFAULT_FIGURE, signal } = options;
  const runs = checkCount('runs', options.runs ?? USUAL_RUNS, MOST_RUNS);
  const source = await sourceOf(input);
  const planned = await planSweep({
    vary: typeof vary === 'string' ? [vary] : vary,
    figure,
    runs,
    scenarioAt: (values) => loadScenario(source, changesOf({ vary: [...values] })),
  });
  checkSize(planned.scenarios, runs, `runs: ${runs}`);
  signal?.throwIfAborted();
  const measured = await withPool(options, (pool) =>
    measureSweep(
      planned,
      pool,
      () => signal?.aborted === true,
      (done, total) => options.onProgress?.({ done, total: Math.max(done, total) }),
    ),
  ).catch((error: unknown) => {
    throw causeOf(error);
  });
  signal?.throwIfAborted();
  if (measured === undefined) throw new TypeError('only a signal leaves nothing to show');
  return measured;
}
