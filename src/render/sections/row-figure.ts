import { COMPARED, type FigureEntry, type FigureWords, findEntry } from '../../measure/figures.js';
import type { Measurements, RunMeasurements } from '../../measure/measurements.js';
import { type Outcome, OUTCOMES } from '../../measure/outcomes.js';
import { valueAt } from '../../measure/read-figure.js';
import { atAllServices, type ServiceCount, shareOfOffered, tally } from '../../measure/requests.js';
import { SHARES, type ShareName } from '../../measure/shares.js';
import { NONE, type TableCell } from '../table-cell.js';

/** A figure that a row shows: what is known of it, and how it is read. */
export interface RowFigure {
  entry: Pick<FigureEntry, 'kind' | 'better' | 'marks' | 'label' | 'needsControl'> &
    Partial<Pick<FigureEntry, 'description'>>;
  /** What all the figures of its group have in common; goes before its own label. */
  group?: { label?: string };
  /** A control run has no figures that come of comparing with one: they are `none` there. */
  read: (run: RunMeasurements | Measurements) => TableCell;
}

/** The figure at a path in a mode's JSON. */
export function measured(...words: FigureWords): RowFigure {
  const { entry, group } = findEntry(COMPARED, words);
  return {
    entry,
    group,
    read: (run) => {
      const value = valueAt(run, words);
      if (value === null && entry.nullIsNever !== undefined) return { kind: 'never' };
      return typeof value === 'number' ? { kind: entry.kind, value } : NONE;
    },
  };
}

/** A share of the requests offered. */
export function share(name: ShareName): RowFigure {
  const entry = SHARES[name];
  return {
    entry,
    read: (run) =>
      run.requests.offered === 0 ? NONE : { kind: 'share', value: shareOfOffered(entry.count(run), run) },
  };
}

/** How many requests came to this. */
export function outcome(name: Outcome): RowFigure {
  const { better, label, description } = OUTCOMES[name];
  return counted(
    { better, marks: 'damage', description, ...(label === undefined ? {} : { label }) },
    (run) => tally(run)[name],
  );
}

/** What is counted service by service, for all of them together. */
export function atAll(name: ServiceCount): RowFigure {
  const { entry } = measured('services', '*', name);
  return { entry, read: (run) => ({ kind: 'count', value: atAllServices(run, name) }) };
}

/** A count that is made of others. */
export function counted(
  entry: Omit<RowFigure['entry'], 'kind'>,
  count: (run: RunMeasurements) => number,
): RowFigure {
  return { entry: { kind: 'count', ...entry }, read: (run) => ({ kind: 'count', value: count(run) }) };
}
