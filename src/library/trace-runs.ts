import { VirtualClock } from '../engine/virtual-clock.js';
import { applyVariant, columnNames } from '../modes/registry.js';
import { runMode } from '../modes/simulate.js';
import { planColumn } from '../plan/column.js';
import type { Scenario } from '../scenario/scenario.js';
import { compareWithControl, type Survey, takeSurvey } from '../trace/survey.js';
import type { Trace } from '../trace/trace.js';
import { traceRequest } from '../trace/tracer.js';

/** The services of a scenario, and what its modes have besides: a database. */
export function servicesOf(scenario: Scenario): string[] {
  const plans = columnNames(scenario.modes).map((column) => {
    const { plan, mode } = planColumn(scenario, column);
    return applyVariant(plan, mode).plan;
  });
  return [...new Set(plans.flatMap(({ services }) => services.map(({ name }) => name)))];
}

/**
 * Runs every mode, with the faults and without, and notes how each request goes.
 *
 * @param service whose attempts are noted
 * @returns one of each mode; `undefined` after an interrupt
 */
export async function surveyModes(
  scenario: Scenario,
  service: string | undefined,
  interrupted: () => boolean,
): Promise<Survey[] | undefined> {
  const take = async (column: string, withFaults: boolean): Promise<Survey> => {
    const { plan, mode } = planColumn(scenario, column);
    const clock = new VirtualClock();
    const { facts, survey } = takeSurvey(plan, clock, service);
    await runMode(plan, mode, clock, facts, { faults: withFaults, interrupted });
    return survey();
  };
  const surveys: Survey[] = [];
  for (const column of columnNames(scenario.modes)) {
    const found = await take(column, true);
    compareWithControl(found, scenario.faults.length === 0 ? undefined : await take(column, false));
    if (interrupted()) return undefined;
    surveys.push(found);
  }
  return surveys;
}

/**
 * Runs every mode once more and keeps what happens to one request. A number says which one in the first mode; its key, which
 * is the same one in the others.
 *
 * @returns `undefined` after an interrupt; where there is none such, how many have begun
 */
export async function traceModes(
  scenario: Scenario,
  wanted: { key: number } | { number: number },
  interrupted: () => boolean,
): Promise<Trace | { begun: number } | undefined> {
  const modes: Trace['modes'] = {};
  let key = 'key' in wanted ? wanted.key : undefined;
  for (const column of columnNames(scenario.modes)) {
    const { plan, mode } = planColumn(scenario, column);
    const clock = new VirtualClock();
    const which = key === undefined ? wanted : { key };
    const tracer = traceRequest(applyVariant(plan, mode).plan, clock, which);
    await runMode(plan, mode, clock, tracer.facts, {
      faults: true,
      interrupted,
      isEnough: () => tracer.hasEnded(),
    });
    const found = tracer.trace();
    key ??= found?.key;
    if (interrupted()) return undefined;
    if (key === undefined) return { begun: tracer.begun() };
    modes[column] = found?.trace;
  }
  return key === undefined ? undefined : { key, modes };
}
