import type { RunMeasurements } from '../../measure/measurements.js';
import { atAllServices, shareOfOffered, tally } from '../../measure/requests.js';
import type { Scenario } from '../../scenario/scenario.js';
import { findHarm } from '../integrity.js';
import { TIME_MARGIN } from '../margins.js';
import type { Cost } from './findings.js';

/** Something that a mode did wrong or late, and how often without the faults, as shares of the requests. */
export interface FoundCost extends Cost {
  share: number;
  /** `undefined` where there is no control run. */
  control: number | undefined;
  /** It leaves data or callers wrong; what is only late, or put aside, does not. */
  isHarm: boolean;
}

/** All that a run cost, whether its control run has it, too, or not. */
export function findCosts(
  scenario: Pick<Scenario, 'faults'>,
  run: RunMeasurements,
  control: RunMeasurements | undefined,
): FoundCost[] {
  const harm = findHarm(scenario, run, control).map(({ harm, count, control: usual }) => ({
    of: harm,
    count,
    share: shareOfOffered(count, run),
    control: control && shareOfOffered(usual, control),
    isHarm: true,
  }));
  const others = OTHERS.map(({ of, read }) => ({
    of,
    count: read(run),
    share: shareOfOffered(read(run), run),
    control: control && shareOfOffered(read(control), control),
    isHarm: false,
  }));
  return [...harm, ...others.filter(({ count }) => count > 0)];
}

/** The faults have caused it, or there is nothing to tell. */
export function isBeyondControl({ share, control }: FoundCost): boolean {
  return control === undefined || share > control * TIME_MARGIN;
}

const OTHERS: { of: Cost['of']; read: (run: RunMeasurements) => number }[] = [
  { of: 'deadLettered', read: (run) => atAllServices(run, 'deadLettered') },
  { of: 'lostEvents', read: ({ lostEvents }) => lostEvents },
  { of: 'late', read: (run) => tally(run).late },
  { of: 'inFlight', read: (run) => tally(run).inFlight },
];
