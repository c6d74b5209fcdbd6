import type { View } from '../view.js';
import { cascadesSection } from './cascades.js';
import { consistencySection } from './consistency.js';
import type { Section } from './section.js';
import { serviceSections } from './services.js';
import { throughputSection } from './throughput.js';
import { timesSection } from './times.js';

/** What was felt, who failed because of whom, when it was done, what it cost: in this order. */
export function sectionsOf(view: View): Section[] {
  return [
    throughputSection(view),
    cascadesSection(view),
    timesSection(view),
    consistencySection(view),
    ...(view.verbose ? serviceSections(view) : []),
  ];
}
