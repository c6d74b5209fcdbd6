import { scaleLinear } from 'd3-scale';
import { formatShare } from '../../compare/quantities.js';
import { formatCell } from '../table-cell.js';
import { cellOf, withSpreads } from '../sections/section.js';
import { measured } from '../sections/row-figure.js';
import { plain } from '../text.js';
import { firstSentence, type Part } from './context.js';
import { figure, dataTable } from './figure.js';
import { markup, type Markup } from './markup.js';
import { at, box, fit, image, line, roomFor, text } from './svg.js';

const WIDTH = 440;
const SIZE = 13;
const ROW = 40;
const BAR = 12;

const goodput = measured('goodput');

/** Goodput as one bar a mode, its control run as a thin mark, and a 95 % interval where there are several runs. */
export function goodputBars({ comparison, view, id }: Part): Markup {
  const cells = view.runs.map((run) => cellOf(goodput, run));
  const controls = view.controls.map((run) => cellOf(goodput, run));
  const shown = withSpreads(view, cells, goodput).cells;
  const x = scaleLinear([0, 1], [0, WIDTH]);
  const rows = view.modes.map((mode, index) => {
    const cell = shown[index];
    const value = cell !== undefined && 'value' in cell ? cell.value : undefined;
    const half = cell !== undefined && 'half' in cell ? (cell.half ?? 0) : 0;
    const control = controls[index];
    const figures = cell === undefined ? '–' : formatCell(cell);
    const name = fit(plain(mode), WIDTH - roomFor(figures, SIZE) - 12, SIZE);
    return at(0, index * ROW, [
      text(0, 14, name, 'name'),
      markup`<text x="${WIDTH}" y="14" class="value">${figures}</text>`,
      box(0, 20, WIDTH, BAR, 'track'),
      value === undefined ? undefined : box(0, 20, x(value), BAR, 'good'),
      half === 0 || value === undefined
        ? undefined
        : line(x(Math.max(0, value - half)), 26, x(Math.min(1, value + half)), 26, 'interval'),
      control !== undefined && 'value' in control
        ? line(
            Math.min(x(control.value), WIDTH - 1),
            17,
            Math.min(x(control.value), WIDTH - 1),
            35,
            'control',
          )
        : undefined,
    ]);
  });
  const hasControl = controls.some((cell) => 'value' in cell);
  const height = view.modes.length * ROW;
  const caption = [
    'Of the requests due, those that were good.',
    ...(hasControl ? ['The thin mark is the same run without the fault.'] : []),
    ...(view.spread === undefined ? [] : ['The line at the end of a bar is its 95 % interval.']),
  ].join(' ');
  const drawing = image(
    { width: WIDTH, height, content: rows },
    { title: 'Goodput', description: firstSentence(comparison) },
    `${id}-goodput`,
  );
  const table = dataTable(
    ['mode', 'goodput', ...(hasControl ? ['control'] : [])],
    view.modes.map((mode, index) => {
      const control = controls[index];
      return [
        plain(mode),
        shown[index] === undefined ? '–' : formatCell(shown[index]),
        ...(hasControl
          ? [control !== undefined && 'value' in control ? formatShare(control.value) : '–']
          : []),
      ];
    }),
    'Goodput',
  );
  return figure({ name: 'bars', drawings: [drawing], caption, table });
}
