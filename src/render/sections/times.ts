import { lacksControl } from '../../compare/collateral.js';
import { faultsWindow } from '../../compare/faults.js';
import type { Measurements, RunMeasurements, Times } from '../../measure/measurements.js';
import { type Figure, NONE, timeOf } from '../figures.js';
import type { View } from '../view.js';
import { type Row, rowMaker, type Section } from './section.js';

/** When the caller had an answer, and when the work was done: apart, never mixed. */
export function timesSection(view: View): Section {
  const until = faultsWindow(view.scenario.faults)?.until;
  // What is broken to the end has no time after which it could be normal again.
  const canRecover = until !== undefined && until < Infinity;
  return {
    title: 'COMPLETION TIMES',
    lines: [
      ...percentiles(view, 'answer', 'the caller has an answer', 'answer', (run) => run.responseTime),
      ...(view.verbose
        ? percentiles(view, 'yes', 'the answer is yes', 'a yes', (run) => run.acceptedTime)
        : []),
      ...percentiles(view, 'done', 'the work is done', 'work done', (run) => run.completionTime),
      ...(canRecover || (view.verbose && until !== undefined)
        ? rowMaker(view, 'recovery', 'lower').compared(
            view.scenario.faults.length > 1
              ? 'back to normal after the faults'
              : 'back to normal after the fault',
            recovery,
            { short: 'back to normal', always: true },
          )
        : []),
    ],
  };
}

function recovery(run: Measurements): Figure {
  const { recoveryTime, end } = run;
  if (recoveryTime !== null) return { kind: 'time', value: recoveryTime };
  return lacksControl(run) || end.reason === 'interrupted' ? NONE : { kind: 'never' };
}

const PERCENTILES = [
  { key: 'p50', label: 'half within (p50)', always: true },
  { key: 'p95', label: '95 % within (p95)', always: false },
  { key: 'p99', label: '99 % within (p99)', always: true },
  { key: 'max', label: 'the last one (max)', always: false },
] as const;

function percentiles(
  view: View,
  group: string,
  label: string,
  short: string,
  times: (run: RunMeasurements) => Times,
): Row[] {
  const { row } = rowMaker(view, group, 'lower');
  return PERCENTILES.filter(({ always }) => always || view.verbose).flatMap((percentile, index) =>
    row(
      index === 0 ? `${label}: ${percentile.label}` : percentile.label,
      (run) => timeOf(times(run), times(run)[percentile.key]),
      {
        short: index === 0 ? `${short} ${percentile.key}` : percentile.key,
        indented: index > 0,
        always: true,
      },
    ),
  );
}
