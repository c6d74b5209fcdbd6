import { applyVariant } from '../modes/registry.js';
import { planColumn } from '../plan/column.js';
import { withoutFaults } from '../plan/plan.js';
import type { Scenario } from '../scenario/scenario.js';

/** One column of a scenario, with its faults or as a control run. */
interface ColumnOf {
  scenario: Scenario;
  /** A column's name. */
  column: string;
  faults: boolean;
}

/** The plan as every process makes it, with all that the column changes: the same numbers, the same luck. */
export function planFor({ scenario, column, faults }: ColumnOf): ReturnType<typeof applyVariant> {
  const { plan, mode } = planColumn(scenario, column);
  return applyVariant(faults ? plan : withoutFaults(plan), mode);
}
