import type { ScaleContinuousNumeric } from 'd3-scale';
import { plain } from '../text.js';
import { markup, type Markup } from './markup.js';
import { box, fit, line, round, roomFor } from './svg.js';
import type { Timeline } from './timeline-data.js';

const SIZE = 12;
const ROW = 16;
/** More faults than this are named together. */
const MOST_ROWS = 3;

/** A fault as it lies over a drawing: from where to where, and where its name stands. */
interface Band {
  from: number;
  to: number;
  label: string;
  x: number;
  anchor: 'start' | 'end';
  row: number;
}

interface Bands {
  bands: Band[];
  /** The rows of names, in the drawing's units. */
  height: number;
  /** How many faults have found no row. */
  unnamed: number;
}

/** Where the faults lie, with names that do not overlap. */
export function bandsOf(
  { faults, end }: Timeline,
  time: ScaleContinuousNumeric<number, number>,
  width: number,
): Bands {
  const taken: { from: number; to: number }[][] = [];
  let unnamed = 0;
  const bands = faults.flatMap(({ label, window }): Band[] => {
    const from = time(Math.min(window.from, end));
    const to = time(Math.min(window.until, end));
    const isLate = from > width / 2;
    const shown = fit(plain(label), isLate ? to : width - from, SIZE);
    const room = roomFor(shown, SIZE);
    // It begins where the fault does; where there is no room, it ends where the drawing does.
    const anchor = from + room > width ? 'end' : 'start';
    const x = anchor === 'end' ? width : from;
    const place = anchor === 'end' ? { from: width - room, to: width } : { from, to: from + room };
    const isFree = (row: readonly { from: number; to: number }[]): boolean =>
      row.every((other) => other.to + 8 <= place.from || place.to + 8 <= other.from);
    const found = taken.findIndex(isFree);
    const row = found === -1 ? taken.length : found;
    if (row >= MOST_ROWS) {
      unnamed += 1;
      return [{ from, to, label: '', x, anchor, row: 0 }];
    }
    (taken[row] ??= []).push(place);
    return [{ from, to, label: shown, x, anchor, row }];
  });
  const rows = taken.length + (unnamed > 0 ? 1 : 0);
  return { bands, height: rows * ROW, unnamed };
}

/** The bands from their names down to `height`. */
export function drawBands({ bands, height: names, unnamed }: Bands, height: number): Markup {
  return markup`${bands.map(({ from, to }) => [
    box(from, names, Math.max(1, to - from), height - names, 'fault'),
    line(from, names, from, height, 'fault-edge'),
  ])}${bands.map(({ label, x, anchor, row }) =>
    label === ''
      ? undefined
      : markup`<text x="${round(x)}" y="${row * ROW + 11}"${anchor === 'end' ? markup` text-anchor="end"` : undefined} class="fault-name">${label}</text>`,
  )}${unnamed > 0 ? markup`<text x="0" y="${names - 5}" class="fault-name">and ${unnamed} more faults</text>` : undefined}`;
}
