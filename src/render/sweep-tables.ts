import type { Sweep, SweepFigure, SweepPoint } from '../sweep/result.js';
import { alignCells, type TableCell, findBest, findWorse, NONE } from './table-cell.js';
import { isNoise } from './sweep-words.js';
import { grid, type GridCell } from './terminal/grid.js';
import type { Style } from './terminal/style.js';
import { LEVEL, MARK, paintFigure } from './terminal/tables.js';
import { plain } from './text.js';
import { widest, widthOf } from './width.js';

/** The first column shows values, and has a path above them, which may be cut. */
const FIRST_WIDEST = 32;

export interface Cell {
  figure: TableCell;
  isWorst: boolean;
  isLevel: boolean;
}

/** The modes' figures at a place. */
export function cellsOf(sweep: Sweep, { modes }: SweepPoint): Cell[] {
  const { better } = sweep;
  const measured = Object.values(modes);
  const figures = measured.map((one) => figureOf(one, sweep));
  const worst = findWorse(figures, better ?? 'neither');
  const best = measured[findBest(figures, better ?? 'neither')];
  return figures.map((figure, index) => ({
    figure,
    isWorst: worst[index] === true && !isNoise(measured[index], best),
    isLevel: index > 0 && isNoise(measured[index], measured[0]),
  }));
}

function figureOf({ mean, interval, runs }: SweepFigure, { nullIsNever, kind }: Sweep): TableCell {
  if (mean === null) return nullIsNever === true ? neverIn(runs) : NONE;
  return { kind, value: mean, ...(interval === null ? {} : { half: (interval[1] - interval[0]) / 2 }) };
}

function neverIn(runs: readonly (number | null)[]): TableCell {
  const count = runs.filter((value) => value === null).length;
  return count === runs.length ? { kind: 'never' } : { kind: 'never', runs: { count, of: runs.length } };
}

export function modesOf({ points }: Sweep): string[] {
  return Object.keys(points[0]?.modes ?? {});
}

/** A row for each place, a column for each mode. */
export function drawTable(sweep: Sweep, width: number, style: Style, cut: string): string[] {
  const rows = sweep.points.map((point) => ({ place: point.values[0] ?? '', cells: cellsOf(sweep, point) }));
  const columns = modesOf(sweep).map((mode, index) =>
    columnOf(
      mode,
      rows.map(({ cells }) => cells[index]),
      style,
    ),
  );
  return drawColumns(
    sweep.vary[0]?.path ?? '',
    rows.map(({ place }) => place),
    columns,
    width,
    style,
    cut,
  );
}

interface DrawnColumn {
  heading: string;
  width: number;
  texts: string[];
}

function columnOf(heading: string, cells: readonly (Cell | undefined)[], style: Style): DrawnColumn {
  const aligned = alignCells(cells.map((cell) => cell?.figure ?? NONE));
  const texts = aligned.map((text, index) => {
    const { isWorst = false, isLevel = false } = cells[index] ?? {};
    if (isLevel) return `${text.trimEnd()}${LEVEL}`.padEnd(text.length + LEVEL.length);
    return paintFigure(text, isWorst, style) + (style.hasColor ? ' '.repeat(MARK.length) : '');
  });
  const longest = widest([heading, ...aligned]);
  return { heading: heading + ' '.repeat(MARK.length), width: longest + MARK.length + 2, texts };
}

/** Columns that find no room come in a further table below. */
function drawColumns(
  path: string,
  places: readonly string[],
  columns: readonly DrawnColumn[],
  width: number,
  style: Style,
  cut: string,
  over: (count: number) => GridCell[][] = () => [],
): string[] {
  const first = Math.min(FIRST_WIDEST, widest([path, ...places]) + 2);
  const broadest = Math.max(1, ...columns.map((column) => column.width));
  const each = Math.max(1, Math.floor((width - first) / broadest));
  return chunks(columns, each).flatMap((band, index) => [
    ...(index === 0 ? [] : ['']),
    ...grid(
      [
        { width: Math.min(first, Math.max(1, width - broadest)), align: 'left' },
        ...band.map((column) => ({ width: Math.min(column.width, width - 1), align: 'right' as const })),
      ],
      [
        ...over(band.length),
        [` ${style.title(plain(path))}`, ...band.map(({ heading }) => heading)],
        ...places.map((place, row) => [` ${plain(place)}`, ...band.map(({ texts }) => texts[row] ?? '')]),
      ],
      cut,
    ),
  ]);
}

/** With two axes: a table for each mode, and one of the winners. */
export function drawGrids(sweep: Sweep, width: number, style: Style, cut: string): string[][] {
  const [axis, second] = sweep.vary;
  if (axis === undefined || second === undefined) return [];
  const cells = new Map(sweep.points.map((point) => [JSON.stringify(point.values), cellsOf(sweep, point)]));
  const at = (place: string, other: string): Cell[] => cells.get(JSON.stringify([place, other])) ?? [];
  const draw = (title: string, columns: DrawnColumn[]): string[] =>
    drawColumns(axis.path, axis.values, columns, width, style, cut, (count) => [
      [
        ` ${style.title(plain(title))}`,
        { content: plain(second.path) + ' '.repeat(MARK.length), span: count },
      ],
    ]);
  const modes = modesOf(sweep);
  const grids = modes.map((mode, index) =>
    draw(
      mode,
      second.values.map((other) =>
        columnOf(
          other,
          axis.values.map((place) => at(place, other)[index]),
          style,
        ),
      ),
    ),
  );
  if (sweep.better === null || modes.length < 2) return grids;
  const winners = second.values.map((other) => {
    const texts = axis.values.map((place) => winnersOf(at(place, other), modes) + ' '.repeat(MARK.length));
    const longest = Math.max(widthOf(other) + MARK.length, widest(texts));
    return { heading: other + ' '.repeat(MARK.length), width: longest + 2, texts };
  });
  return [...grids, draw('winner', winners)];
}

/** The figure of one seed. */
export function seedCell({ kind, nullIsNever }: Sweep, value: number | null): TableCell {
  if (value !== null) return { kind, value };
  return nullIsNever === true ? { kind: 'never' } : NONE;
}

/** A table for each mode: a row for each place, a column for each seed. */
export function drawSeeds(sweep: Sweep, width: number, style: Style, cut: string): string[][] {
  const { points, seeds } = sweep;
  return modesOf(sweep).map((mode) => {
    const columns = seeds.map((seed, index) =>
      columnOf(
        String(seed),
        points.map(({ modes }) => ({
          figure: seedCell(sweep, modes[mode]?.runs[index] ?? null),
          isWorst: false,
          isLevel: false,
        })),
        style,
      ),
    );
    const places = points.map(({ values }) => values.join(' · '));
    return drawColumns(`${mode}, by seed`, places, columns, width, style, cut);
  });
}

/** Whoever is not worse, where somebody is. */
function winnersOf(cells: readonly Cell[], modes: readonly string[]): string {
  if (cells.every(({ figure }) => figure.kind === 'none')) return '–';
  const names = modes.filter((_, index) => cells[index]?.isWorst === false);
  return names.length === modes.length ? '≈' : names.join(', ');
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
