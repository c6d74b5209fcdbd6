import { namesOf, OUTCOMES } from '../../measure/outcomes.js';
import { formatExactCount, formatPlural } from '../../compare/quantities.js';
import { tally, type Tally } from '../../measure/requests.js';
import { measuredRuns, type View } from '../view.js';

/** Every request counted once: `total` is what was offered, `terms` add up to it. */
export interface Account {
  mode: string;
  total: string;
  terms: string[];
}

/** In the order of the ledger. */
const TERMS = namesOf(OUTCOMES)
  .map((key) => ({ key, ...OUTCOMES[key] }))
  .sort((a, b) => a.ledger - b.ledger);

/** What became of the requests, for each mode that has run. */
export function accounts(view: View): Account[] {
  return measuredRuns(view).map(({ mode, run }) => {
    const cells = inTenths(tally(run), run.requests.offered);
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

/**
 * Means rounded to one decimal place that still add up: what rounding down leaves over goes to those that lost most by it.
 * Whole numbers stay as they are.
 */
function inTenths(cells: Tally, total: number): Tally {
  const entries = TERMS.map(({ key }) => ({
    key,
    tenths: Math.floor(cells[key] * 10),
    exact: cells[key] * 10,
  }));
  const left = Math.round(total * 10) - entries.reduce((sum, { tenths }) => sum + tenths, 0);
  const byLoss = [...entries].sort((a, b) => b.exact - b.tenths - (a.exact - a.tenths));
  const raised = new Set(byLoss.slice(0, Math.max(0, left)).map(({ key }) => key));
  const rounded = entries.map(({ key, tenths }) => [key, (tenths + (raised.has(key) ? 1 : 0)) / 10]);
  return Object.fromEntries(rounded) as Tally;
}

/** `4,400 requests` where every mode had as many, else `undefined`: each line says its own. */
export function commonTotal(view: View): string | undefined {
  const offered = new Set(measuredRuns(view).map(({ run }) => run.requests.offered));
  const [only] = offered;
  if (offered.size !== 1 || only === undefined) return undefined;
  return `${formatPlural(only, 'request')}${view.spread === undefined ? '' : ' (mean)'}`;
}
