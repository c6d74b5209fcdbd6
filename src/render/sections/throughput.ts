import { faultsWindow } from '../../compare/faults.js';
import { formatSpan } from '../../compare/quantities.js';
import type { PhaseName } from '../../measure/measurements.js';
import { NONE } from '../table-cell.js';
import { measuredRuns, type View } from '../view.js';
import { measured, type RowFigure, share } from './row-figure.js';
import { type Row, type TableLine, rowMaker, type Section } from './section.js';

/** How much was done, how much of it was good, and how much was queued. */
export function throughputSection(view: View): Section {
  const shares = rowMaker(view, 'share');
  return {
    title: 'THROUGHPUT',
    lines: [
      ...goodput(view),
      ...(view.verbose ? perSecond(view, 'offered') : []),
      ...perSecond(view, 'accepted'),
      ...perSecond(view, 'completed'),
      ...shares(share('accepted'), { always: true }),
      ...shares(share('completed'), { always: true }),
      ...amplification(view),
      ...(view.services.includes('database') ? rowMaker(view, 'attempts')(queries) : []),
      ...rowMaker(view, 'waiting')(measured('peakBacklog')),
    ],
  };
}

/** Of all requests, and of those that were begun before, during and after the faults. */
function goodput(view: View): Row[] {
  const row = rowMaker(view, 'goodput');
  return [
    ...row(measured('goodput'), { always: true }),
    ...phaseNames(view).flatMap((name) =>
      row(measured('phases', name, 'goodput'), {
        label: `begun ${phaseLabel(name, view)}`,
        indented: true,
        always: true,
      }),
    ),
  ];
}

/** Over the whole run a storm is hidden by the quiet before and after it. */
function amplification(view: View): Row[] {
  const row = rowMaker(view, 'attempts');
  const during = measured('phases', 'during', 'amplification');
  return [
    ...row(measured('amplification', 'worst'), { always: true }),
    ...(phaseNames(view).includes('during')
      ? row(during, { label: `begun ${phaseLabel('during', view)}`, indented: true })
      : []),
    ...(view.verbose ? row(measured('amplification', 'total'), { indented: true }) : []),
  ];
}

/** What a database had to bear, polling included, where a mode has one. */
const queries: RowFigure = {
  entry: {
    kind: 'ratio',
    better: 'lower',
    label: 'database queries per request',
    description: 'queries at the shared database, polling included, per request',
  },
  read: ({ services: { database }, requests: { offered } }) =>
    database === undefined || offered === 0 ? NONE : { kind: 'ratio', value: database.attempts / offered },
};

/** Before, during and after the faults; where there were none, in all. */
function perSecond(view: View, rate: 'offered' | 'accepted' | 'completed'): TableLine[] {
  const row = rowMaker(view, rate);
  const total = measured('throughput', rate);
  const phases = phaseNames(view);
  if (phases.length === 0) return row(total, { always: true });
  const usual = Math.max(0, ...measuredRuns(view).map(({ run }) => run.throughput.offered));
  return [
    { kind: 'heading', label: total.entry.label ?? rate },
    ...phases.flatMap((name) =>
      row(measured('throughput', 'phases', name, rate), {
        label: phaseLabel(name, view),
        indented: true,
        always: true,
        usual,
      }),
    ),
  ];
}

function phaseLabel(phase: PhaseName, { scenario: { faults } }: View): string {
  const window = faultsWindow(faults);
  if (phase === 'after' || window === undefined) return phase;
  if (phase === 'before') return `before the fault${faults.length === 1 ? '' : 's'}`;
  return `during (${formatSpan(window)})`;
}

/** In the order in which they come, where there are several; a mode that was interrupted may have fewer of them. */
function phaseNames(view: View): PhaseName[] {
  const names = view.runs.flatMap((run) => run?.throughput.phases.map(({ name }) => name) ?? []);
  const distinct = [...new Set(names)];
  return distinct.length < 2 ? [] : distinct;
}
