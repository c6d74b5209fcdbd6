import { list } from '../../compare/words.js';
import type { Comparison } from '../../compare/comparison.js';
import type { Series } from '../../measure/measurements.js';
import { plain } from '../text.js';

const NAMES = {
  goodput: 'goodput',
  errors: 'errors',
  responseP99: 'response times',
  services: 'services',
} as const satisfies Partial<Record<keyof Series, string>>;

/** What an older version has not saved over time, in a sentence: the page leaves out what is drawn from it. */
export function notRecorded({ modes, version }: Pick<Comparison, 'modes' | 'version'>): string | undefined {
  const all: Partial<Series>[] = Object.values(modes).map(({ series }) => series);
  const missing = (Object.keys(NAMES) as (keyof typeof NAMES)[]).filter((name) =>
    all.some((series) => series[name] === undefined),
  );
  return missing.length === 0
    ? undefined
    : `Saved by version ${plain(version)}, which did not record ${list(missing.map((name) => NAMES[name]))} over time: they are left out.`;
}
