import type { TableLine, Row, Section } from '../sections/section.js';
import { widthOf } from '../width.js';
import type { View } from '../view.js';
import { grid } from './grid.js';
import { alignSections, type Column, layOut, type Layout, type Texts } from './layout.js';
import type { Style } from './style.js';

/** Behind the worse figure where there is no colour. */
export const MARK = ' !';
/** Behind a mean that differs from the baseline's by no more than noise. */
export const LEVEL = ' ≈';

/** Each section as lines, all in the same columns; and is there room for the control runs'? */
export function drawTables(
  view: View,
  sections: readonly Section[],
  width: number,
  style: Style,
  cut: string,
): { tables: string[][]; hasControl: boolean } {
  const texts = alignSections(sections, view.modes.length);
  const mark = style.hasColor && view.spread === undefined ? 0 : MARK.length;
  const layout = layOut(view, sections, texts, width, mark);
  return {
    tables: sections.map((section) =>
      layout.bands.flatMap((band, index) => [
        ...(index === 0 ? [] : ['']),
        ...drawBand(section, band, layout, texts, { style, mark, cut }),
      ]),
    ),
    hasControl: layout.bands.some((band) => band.some(({ isControl }) => isControl)),
  };
}

interface Pen {
  style: Style;
  /** Columns behind each figure for what marks it. */
  mark: number;
  cut: string;
}

function drawBand(
  section: Section,
  band: readonly Column[],
  layout: Layout,
  texts: Texts,
  pen: Pen,
): string[] {
  const labels = labelsOf(section.lines, layout.label);
  return grid(
    [
      { width: layout.label, align: 'left' },
      ...band.map(({ width }) => ({ width, align: 'right' as const })),
    ],
    [
      [` ${pen.style.title(section.title)}`, ...band.map((column) => heading(column, pen))],
      ...section.lines.map((line, index) => [
        labels[index] ?? '',
        ...band.map((column) => (line.kind === 'row' ? cell(line, column, texts, pen) : '')),
      ]),
    ],
    pen.cut,
  );
}

function heading({ heading, isControl }: Column, { style, mark }: Pen): string {
  const tail = ' '.repeat(mark);
  return heading
    .split('\n')
    .map((line) => (isControl ? style.quiet(line) : line) + tail)
    .join('\n');
}

function cell(row: Row, { mode, isControl }: Column, texts: Texts, { style, mark }: Pen): string {
  const text = (isControl ? texts.get(row)?.control : texts.get(row)?.cells)?.[mode] ?? '';
  if (isControl) return style.quiet(text) + ' '.repeat(mark);
  if (row.level[mode] === true) return `${text.trimEnd()}${LEVEL}`.padEnd(text.length + mark);
  const isWorst = row.worst[mode] === true;
  return paintFigure(text, isWorst, style) + (style.hasColor ? ' '.repeat(mark) : '');
}

/** Coloured where there is colour, else marked; in either case all figures stand in the same columns. */
export function paintFigure(text: string, isWorst: boolean, style: Style): string {
  const width = text.length + MARK.length;
  if (!style.hasColor) return `${text.trimEnd()}${isWorst ? MARK : ''}`.padEnd(width);
  return isWorst ? text.replace(/\S(.*\S)?/, (figure) => style.worse(figure)) : text;
}

/** The same words at every width: what finds no room in one line goes on in the next. */
function labelsOf(lines: readonly TableLine[], room: number): string[] {
  return lines.map((line) => {
    const lead = line.indented === true ? '   ' : ' ';
    return inLinesOf(line.label, room - 1 - lead.length)
      .map((text, index) => `${lead}${index === 0 ? '' : '  '}${text}`)
      .join('\n');
  });
}

/** A line that goes on is set in by two columns, so these are kept free. */
function inLinesOf(text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1) ?? ''} ${word}`;
    const isFirst = lines.length < 2;
    if (lines.length > 0 && widthOf(longer) <= room - (isFirst ? 0 : 2)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
