import { describeBriefly, describeWindow, faultsWindow } from '../../compare/faults.js';
import { formatMoment } from '../../compare/quantities.js';
import { NONE } from '../table-cell.js';
import { plain } from '../text.js';
import { measuredRuns, type View } from '../view.js';
import { measured, type RowFigure, share } from './row-figure.js';
import { type TableLine, rowMaker, type Section } from './section.js';

/** How much was done, and how much stood waiting. */
export function throughputSection(view: View): Section {
  const shares = rowMaker(view, 'share');
  const ratios = rowMaker(view, 'attempts');
  return {
    title: 'THROUGHPUT',
    lines: [
      ...(view.verbose ? perSecond(view, 'offered') : []),
      ...perSecond(view, 'accepted'),
      ...perSecond(view, 'completed'),
      ...shares(share('accepted'), { always: true }),
      ...shares(share('completed'), { always: true }),
      ...ratios(measured('amplification', 'worst'), { always: true }),
      ...(view.verbose ? ratios(measured('amplification', 'total'), { indented: true }) : []),
      ...(view.services.includes('database') ? ratios(queries) : []),
      ...rowMaker(view, 'waiting')(measured('peakBacklog')),
    ],
  };
}

/** What a database had to bear, polling included, where a mode has one. */
const queries: RowFigure = {
  entry: {
    kind: 'ratio',
    better: 'lower',
    label: 'queries per request, at the database',
    short: 'queries/request',
  },
  read: ({ services: { database }, requests: { offered } }) =>
    database === undefined || offered === 0 ? NONE : { kind: 'ratio', value: database.attempts / offered },
};

/** Before, while and after something was wrong; where nothing was, in all. */
function perSecond(view: View, rate: 'offered' | 'accepted' | 'completed'): TableLine[] {
  const row = rowMaker(view, rate);
  const total = measured('throughput', rate);
  const phases = phaseNames(view);
  if (phases.length < 2) return row(total, { always: true });
  const { label = rate } = total.entry;
  const usual = Math.max(0, ...measuredRuns(view).map(({ run }) => run.throughput.offered));
  return [
    { kind: 'heading', label, short: label },
    ...phases.flatMap((name) =>
      row(measured('throughput', 'phases', name, rate), {
        label: labelOf(name, view),
        short: name === 'during' ? 'during the fault' : plain(name),
        indented: true,
        always: true,
        usual,
        asUsualIsFine: true,
      }),
    ),
  ];
}

function labelOf(phase: string, view: View): string {
  const { faults } = view.scenario;
  const [fault, ...more] = faults;
  const window = faultsWindow(faults);
  if (phase !== 'during' || fault === undefined || window === undefined) return plain(phase);
  const when =
    window.until === Infinity
      ? describeWindow(window)
      : `${formatMoment(window.from)} to ${formatMoment(window.until)}`;
  return `${more.length > 0 ? 'during the faults' : `while ${plain(describeBriefly(fault))}`}, ${when}`;
}

/** In the order in which they come; a mode that was interrupted may have fewer of them. */
function phaseNames(view: View): string[] {
  const names = view.runs.flatMap((run) => run?.throughput.phases.map(({ name }) => name) ?? []);
  return [...new Set(names)];
}
