import { namesOf, OUTCOMES } from '../../measure/outcomes.js';
import { atAllServices, doubleEffects } from '../../measure/requests.js';
import type { View } from '../view.js';
import { atAll, counted, measured, outcome } from './row-figure.js';
import { rowMaker, type Section } from './section.js';

/** What ended otherwise than its response said, what came late, and what was delivered or processed more than once. */
export function consistencySection(view: View): Section {
  const lag = rowMaker(view, 'lag');
  const count = rowMaker(view, 'count');
  const shown = namesOf(OUTCOMES).filter((name) => OUTCOMES[name].label !== undefined);
  return {
    title: 'CONSISTENCY AND DELIVERY',
    lines: [
      ...lag(measured('completionLag', 'p99'), { always: true }),
      ...shown.flatMap((name) => count(outcome(name), { always: OUTCOMES[name].always ?? false })),
      ...count(atAll('copies')),
      ...count(atAll('outOfOrder')),
      ...count(atAll('doubleEffects')),
      ...count(suppressed),
      ...count(atAll('lostAcks')),
      ...count(atAll('deadLettered')),
      ...count(measured('lostEvents')),
    ],
  };
}

/** Duplicates that did no harm. */
const suppressed = counted(
  {
    better: 'neither',
    label: 'duplicates suppressed',
    description: 'attempts that an idempotent step recognised as done already',
  },
  (run) => atAllServices(run, 'duplicates') - doubleEffects(run),
);
