import type { Failures, ServiceMeasurements } from '../../measure/measurements.js';
import { type Better, type Figure, NONE, timeOf } from '../figures.js';
import { plain } from '../text.js';
import type { View } from '../view.js';
import { rowMaker, type Row, type Section } from './section.js';

const FAILURES: { kind: keyof Failures; label: string }[] = [
  { kind: 'injected', label: 'failed by itself (injected)' },
  { kind: 'inherited', label: 'failed because of others (inherited)' },
  { kind: 'overload', label: 'turned away (overload)' },
  { kind: 'timeout', label: 'timed out' },
  { kind: 'breaker', label: 'refused by a breaker' },
  { kind: 'declined', label: 'declined' },
];

/** Every service by itself, for who wants all of it. */
export function serviceSections(view: View): Section[] {
  return view.services.map((service) => ({
    title: plain(service).toUpperCase(),
    lines: serviceRows(view, service),
  }));
}

function serviceRows(view: View, service: string): Row[] {
  const make = (
    group: string,
    better: Better,
    label: string,
    read: (of: ServiceMeasurements) => Figure,
    short = label,
  ): Row[] =>
    rowMaker(view, group, better).row(
      label,
      (run) => {
        const measured = run.services[service];
        return measured === undefined ? NONE : read(measured);
      },
      { short },
    );
  return [
    ...make('count', 'lower', 'attempts', (of) => ({ kind: 'count', value: of.attempts })),
    ...FAILURES.flatMap(({ kind, label }) =>
      make('count', 'lower', label, (of) => ({ kind: 'count', value: of.failures[kind] }), kind),
    ),
    ...make(
      'time',
      'lower',
      'waiting for a slot: 99 % within (p99)',
      (of) => timeOf(of.waitTime, of.waitTime.p99),
      'wait p99',
    ),
    ...make(
      'share',
      'lower',
      'slot time taken (utilization)',
      (of) => ({ kind: 'share', value: of.utilization }),
      'utilization',
    ),
    ...make(
      'share',
      'lower',
      'of which waiting for others',
      (of) => ({ kind: 'share', value: of.blockedShare }),
      'blocked',
    ),
    ...make('queue', 'lower', 'longest queue', (of) => ({ kind: 'count', value: of.peakQueue })),
  ];
}
