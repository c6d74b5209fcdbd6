import { columnNames } from '../modes/registry.js';
import { simulate } from '../modes/simulate.js';
import { planColumn } from '../plan/column.js';
import type { RequestShown } from '../render/formats.js';
import type { Scenario } from '../scenario/scenario.js';
import { chooseRequest } from '../trace/choose.js';
import { compareWithControl, type Survey, takeSurvey } from '../trace/survey.js';
import type { RunColumn } from './measure.js';
import { Mistake } from './mistake.js';
import { surveyModes, traceModes } from './trace-runs.js';
import { sayWhy } from './trace-why.js';

type Interrupted = () => boolean;

/** Notes how each request goes while its scenario is measured. */
export interface Watch {
  /** In place of the usual one: it measures the same, and notes. */
  runColumn: RunColumn;
  /** The request that shows the difference between the modes best; `undefined` where there is none, and after an interrupt. */
  find: (scenario: Scenario, interrupted: Interrupted) => Promise<RequestShown | undefined>;
}

/** For one scenario: whoever measures another one watches anew. */
export function watchRequests(): Watch {
  const surveys = { faulted: new Map<string, () => Survey>(), control: new Map<string, () => Survey>() };
  return {
    runColumn: (scenario, column, { faults, interrupted }) => {
      const { plan, mode } = planColumn(scenario, column);
      return simulate(plan, mode, {
        faults,
        interrupted,
        listener: (effective, clock) => {
          const { facts, survey } = takeSurvey(effective, clock);
          surveys[faults ? 'faulted' : 'control'].set(column, survey);
          return facts;
        },
      });
    },
    find: (scenario, interrupted) => {
      const columns = columnNames(scenario.modes);
      const found = columns.flatMap((column) => surveys.faulted.get(column)?.() ?? []);
      if (found.length < columns.length) return Promise.resolve(undefined);
      for (const [index, survey] of found.entries())
        compareWithControl(survey, surveys.control.get(columns[index] ?? '')?.());
      return choose(scenario, found, surveys.control.size > 0, interrupted);
    },
  };
}

/** The same after many runs, of the first of their seeds: it is run once more. */
export async function findRequest(
  scenario: Scenario,
  interrupted: Interrupted,
): Promise<RequestShown | undefined> {
  const surveys = await surveyModes(scenario, undefined, interrupted);
  return surveys === undefined ? undefined : choose(scenario, surveys, true, interrupted);
}

/** @throws {Mistake} so that what was measured is shown all the same */
async function choose(
  scenario: Scenario,
  surveys: readonly Survey[],
  isControlled: boolean,
  interrupted: Interrupted,
): Promise<RequestShown | undefined> {
  try {
    const chosen = chooseRequest(surveys, 'difference');
    if (chosen === undefined) return undefined;
    const trace = await traceModes(scenario, chosen, interrupted);
    if (trace === undefined || !('modes' in trace)) return undefined;
    // Without control runs nobody knows what the faults have affected.
    return { trace, why: sayWhy(chosen, { faults: isControlled ? scenario.faults : [] }) };
  } catch (error) {
    throw new Mistake(undefined, error);
  }
}
