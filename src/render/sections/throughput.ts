import { describeState, describeWindow, faultsWindow } from '../../compare/faults.js';
import { formatMoment } from '../../compare/quantities.js';
import { shareOfOffered } from '../../compare/requests.js';
import type { RunMeasurements } from '../../measure/measurements.js';
import { type Figure, NONE } from '../figures.js';
import { plain } from '../text.js';
import type { View } from '../view.js';
import { type Row, rowMaker, type Section } from './section.js';

/** How much was done, and how much stood waiting. */
export function throughputSection(view: View): Section {
  const share = rowMaker(view, 'share', 'higher');
  const ratio = rowMaker(view, 'attempts', 'lower');
  const count = rowMaker(view, 'waiting', 'lower');
  return {
    title: 'THROUGHPUT',
    lines: [
      ...completedPerSecond(view),
      ...share.row(
        'accepted, of what was offered',
        (run) => ofOffered(run.requests.accepted, run),
        { short: 'accepted', always: true },
      ),
      ...share.row(
        'completed in the end',
        (run) => ofOffered(run.requests.completed, run),
        { short: 'completed', always: true },
      ),
      ...ratio.row(
        'attempts per request, busiest service',
        (run) => ({ kind: 'ratio', value: run.amplification.worst }),
        { short: 'attempts/request', always: true },
      ),
      ...(view.verbose
        ? ratio.row(
            'all services together',
            (run) => ({ kind: 'ratio', value: run.amplification.total }),
            { short: 'all services', indented: true },
          )
        : []),
      ...count.row(
        'most waiting at once (backlog)',
        (run) => ({ kind: 'count', value: run.peakBacklog }),
        { short: 'most waiting' },
      ),
    ],
  };
}

/** Before, while and after something was wrong; where nothing was, in all. */
function completedPerSecond(view: View): Row[] {
  const { row } = rowMaker(view, 'rate', 'higher');
  const phases = phaseNames(view);
  if (phases.length < 2) {
    return row(
      'completed per second',
      (run) => ({ kind: 'rate', value: run.throughput.completed }),
      { short: 'completed', always: true },
    );
  }
  return phases.flatMap((name, index) => {
    const [label, short] = labelOf(name, view);
    return row(index === 0 ? `completed per second, ${label}` : label, (run) => phaseRate(run, name), {
      short: index === 0 ? `completed, ${short}` : short,
      indented: index > 0,
      always: true,
    });
  });
}

function labelOf(phase: string, view: View): [label: string, short: string] {
  if (phase !== 'during') return [plain(phase), plain(phase)];
  const { faults } = view.scenario;
  const [fault, ...more] = faults;
  const window = faultsWindow(faults);
  if (fault === undefined || window === undefined) return [phase, phase];
  const when = window.until === Infinity ? describeWindow(window) : windowInShort(window.from, window.until);
  const what = more.length > 0 ? 'during the faults' : `while ${plain(describeState(fault, 'is'))}`;
  return [`${what}, ${when}`, more.length > 0 ? 'during faults' : 'during fault'];
}

function windowInShort(from: number, until: number): string {
  return `${formatMoment(from)} to ${formatMoment(until)}`;
}

/** In the order in which they come; a mode that was interrupted may have fewer of them. */
function phaseNames(view: View): string[] {
  const names = view.runs.flatMap((run) => run?.throughput.phases.map(({ name }) => name) ?? []);
  return [...new Set(names)];
}

function phaseRate(run: RunMeasurements, name: string): Figure {
  const phase = run.throughput.phases.find((candidate) => candidate.name === name);
  return phase === undefined ? NONE : { kind: 'rate', value: phase.completed };
}

function ofOffered(count: number, run: RunMeasurements): Figure {
  return run.requests.offered === 0 ? NONE : { kind: 'share', value: shareOfOffered(count, run) };
}
