import { alignCells } from '../table-cell.js';
import type { Row, Section } from '../sections/section.js';
import type { View } from '../view.js';

/** A column of figures, of a mode or of its control run. */
export interface Column {
  mode: number;
  isControl: boolean;
  /** One line or more. */
  heading: string;
  width: number;
}

/** How the tables of a comparison stand on the screen; all of them alike, so that the eye goes straight down. */
export interface Layout {
  label: number;
  /** Columns that stand beside one another; what finds no room comes in a further band below. */
  bands: Column[][];
}

/** Figures of a section, ready to be put under one another: by row, by mode. */
export type Texts = Map<Row, { cells: string[]; control: string[] }>;

/** Below this there is no room for control columns. */
const CONTROL_FROM = 100;
/** Labels want this much; with this they have to go on in a second line. Wider than the last, figures are too far from them. */
const LABEL_LONG = 38;
const LABEL_LEAST = 22;
const LABEL_WIDEST = 52;
const INDENT = 3;
const GAP = 2;
const NARROWEST = 12;

/** @param mark columns behind each figure for the mark of the worse one */
export function layOut(
  view: View,
  sections: readonly Section[],
  texts: Texts,
  width: number,
  mark: number,
): Layout {
  const figures = sections.flatMap(({ lines }) =>
    lines.flatMap((line) => (line.kind === 'row' ? [texts.get(line)] : [])),
  );
  const cellWidth = widest(figures.flatMap((row) => row?.cells ?? []));
  const controlWidth = widest(figures.flatMap((row) => row?.control ?? []));
  const columnsFor = (withControl: boolean, broken: boolean): Column[] => {
    const names = broken ? view.modes.map(inLines) : view.modes;
    const nameWidth = widest(names.flatMap((name) => name.split('\n')));
    const make = (isControl: boolean, figureWidth: number): Column[] =>
      names.map((name, mode) => ({
        mode,
        isControl,
        heading: isControl ? `control\n${name}` : name,
        // Huge figures may need more than there is; a column is left for the labels even then.
        width: Math.min(width - 1, Math.max(NARROWEST, GAP + Math.max(figureWidth, nameWidth) + mark)),
      }));
    return [
      ...make(false, cellWidth),
      ...(withControl ? make(true, Math.max(controlWidth, 'control'.length)) : []),
    ];
  };
  const hasControl = view.controls.some((run) => run !== undefined) && width >= CONTROL_FROM;
  const unbroken = columnsFor(false, false);
  const broken = columnsFor(false, true);
  // A heading in two lines is the smaller evil: a label that is cut short says less.
  const longest = widest(sections.flatMap(({ lines }) => lines.map(({ label }) => label)));
  const isTight = width - total(unbroken) < Math.min(LABEL_WIDEST, longest + INDENT);
  const attempts = [
    ...(hasControl ? [columnsFor(true, false), columnsFor(true, true)] : []),
    isTight ? broken : unbroken,
    unbroken,
  ];
  const fitting = attempts.find((columns) => width - total(columns) >= LABEL_LONG);
  const columns = fitting ?? broken;
  const bands = inBands(columns, width - LABEL_LEAST);
  const label = width - Math.max(0, ...bands.map(total));
  return { label: Math.min(Math.max(label, 1), LABEL_WIDEST), bands };
}

/** Every section's figures with their decimal points in one place within a group of rows. */
export function alignSections(sections: readonly Section[], modes: number): Texts {
  const texts: Texts = new Map();
  for (const { lines } of sections) {
    const rows = lines.filter((line) => line.kind === 'row');
    for (const group of new Set(rows.map((row) => row.group))) {
      const members = rows.filter((row) => row.group === group);
      const column = (read: (row: Row) => Row['cells'][number] | undefined): string[] =>
        alignCells(members.map((row) => read(row) ?? { kind: 'none' }));
      const cells = Array.from({ length: modes }, (_, mode) => column((row) => row.cells[mode]));
      const control = Array.from({ length: modes }, (_, mode) => column((row) => row.control[mode]));
      members.forEach((row, index) => {
        texts.set(row, {
          cells: cells.map((texts) => texts[index] ?? ''),
          control: row.control.length === 0 ? [] : control.map((texts) => texts[index] ?? ''),
        });
      });
    }
  }
  return texts;
}

/** As few bands as there is room for, and equally many columns in each. */
function inBands(columns: readonly Column[], room: number): Column[][] {
  const widest = Math.max(1, ...columns.map(({ width }) => width));
  const bands = Math.ceil(columns.length / Math.max(1, Math.floor(room / widest)));
  const each = Math.ceil(columns.length / Math.max(1, bands));
  return Array.from({ length: bands }, (_, band) => columns.slice(band * each, (band + 1) * each));
}

/** `shared-` over `database`, `direct:` over `no-retry`. */
export function inLines(mode: string): string {
  const [base = '', ...variants] = mode.split(':');
  return [base.replaceAll('-', '-\n'), ...variants].join(':\n');
}

function total(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
