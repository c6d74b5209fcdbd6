import type { RunMeasurements } from '../measure/measurements.js';
import { namesOf, type Outcome, OUTCOMES } from '../measure/outcomes.js';
import { atAllServices, doubleEffects, shareOfOffered, tally } from '../measure/requests.js';
import type { Fault, Scenario } from '../scenario/scenario.js';

/** What leaves the data or the callers' knowledge of it wrong. */
export type Harm = Outcome | 'doubleEffects' | 'outOfOrder';

/** A kind of harm, how often it was done, and how often without the faults (0 where there is no control run). */
export interface HarmCount {
  harm: Harm;
  count: number;
  control: number;
  /** What is beyond the control run, per request. */
  excess: number;
}

/**
 * The harm that a run has done, kind by kind, and how much of it the faults have caused: what its own control run has as well
 * is none of theirs. Deliveries out of order count where the scenario injects disorder.
 */
export function findHarm(
  { faults }: Pick<Scenario, 'faults'>,
  run: RunMeasurements,
  control: RunMeasurements | undefined,
): HarmCount[] {
  return harmsOf(faults).flatMap((harm) => {
    const count = countOf(harm, run);
    if (count === 0) return [];
    const usual = control === undefined ? 0 : countOf(harm, control);
    const share = shareOfOffered(count, run);
    const excess = control === undefined ? share : Math.max(0, share - shareOfOffered(usual, control));
    return [{ harm, count, control: usual, excess }];
  });
}

/** The kinds of harm that count in a scenario: deliveries out of order where it injects disorder. */
export function harmsOf(faults: readonly Pick<Fault, 'kind'>[]): Harm[] {
  const injectsDisorder = faults.some(({ kind }) => kind === 'reorder');
  return [...UNTRUE, 'doubleEffects', ...(injectsDisorder ? (['outOfOrder'] as const) : [])];
}

/** Harm done beyond the control run, of all kinds, per request. */
export function excessHarm(
  scenario: Pick<Scenario, 'faults'>,
  run: RunMeasurements,
  control: RunMeasurements | undefined,
): number {
  return findHarm(scenario, run, control).reduce((sum, { excess }) => sum + excess, 0);
}

/** Requests that ended otherwise than their responses said. */
const UNTRUE = namesOf(OUTCOMES).filter((name) => OUTCOMES[name].told === 'falsely');

function countOf(harm: Harm, run: RunMeasurements): number {
  if (harm === 'doubleEffects') return doubleEffects(run);
  return harm === 'outOfOrder' ? atAllServices(run, 'outOfOrder') : tally(run)[harm];
}
