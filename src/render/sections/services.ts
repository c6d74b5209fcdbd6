import { RUN } from '../../measure/figures.js';
import { namesOf } from '../../measure/outcomes.js';
import { plain } from '../text.js';
import type { View } from '../view.js';
import { measured } from './row-figure.js';
import { rowMaker, type Row, type Section } from './section.js';

/** A table for each service, shown with `--verbose`. */
export function serviceSections(view: View): Section[] {
  return view.services.map((service) => ({
    title: plain(service).toUpperCase(),
    lines: serviceRows(view, service),
  }));
}

const CAUSES = namesOf(RUN.fields.services.values.fields.failures.fields);

function serviceRows(view: View, service: string): Row[] {
  const count = rowMaker(view, 'count');
  const share = rowMaker(view, 'share');
  return [
    ...count(measured('services', service, 'attempts')),
    ...CAUSES.flatMap((cause) => count(measured('services', service, 'failures', cause))),
    ...rowMaker(view, 'time')(measured('services', service, 'waitTime', 'p99')),
    ...share(measured('services', service, 'utilization')),
    ...share(measured('services', service, 'blockedShare'), {
      label: 'of which blocked on downstream',
    }),
    ...rowMaker(view, 'queue')(measured('services', service, 'peakQueue')),
  ];
}
