import { namesOf, OUTCOMES } from '../../measure/outcomes.js';
import { atAllServices, doubleEffects } from '../../measure/requests.js';
import { findMode } from '../../modes/registry.js';
import type { View } from '../view.js';
import { atAll, counted, measured, outcome } from './row-figure.js';
import { rowMaker, type Section } from './section.js';

/** What ended otherwise than callers had been told, what came late, and what was done more than once. */
export function priceSection(view: View): Section {
  const lag = rowMaker(view, 'lag');
  const count = rowMaker(view, 'count');
  const priced = namesOf(OUTCOMES).filter((name) => OUTCOMES[name].label !== undefined);
  return {
    title: view.modes.some((mode) => findMode(mode)?.entry.hasOwnPrice) ? 'THE PRICE' : 'THE PRICE OF EVENTS',
    lines: [
      ...lag(measured('completionLag', 'p99'), { always: true }),
      ...priced.flatMap((name) => count(outcome(name), { always: OUTCOMES[name].always ?? false })),
      ...count(atAll('copies')),
      ...count(atAll('outOfOrder')),
      ...count(atAll('doubleEffects')),
      ...count(recognised),
      ...count(atAll('lostAcks')),
      ...count(atAll('deadLettered')),
      ...count(measured('lostEvents')),
    ],
  };
}

/** Duplicates that did no harm; double effects have a row of their own. */
const recognised = counted(
  { better: 'lower', label: 'came again, recognised (duplicate)', short: 'duplicates' },
  (run) => atAllServices(run, 'duplicates') - doubleEffects(run),
);
