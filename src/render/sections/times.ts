import { lacksControl } from '../../compare/collateral.js';
import { faultsWindow } from '../../compare/faults.js';
import type { View } from '../view.js';
import { NONE } from '../table-cell.js';
import { measured, type RowFigure } from './row-figure.js';
import { type Row, rowMaker, type Section } from './section.js';

/** When the caller had an answer, and when the work was done: apart, never mixed. */
export function timesSection(view: View): Section {
  const until = faultsWindow(view.scenario.faults)?.until;
  // After a fault that lasts to the end there is no time to recover in.
  const canRecover = until !== undefined && until < Infinity;
  const after = view.scenario.faults.length > 1 ? 'the faults' : 'the fault';
  return {
    title: 'COMPLETION TIMES',
    lines: [
      ...percentiles(view, 'answer', 'responseTime'),
      ...(view.verbose ? percentiles(view, 'yes', 'acceptedTime') : []),
      ...percentiles(view, 'done', 'completionTime'),
      ...(canRecover || (view.verbose && until !== undefined)
        ? rowMaker(view, 'recovery')(recovery, { label: `back to normal after ${after}`, always: true })
        : []),
    ],
  };
}

const recoveryTime = measured('recoveryTime');

/** A recovery that did not come is later than every time; after an interrupt nobody knows whether it would have come. */
const recovery: RowFigure = {
  ...recoveryTime,
  read: (run) => {
    const isNever = 'recoveryTime' in run && run.recoveryTime === null && !lacksControl(run);
    if (!isNever) return recoveryTime.read(run);
    return run.end.reason === 'interrupted' ? NONE : { kind: 'never' };
  },
};

const PERCENTILES = [
  { key: 'p50', always: true },
  { key: 'p95', always: false },
  { key: 'p99', always: true },
  { key: 'max', always: false },
] as const;

function percentiles(
  view: View,
  group: string,
  times: 'responseTime' | 'acceptedTime' | 'completionTime',
): Row[] {
  const row = rowMaker(view, group);
  return PERCENTILES.filter(({ always }) => always || view.verbose).flatMap(({ key }, index) =>
    row(measured(times, key), { indented: index > 0, always: true }),
  );
}
