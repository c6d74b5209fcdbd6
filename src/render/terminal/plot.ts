/** A curve: a value at each place of the axis, `null` where there is none. */
export interface Curve {
  /** At its places. */
  point: string;
  strokes: Strokes;
  values: readonly (number | null)[];
}

/** What a line is drawn with: level, upright, and round its corners. */
export interface Strokes {
  level: string;
  upright: string;
  /** From the left up, from the left down, from below to the right, from above to the right. */
  leftUp: string;
  leftDown: string;
  upRight: string;
  downRight: string;
}

export interface PlotOptions {
  width: number;
  height: number;
  /** Where no value can be, as above 100 %. */
  most?: number;
  /** How a number of the scale is written. */
  format: (value: number) => string;
  /** Where points of two curves meet. */
  meeting: string;
  /** How the places are called, below the axis; those that find no room are left out. */
  places: readonly string[];
  /** What stands beside the points that have no value, above all others; left out, they are not shown. */
  never?: string;
  frame: { corner: string; side: string; bottom: string };
}

/** Lines of a scale, at most. */
const MOST_TICKS = 6;
/** From here on the scale begins above 0: all values lie in the upper part of it. */
const FAR_FROM_ZERO = 0.5;

/**
 * Curves over places that stand equally far apart, as lines with a mark at each place: the scale at the left, the places
 * below. Each curve has strokes of its own, so that they can be told apart without colour.
 */
export function plot(curves: readonly Curve[], options: PlotOptions): string[] {
  const known = curves.flatMap(({ values }) => values.filter((value) => value !== null));
  if (known.length === 0) return [];
  const { height, format, frame, never } = options;
  const { ticks, bottom, top } = scaleFor(known, options.most);
  const hasNever = never !== undefined && curves.some(({ values }) => values.includes(null));
  const labels = ticks.map(format);
  const margin = Math.max(...labels.map((label) => label.length), hasNever ? never.length : 0) + 1;
  const columns = Math.max(2, options.width - margin - 1);
  const rowOf = (value: number): number => Math.round(((top - value) / (top - bottom)) * (height - 1));
  const columnOf = (place: number): number => {
    const last = Math.max(...curves.map(({ values }) => values.length)) - 1;
    return last === 0 ? 0 : Math.round((place / last) * (columns - 1));
  };
  const rows = Array.from({ length: height }, () => new Array<string>(columns).fill(' '));
  const above = new Array<string>(columns).fill(' ');
  for (const curve of curves) drawLine(curve, rows, rowOf, columnOf);
  const taken = new Set<string>();
  for (const { point, values } of curves) {
    values.forEach((value, place) => {
      const row = value === null ? -1 : rowOf(value);
      const line = row === -1 ? above : rows[row];
      const key = `${row} ${columnOf(place)}`;
      if (line !== undefined) line[columnOf(place)] = taken.has(key) ? options.meeting : point;
      taken.add(key);
    });
  }
  const labelAt = new Map(ticks.map((tick, index) => [rowOf(tick), labels[index] ?? '']));
  const lineOf = (label: string, cells: readonly string[]): string =>
    `${label.padStart(margin - 1)} ${frame.side}${cells.join('')}`.trimEnd();
  return [
    ...(hasNever ? [lineOf(never, above)] : []),
    ...rows.map((row, index) => lineOf(labelAt.get(index) ?? '', row)),
    `${' '.repeat(margin)}${frame.corner}${frame.bottom.repeat(columns)}`,
    `${' '.repeat(margin + 1)}${placesBelow(options.places, columnOf, columns)}`.trimEnd(),
  ];
}

/** Round numbers from below the least value to above the greatest; from 0, unless all are far from it. */
function scaleFor(
  values: readonly number[],
  most = Infinity,
): { ticks: number[]; bottom: number; top: number } {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const from = least > 0 && least < FAR_FROM_ZERO * greatest ? 0 : least;
  // One value alone has the middle of a scale as high as itself.
  const span = greatest > from ? greatest - from : Math.abs(greatest) || 1;
  const step = roundUp(span / (MOST_TICKS - 1));
  const low = Math.floor(from / step) * step;
  const bottom = greatest === least && least > 0 ? 0 : low;
  const steps = Math.max(1, Math.ceil((Math.min(greatest, most) - bottom) / step - 1e-9));
  const ticks = Array.from({ length: steps + 1 }, (_, index) => tidy(bottom + index * step)).filter(
    (tick) => tick <= most,
  );
  return { ticks, bottom, top: Math.max(ticks.at(-1) ?? 0, greatest) };
}

/** The next one, two or five with a power of ten. */
function roundUp(value: number): number {
  const power = Number(`1e${Math.floor(Number(value.toExponential().split('e')[1]))}`);
  const factor = [1, 2, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Without the last digits that adding leaves. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** From each place to the next, column by column; a step up or down is drawn in the column where it comes. */
function drawLine(
  { values, strokes }: Curve,
  rows: readonly string[][],
  rowOf: (value: number) => number,
  columnOf: (place: number) => number,
): void {
  const put = (row: number, column: number, stroke: string): void => {
    const line = rows[row];
    if (line?.[column] === ' ') line[column] = stroke;
  };
  values.slice(1).forEach((to, index) => {
    const from = values[index] ?? null;
    if (from === null || to === null) return;
    const [start, end] = [columnOf(index), columnOf(index + 1)];
    let row = rowOf(from);
    for (let column = start + 1; column <= end; column += 1) {
      const share = (column - start) / (end - start);
      const next = rowOf(from + (to - from) * share);
      if (next === row) put(row, column, strokes.level);
      else {
        put(row, column, next < row ? strokes.leftUp : strokes.leftDown);
        put(next, column, next < row ? strokes.upRight : strokes.downRight);
        for (let between = Math.min(row, next) + 1; between < Math.max(row, next); between += 1) {
          put(between, column, strokes.upright);
        }
      }
      row = next;
    }
  });
}

/** Each under its mark, the first at the left and the last at the right; in between as many as have room. */
function placesBelow(
  places: readonly string[],
  columnOf: (place: number) => number,
  columns: number,
): string {
  const cells = new Array<string>(columns).fill(' ');
  const isFree = (from: number, to: number): boolean =>
    cells.slice(Math.max(0, from - 2), to + 2).every((cell) => cell === ' ');
  const order = [0, places.length - 1, ...places.keys()].filter((one, at, all) => all.indexOf(one) === at);
  for (const place of order) {
    const text = places[place] ?? '';
    const start = Math.round(columnOf(place) - (text.length - 1) / 2);
    const from = Math.min(Math.max(0, start), Math.max(0, columns - text.length));
    if (from + text.length <= columns && isFree(from, from + text.length)) {
      cells.splice(from, text.length, ...Array.from(text));
    }
  }
  return cells.join('');
}
