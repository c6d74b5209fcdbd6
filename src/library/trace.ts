import { formatPlural } from '../compare/quantities.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { chooseRequest, type Wish } from '../trace/choose.js';
import type { Trace } from '../trace/trace.js';
import { checkLoaded } from './run.js';
import { surveyModes, traceModes } from './trace-runs.js';
import { NO_FAILURE, sayWhy } from './trace-why.js';

export interface TraceOptions {
  /** The how-manieth request, from 1. */
  request?: number;
  /**
   * Which one, where no number says it: the one that shows the difference between the modes best (left out), the `worst`, or
   * the first that `failed`.
   */
  which?: Wish;
  /** Stops it: what it returned is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** What one request went through in every mode, and why this one. */
export interface TracedRequest {
  scenario: Scenario;
  trace: Trace;
  /** Left out where it was asked for by its number. */
  why?: string;
}

/**
 * Follows one request through every mode of a scenario: each attempt, what it waited for, and what failed because of what.
 *
 * @param scenario as `loadScenario` gives it
 * @throws {UsageProblem} `no-such-request`
 * @throws the reason of `signal` when it stopped it
 */
export async function trace(scenario: Scenario, options: TraceOptions = {}): Promise<TracedRequest> {
  checkLoaded(scenario);
  const { request, which = 'difference', signal } = options;
  signal?.throwIfAborted();
  const interrupted = (): boolean => signal?.aborted === true;
  const chosen = request === undefined ? await choose(scenario, which, interrupted) : undefined;
  signal?.throwIfAborted();
  if (request === undefined && chosen === undefined)
    throw new UsageProblem('no-such-request', NO_FAILURE[which]);
  const traced = await traceModes(scenario, chosen ?? { number: request ?? 1 }, interrupted);
  signal?.throwIfAborted();
  if (traced === undefined) throw new TypeError('only a signal leaves nothing to show');
  if ('begun' in traced) {
    throw new UsageProblem(
      'no-such-request',
      `the run has ${formatPlural(traced.begun, 'request')}: request goes from 1 to ${traced.begun}`,
    );
  }
  return { scenario, trace: traced, ...(chosen === undefined ? {} : { why: sayWhy(chosen, scenario) }) };
}

async function choose(
  scenario: Scenario,
  which: Wish,
  interrupted: () => boolean,
): Promise<ReturnType<typeof chooseRequest>> {
  const surveys = await surveyModes(scenario, undefined, interrupted);
  return surveys === undefined ? undefined : chooseRequest(surveys, which);
}
