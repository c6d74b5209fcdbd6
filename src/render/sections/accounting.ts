import { formatExactCount, formatPlural } from '../../compare/quantities.js';
import { tally, type Tally } from '../../compare/requests.js';
import { measuredRuns, type View } from '../view.js';

/** Every request counted once: `total` is what was offered, `terms` add up to it. */
export interface Account {
  mode: string;
  total: string;
  terms: string[];
}

const TERMS: { key: keyof Tally; one: string; many: string }[] = [
  { key: 'good', one: 'good', many: 'good' },
  { key: 'honestFailures', one: 'honest failure', many: 'honest failures' },
  { key: 'orphans', one: 'orphan', many: 'orphans' },
  { key: 'ghosts', one: 'ghost', many: 'ghosts' },
  { key: 'brokenPromises', one: 'broken promise', many: 'broken promises' },
  { key: 'late', one: 'late', many: 'late' },
];

/** What became of the requests, for each mode that has run. */
export function accounts(view: View): Account[] {
  return measuredRuns(view).map(({ mode, run }) => {
    const cells = tally(run);
    const terms = TERMS.filter(({ key }) => view.verbose || cells[key] > 0);
    return {
      mode,
      total: formatExactCount(run.requests.offered),
      terms:
        terms.length === 0
          ? ['nothing']
          : terms.map(({ key, one, many }) => formatPlural(cells[key], one, many)),
    };
  });
}

/** `4,400 requests` where every mode had as many, else `undefined`: each line says its own. */
export function commonTotal(view: View): string | undefined {
  const offered = new Set(measuredRuns(view).map(({ run }) => run.requests.offered));
  const [only] = offered;
  return offered.size === 1 && only !== undefined ? formatPlural(only, 'request') : undefined;
}
