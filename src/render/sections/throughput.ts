import { describeBriefly, describeWindow, faultsWindow } from '../../compare/faults.js';
import { formatMoment } from '../../compare/quantities.js';
import { shareOfOffered } from '../../measure/requests.js';
import type { RunMeasurements } from '../../measure/measurements.js';
import { type Figure, NONE } from '../figures.js';
import { plain } from '../text.js';
import { measuredRuns, type View } from '../view.js';
import { type Line, rowMaker, type Section } from './section.js';

/** How much was done, and how much stood waiting. */
export function throughputSection(view: View): Section {
  const share = rowMaker(view, 'share', 'higher');
  const ratio = rowMaker(view, 'attempts', 'lower');
  const count = rowMaker(view, 'waiting', 'lower');
  return {
    title: 'THROUGHPUT',
    lines: [
      ...(view.verbose ? perSecond(view, 'offered') : []),
      ...perSecond(view, 'accepted'),
      ...perSecond(view, 'completed'),
      ...share.row('accepted, of what was offered', (run) => ofOffered(run.requests.accepted, run), {
        short: 'accepted',
        always: true,
      }),
      ...share.row('completed in the end', (run) => ofOffered(run.requests.completed, run), {
        short: 'completed',
        always: true,
      }),
      ...ratio.row(
        'attempts per request, busiest service',
        (run) => ({ kind: 'ratio', value: run.amplification.worst }),
        { short: 'attempts/request', always: true },
      ),
      ...(view.verbose
        ? ratio.row('all services together', (run) => ({ kind: 'ratio', value: run.amplification.total }), {
            short: 'all services',
            indented: true,
          })
        : []),
      ...queries(view),
      ...count.row('most waiting at once (backlog)', (run) => ({ kind: 'count', value: run.peakBacklog }), {
        short: 'most waiting',
      }),
    ],
  };
}

/** What a database had to bear, polling included, where a mode has one. */
function queries(view: View): Line[] {
  if (!view.services.includes('database')) return [];
  return rowMaker(view, 'attempts', 'lower').row(
    'queries per request, at the database',
    ({ services: { database }, requests: { offered } }) =>
      database === undefined || offered === 0 ? NONE : { kind: 'ratio', value: database.attempts / offered },
    { short: 'queries/request' },
  );
}

type Rate = 'offered' | 'accepted' | 'completed';

/** Before, while and after something was wrong; where nothing was, in all. */
function perSecond(view: View, rate: Rate): Line[] {
  const { row } = rowMaker(view, rate, 'higher');
  const title = `${rate} per second`;
  const phases = phaseNames(view);
  const usual = Math.max(0, ...measuredRuns(view).map(({ run }) => run.throughput.offered));
  if (phases.length < 2) {
    return row(title, (run) => ({ kind: 'rate', value: run.throughput[rate] }), { always: true });
  }
  return [
    { kind: 'heading', label: title, short: title },
    ...phases.flatMap((name) =>
      row(labelOf(name, view), (run) => phaseRate(run, name, rate), {
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

function phaseRate(run: RunMeasurements, name: string, rate: Rate): Figure {
  const phase = run.throughput.phases.find((candidate) => candidate.name === name);
  return phase === undefined ? NONE : { kind: 'rate', value: phase[rate] };
}

function ofOffered(count: number, run: RunMeasurements): Figure {
  return run.requests.offered === 0 ? NONE : { kind: 'share', value: shareOfOffered(count, run) };
}
