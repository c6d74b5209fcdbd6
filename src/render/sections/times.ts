import { lacksControl } from '../../compare/collateral.js';
import { faultsWindow } from '../../compare/faults.js';
import type { View } from '../view.js';
import { NONE } from '../table-cell.js';
import { measured, type RowFigure } from './row-figure.js';
import { type Row, rowMaker, type Section } from './section.js';

/** When the caller had a response, and when the work was in place: apart, never mixed. */
export function timesSection(view: View): Section {
  const until = faultsWindow(view.scenario.faults)?.until;
  // After a fault that lasts to the end there is no time to recover in.
  const canRecover = until !== undefined && until < Infinity;
  return {
    title: 'COMPLETION TIMES',
    lines: [
      ...percentiles(view, 'responseTime'),
      ...(view.verbose ? percentiles(view, 'acceptedTime') : []),
      ...endToEnd(view),
      ...(view.verbose ? percentiles(view, 'completionTime') : []),
      ...(canRecover || (view.verbose && until !== undefined)
        ? rowMaker(view, 'recovery')(recovery, { always: true })
        : []),
    ],
  };
}

/** Over all that was due: what is never completed is later than everything, and its share stands beside. */
function endToEnd(view: View): Row[] {
  const row = rowMaker(view, 'endToEnd');
  const keys = view.verbose ? (['p50', 'p95', 'p99'] as const) : (['p50', 'p99'] as const);
  return [
    ...keys.flatMap((key, index) => row(measured('endToEnd', key), { indented: index > 0, always: true })),
    ...rowMaker(view, 'never')(neverCompleted, { indented: true }),
  ];
}

const neverCompleted: RowFigure = {
  entry: {
    kind: 'share',
    better: 'lower',
    marks: 'damage',
    label: 'never completed',
    description: 'requests that were due, and not completed by the end of the run',
  },
  read: ({ endToEnd: { due, completed } }) =>
    due === 0 ? NONE : { kind: 'share', value: (due - completed) / due },
};

const recoveryTime = measured('recoveryTime');

/** Without a control run, or after an interrupt, nobody knows whether it would have come. */
const recovery: RowFigure = {
  ...recoveryTime,
  read: (run) => {
    const cell = recoveryTime.read(run);
    const isUnknown = lacksControl(run) || run.end.reason === 'interrupted';
    return cell.kind === 'never' && isUnknown ? NONE : cell;
  },
};

const PERCENTILES = [
  { key: 'p50', always: true },
  { key: 'p95', always: false },
  { key: 'p99', always: true },
  { key: 'max', always: false },
] as const;

function percentiles(view: View, times: 'responseTime' | 'acceptedTime' | 'completionTime'): Row[] {
  const row = rowMaker(view, times);
  return PERCENTILES.filter(({ always }) => always || view.verbose).flatMap(({ key }, index) =>
    row(measured(times, key), { indented: index > 0, always: true }),
  );
}
