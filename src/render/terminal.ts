import type { Comparison } from '../compare/comparison.js';
import { describeHint } from '../hints/describe.js';
import type { RenderOptions } from './options.js';
import { accounts, commonTotal } from './sections/accounting.js';
import { besideOf, realLines } from './sections/beside.js';
import {
  ASCII,
  BLOCKS,
  chartLabelWidth,
  type ChartLine,
  drawChart,
  type Glyphs,
  labelOf,
} from './sections/chart.js';
import { chartPanels } from './sections/chart-panels.js';
import { gateLines, skippedLine } from './sections/gate-lines.js';
import { glossaryOf } from './sections/glossary.js';
import { headerOf } from './sections/header.js';
import { sectionsOf } from './sections/index.js';
import { declinesNote, legendOf } from './sections/legend.js';
import { notesOf } from './sections/notes.js';
import { commandLines } from './terminal/command.js';
import { grid, pack, paragraph } from './terminal/grid.js';
import { type Style, styleOf } from './terminal/style.js';
import { drawTables } from './terminal/tables.js';
import { plain, toAscii, withoutControls } from './text.js';
import { measuredRuns, type View, viewOf } from './view.js';

/** On a narrower screen nothing can be read: lines are as long as on this one. */
const NARROWEST = 40;

/** Everything that the parts of the screen are drawn with. */
interface Screen {
  view: View;
  width: number;
  style: Style;
  /** Stands where text was cut off. */
  cut: string;
  glyphs: Glyphs;
}

/** A comparison for the terminal, with a line break at its end. No line is longer than the width. */
export function renderTerminal(comparison: Comparison, options: RenderOptions): string {
  const screen: Screen = {
    view: viewOf(comparison, options.verbose),
    width: Math.max(options.width, NARROWEST),
    style: styleOf(options.color),
    cut: options.ascii ? '~' : '…',
    glyphs: options.ascii ? ASCII : BLOCKS,
  };
  const blocks = options.quiet
    ? [title(screen), notes(screen), gates(comparison, screen), words(comparison, screen)]
    : [
        ...head(comparison, screen),
        footnote(screen),
        accounting(screen),
        beside(comparison, screen),
        glossary(screen),
        notes(screen),
        gates(comparison, screen),
        words(comparison, screen),
        commands(options, comparison, screen),
      ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
  return options.ascii ? toAscii(text) : text;
}

function title({ view, width, style, cut }: Screen): string[] {
  const { title, question = '' } = headerOf(view);
  const stop = question === '' || /\p{P}$/u.test(title) ? '' : '.';
  return paragraph(`${style.title(title)}${stop} ${question}`.trim(), width, cut);
}

/** What was tried, what to look at, and the tables; the chart comes after the first of them. */
function head(comparison: Comparison, screen: Screen): string[][] {
  const { view, width, style, cut } = screen;
  const { tables, hasControl } = drawTables(view, sectionsOf(view), width, style, cut);
  const [first = [], ...rest] = tables;
  return [header(screen, hasControl), hints(comparison, screen), first, chart(screen), ...rest];
}

/** What the tables above do not say of themselves. */
function footnote({ view, width, style, cut }: Screen): string[] {
  const note = declinesNote(view);
  return note === undefined ? [] : paragraph(style.quiet(note), width - 1, cut).map((line) => ` ${line}`);
}

function header(screen: Screen, hasControl: boolean): string[] {
  const { view, width, style, cut } = screen;
  const { setting, changed, faults, look } = headerOf(view);
  const quiet = (text: string): string => style.quiet(text);
  const legend = [
    ...(measuredRuns(view).length > 1 ? [markLegend(view, style)] : []),
    ...(view.spread === undefined ? [] : ['± 95 % confidence half-width', ...levelLegend(view)]),
    ...(hasControl ? ['control: same run, no fault'] : []),
  ];
  return [
    ...title(screen),
    ...pack(setting, ' · ', width).flatMap((line) => paragraph(line, width, cut)),
    ...(changed.length === 0 ? [] : paragraph(changed.join(' '), width, cut, 'changed:  ')),
    ...(faults.length === 0
      ? ['fault: none']
      : faults.flatMap((fault, index) =>
          paragraph(style.fault(fault), width, cut, index === 0 ? 'fault: ' : '       '),
        )),
    ...(look.length === 0 ? [] : [quiet('what to look for:')]),
    ...look.flatMap((line) => paragraph(quiet(line), width, cut, '  - ')),
    ...legendOf(view).flatMap((line, index) =>
      paragraph(quiet(line), width, cut, index === 0 ? 'columns: ' : '         '),
    ),
    ...pack(legend, ' · ', width).flatMap((line) => paragraph(quiet(line), width, cut)),
  ];
}

/** What is red, or has a mark. */
function markLegend({ scenario: { faults }, modes }: View, { hasColor }: Style): string {
  const other = modes.length === 2 ? 'the other mode' : 'another mode';
  const own = faults.length === 0 ? '' : ', and than without the fault';
  return `${hasColor ? 'red' : '!'} = damage: worse than ${other}${own}`;
}

function levelLegend({ modes: [baseline = '', ...others] }: View): string[] {
  return others.length === 0 ? [] : [`≈ not significantly different from ${baseline} (paired)`];
}

function chart({ view, width, style, cut, glyphs }: Screen): string[] {
  const labelWidth = chartLabelWidth(view, width);
  const panels = chartPanels(view, width - labelWidth - 1);
  if (panels === undefined) return [];
  const drawn = drawChart(panels, glyphs);
  const paint = ({ kind, plot }: ChartLine): string => {
    if (kind === 'fault') return style.fault(plot);
    if (kind === 'axis') return style.quiet(plot);
    // The edge comes first.
    return kind === 'series' ? paintWhere(plot, [false, ...drawn.faulted], style.fault) : plot;
  };
  return grid(
    [
      { width: labelWidth - 1, align: 'left' },
      { width: width - labelWidth + 1, align: 'left' },
    ],
    drawn.lines.map((line) => [` ${labelOf(line, labelWidth - 3)}`, paint(line)]),
    cut,
  );
}

/** The characters over which `where` holds, painted. */
function paintWhere(text: string, where: readonly boolean[], paint: (text: string) => string): string {
  const from = where.indexOf(true);
  if (from === -1 || from >= text.length) return text;
  const length = where.slice(from).indexOf(false);
  const until = length === -1 ? text.length : from + length;
  const rest = paintWhere(text.slice(until), where.slice(until), paint);
  return text.slice(0, from) + paint(text.slice(from, until)) + rest;
}

/** What the rows mean, for whoever wants to see all of them. */
function glossary({ view, width, style, cut }: Screen): string[] {
  if (!view.verbose) return [];
  return [
    style.title(' WHAT THE ROWS MEAN'),
    ...glossaryOf(sectionsOf(view)).flatMap(({ label, meaning }) =>
      paragraph(`${label}: ${meaning}`, width, cut, '  '),
    ),
  ];
}

/** The same simulated, and how far the two are apart. */
function beside(comparison: Comparison, { width, style, cut }: Screen): string[] {
  const real = realLines(comparison).flatMap((line) => paragraph(style.quiet(line), width, cut));
  const shown = besideOf(comparison);
  if (shown === undefined) return real;
  const columns = [24, 14, 14, 20].map((room, index) => ({
    width: room,
    align: index === 0 ? ('left' as const) : ('right' as const),
  }));
  const lines = shown.rows.flatMap(({ mode, label, real, simulated, difference, isWithin }, index) => [
    ...(shown.rows[index - 1]?.mode === mode ? [] : [[` ${mode}`, '', '', '']]),
    [`   ${label}`, real, simulated, isWithin ? difference : style.bad(difference)],
  ]);
  return [
    style.title(` ${shown.title}`),
    ...grid(columns, [shown.head, ...lines], cut),
    ...shown.legend.flatMap((line) => paragraph(style.quiet(line), width, cut)),
    ...real,
  ];
}

/** What became of every request. */
function accounting({ view, width, style, cut }: Screen): string[] {
  const lines = accounts(view);
  if (lines.length === 0) return [];
  const common = commonTotal(view);
  const lead = Math.min(Math.max(...lines.map(({ mode }) => mode.length)) + 3, Math.floor(width / 3));
  return [
    ...paragraph(`outcome of ${common ?? 'the requests'}`, width - 1, cut).map((line) => ` ${line}`),
    ...lines.flatMap(({ mode, total, terms }) => {
      const start = ` ${mode}: `.padEnd(lead + 1);
      const [one = '', ...more] = terms;
      const sum = pack(
        [common === undefined ? `${total} = ${one}` : one, ...more],
        ' + ',
        width - start.length,
      );
      return sum.flatMap((line, index) =>
        paragraph(line, width, cut, index === 0 ? start : ' '.repeat(start.length)),
      );
    }),
  ].map((line, index) => (index === 0 ? style.title(line) : line));
}

function notes({ view, width, style, cut }: Screen): string[] {
  return notesOf(view).flatMap((note) => paragraph(style.bad(note), width, cut));
}

/** What the plan warned of. */
function hints({ hints }: Comparison, { width, style, cut }: Screen): string[] {
  return hints.flatMap((hint) => paragraph(style.bad(plain(describeHint(hint))), width, cut, 'note: '));
}

function words({ verdict }: Comparison, { width, style, cut }: Screen): string[] {
  return verdict.flatMap((sentence, index) =>
    paragraph(index === 0 ? style.title(plain(sentence)) : plain(sentence), width, cut),
  );
}

function gates(comparison: Comparison, { width, style, cut }: Screen): string[] {
  const skipped = skippedLine(comparison);
  return [
    ...gateLines(comparison.expectations).flatMap(({ verdict, text, outcome }) =>
      paragraph(`${text}: ${outcome}`, width, cut, `${verdict}  `).map((line) =>
        line.replace(/^PASS/, style.good).replace(/^FAIL/, style.bad),
      ),
    ),
    ...(skipped === undefined ? [] : paragraph(style.quiet(skipped), width, cut)),
  ];
}

/** How to try more. The command that repeats the run comes last. */
function commands({ drillDown }: RenderOptions, { reproduce }: Comparison, { width }: Screen): string[] {
  return [
    ...(drillDown === undefined ? [] : commandLines('drill down: ', withoutControls(drillDown), width)),
    ...(reproduce === undefined ? [] : commandLines('reproduce: ', withoutControls(reproduce), width)),
  ];
}
