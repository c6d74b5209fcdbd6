import { ownColumn, withColumn } from '../scenario/columns.js';
import type { Scenario } from '../scenario/scenario.js';
import { makePlan, type Plan } from './plan.js';

/**
 * What is run for one column of a comparison: the plan, with the column's own policies where it has some, and the mode.
 *
 * @throws WorkflowProblem when the steps are no workflow
 */
export function planColumn(scenario: Scenario, name: string): { plan: Plan; mode: string } {
  const own = ownColumn(scenario.modes, name);
  return own === undefined
    ? { plan: makePlan(scenario), mode: name }
    : { plan: makePlan(withColumn(scenario, own)), mode: own.mode };
}
