/** A curve: a value for each place along the axis, `null` where there is none. */
export interface Curve {
  glyph: string;
  values: readonly (number | null)[];
}

export interface PlotOptions {
  width: number;
  height: number;
  /** How the figure at a height is written. */
  format: (value: number) => string;
  /** Where curves meet. */
  meeting: string;
  frame: { corner: string; side: string; bottom: string };
}

/** Curves over places that stand equally far apart, as lines: the scale at the left, the axis below. */
export function plot(curves: readonly Curve[], options: PlotOptions): string[] {
  const { width, height, format, frame } = options;
  const known = curves.flatMap(({ values }) => values.filter((value) => value !== null));
  if (known.length === 0) return [];
  const top = Math.max(...known);
  const bottom = Math.min(0, ...known);
  const labels = [format(top), format((top + bottom) / 2), format(bottom)];
  const margin = Math.max(...labels.map((label) => label.length)) + 1;
  const columns = Math.max(1, width - margin - 1);
  const rows = Array.from({ length: height }, () => new Array<string>(columns).fill(' '));
  for (const { glyph, values } of curves) {
    for (let column = 0; column < columns; column += 1) {
      const value = valueAt(values, columns === 1 ? 0 : column / (columns - 1));
      if (value === null) continue;
      const row = top === bottom ? height - 1 : Math.round(((top - value) / (top - bottom)) * (height - 1));
      const line = rows[row];
      if (line !== undefined) line[column] = line[column] === ' ' ? glyph : options.meeting;
    }
  }
  const labelAt = new Map([
    [0, labels[0]],
    [Math.floor((height - 1) / 2), labels[1]],
    [height - 1, labels[2]],
  ]);
  return [
    ...rows.map((row, index) => {
      const label = (labelAt.get(index) ?? '').padStart(margin - 1);
      return `${label} ${frame.side}${row.join('')}`.trimEnd();
    }),
    `${' '.repeat(margin)}${frame.corner}${frame.bottom.repeat(columns)}`,
  ];
}

/** On straight lines between the places; `null` beside a place that has no value. */
function valueAt(values: readonly (number | null)[], share: number): number | null {
  const place = share * (values.length - 1);
  const left = values[Math.floor(place)] ?? null;
  const right = values[Math.ceil(place)] ?? null;
  if (left === null || right === null) return null;
  return left + (right - left) * (place - Math.floor(place));
}
