import type { FigureEntry } from './figures.js';
import type { RunMeasurements } from './measurements.js';
import { type Ending, ENDINGS, namesOf, type Outcome, OUTCOMES, type Told, RESPONSES } from './outcomes.js';
import { errorResponses, tally } from './requests.js';

/** The short names. */
export type ShareName = Told | 'refused' | Ending | Exclude<Outcome, 'good'>;

/** A share of the requests offered, by a short name. */
export interface ShareEntry extends FigureEntry {
  kind: 'share';
  /** How many requests it is a share of the offered ones. */
  count: (run: RunMeasurements) => number;
}

/** Goodput is no share of what was offered, and a figure of its own. */
const BESIDE_GOODPUT = Object.fromEntries(
  Object.entries(OUTCOMES).filter(([name]) => name !== 'good'),
) as Omit<typeof OUTCOMES, 'good'>;

/**
 * The short names of gates and sweeps, and of the tables: by what the caller was answered, by how the work ended, and by
 * what the two come to.
 */
export const SHARES: Readonly<Record<ShareName, ShareEntry>> = {
  ...rows(ENDINGS, (ending) => (run) => endedSo(run, ending)),
  ...rows(BESIDE_GOODPUT, (outcome) => (run) => tally(run)[outcome]),
  // Last: `declined` is what the caller was answered.
  ...rows(RESPONSES, (response) => (run) => run.requests[response]),
  refused: {
    kind: 'share',
    better: 'lower',
    description: 'requests that had no success response: failed, timed out or declined',
    count: errorResponses,
  },
};

/** Empty where no request was offered. */
export function sharesOf(run: RunMeasurements): Map<string, number> {
  const { offered } = run.requests;
  return new Map(
    offered === 0 ? [] : Object.entries(SHARES).map(([name, { count }]) => [name, count(run) / offered]),
  );
}

/** One of the short names. */
export function shareNamed([name = '', ...below]: readonly string[]): ShareEntry | undefined {
  return below.length === 0 && Object.hasOwn(SHARES, name) ? SHARES[name as ShareName] : undefined;
}

function endedSo({ requests: { completed, outcomes } }: RunMeasurements, ending: Ending): number {
  // Means are added up in one order only, so that their last digits do not depend on who asks.
  return ending === 'completed' ? completed : outcomes.accepted[ending] + outcomes.refused[ending];
}

function rows<Name extends string>(
  table: Record<Name, Pick<FigureEntry, 'better' | 'description' | 'label'>>,
  count: (name: Name) => ShareEntry['count'],
): Record<Name, ShareEntry> {
  return Object.fromEntries(
    namesOf(table).map((name): [Name, ShareEntry] => {
      const { better, description, label } = table[name];
      const labels = label === undefined ? {} : { label };
      return [name, { kind: 'share', better, description, ...labels, count: count(name) }];
    }),
  ) as Record<Name, ShareEntry>;
}
