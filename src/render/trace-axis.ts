/** The time axis of one mode: milliseconds from 0 to `length`, over so many cells. */
export interface TimeAxis {
  length: number;
  cells: number;
}

interface Tick {
  /** Milliseconds. */
  at: number;
  label: string;
}

/** Units with their milliseconds, and the length from which on an axis is written in them. */
const UNITS = [
  { name: 'h', one: 3_600_000, from: 36_000_000 },
  { name: 'min', one: 60_000, from: 600_000 },
  { name: 's', one: 1000, from: 1000 },
  { name: 'ms', one: 1, from: 1 },
  { name: 'µs', one: 0.001, from: 0 },
];
/** Columns between a label and the next tick. */
const GAP = 3;
/** An axis with more ticks than one in so many columns is harder to read, not easier. */
const CELLS_BETWEEN = 10;

/** The cell in which a moment lies. */
export function cellOf(at: number, { cells, length }: TimeAxis): number {
  return Math.min(cells - 1, Math.max(0, Math.floor((at / length) * cells)));
}

/** `0         0.5 s     1 s`: each label begins at the cell of its moment. */
export function drawAxis(axis: TimeAxis): string {
  let line = '';
  for (const { at, label } of ticksOf(axis)) {
    const cell = cellOf(at, axis);
    if (cell + label.length <= axis.cells) line = line.padEnd(cell) + label;
  }
  return line;
}

/** At 0, and at as many multiples of 1, 2 or 5 times a power of ten as have room. */
function ticksOf(axis: TimeAxis): Tick[] {
  const { name, one } = UNITS.find(({ from }) => axis.length >= from) ?? { name: 'ms', one: 1 };
  const whole = axis.length / one;
  for (let power = 1e-9; ; power *= 10) {
    for (const factor of [1, 2, 5]) {
      const step = Number((factor * power).toPrecision(1));
      const count = Math.floor(whole / step);
      if (count * CELLS_BETWEEN > axis.cells) continue;
      const ticks = Array.from({ length: count + 1 }, (_, index): Tick => {
        const value = Number((index * step).toPrecision(6));
        return { at: value * one, label: index === 0 ? '0' : `${value} ${name}` };
      });
      const room = (step / whole) * axis.cells;
      if (count === 0 || ticks.every(({ label }) => label.length + GAP <= room)) return ticks;
    }
  }
}
