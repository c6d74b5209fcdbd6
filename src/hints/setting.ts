import { applyVariant, type BaseMode, columnNames, findMode } from '../modes/registry.js';
import { planColumn } from '../plan/column.js';
import { makePlan, type Plan, type StepPlan } from '../plan/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import { Times } from './times.js';

/** One of the modes of a scenario, in numbers. */
export interface ModeSetting {
  /** Its column's name. */
  mode: string;
  base: BaseMode;
  plan: Plan;
  /** How long its work and its calls take when nothing fails and nothing waits for a worker. */
  times: Times;
}

/** What hints are found in: a scenario, and its plan in each of its modes. */
export interface Setting {
  scenario: Scenario;
  plan: Plan;
  modes: ModeSetting[];
}

export function settingOf(scenario: Scenario): Setting {
  const plan = makePlan(scenario);
  const modes = columnNames(scenario.modes).flatMap((column): ModeSetting[] => {
    const found = findMode(column, scenario.modes);
    if (found === undefined) return [];
    const { plan: own, mode } = planColumn(scenario, column);
    const { plan: effective } = applyVariant(own, mode);
    return [{ mode: column, base: found.base, plan: effective, times: new Times(effective) }];
  });
  return { scenario, plan, modes };
}

/** The modes of a kind: all variants of `direct`, say. */
export function modesOf({ modes }: Setting, ...bases: BaseMode[]): ModeSetting[] {
  return modes.filter(({ base }) => bases.includes(base));
}

/** Where a field of a step's own policy is written, or else that of the policy it falls back on. */
export function policyPath({ scenario, plan }: Setting, step: StepPlan, field: 'timeout' | 'retry'): string {
  const index = scenario.steps.findIndex(({ name }) => name === step.name);
  const own = scenario.steps[index]?.calls;
  if (own !== undefined && Object.hasOwn(own, field)) return `steps[${index}].calls.${field}`;
  return step.index === plan.entry.index ? `caller.${field}` : `calls.${field}`;
}

/** The step of that index. */
export function stepAt({ steps }: Pick<Plan, 'steps'>, index: number): StepPlan {
  const step = steps[index];
  if (step === undefined) throw new RangeError(`no step ${index}`);
  return step;
}
