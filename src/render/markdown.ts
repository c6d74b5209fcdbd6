import type { Comparison } from '../compare/comparison.js';
import { describeHint } from '../hints/describe.js';
import { type TableCell, formatCell } from './table-cell.js';
import { markdownTable } from './markdown-table.js';
import { accounts, commonTotal } from './sections/accounting.js';
import { besideOf, realLines } from './sections/beside.js';
import { BLOCKS, chartLabelWidth, drawChart, labelOf } from './sections/chart.js';
import { chartPanels } from './sections/chart-panels.js';
import { gateLines, seedWords, skippedLine } from './sections/gate-lines.js';
import { headerOf } from './sections/header.js';
import { sectionsOf } from './sections/index.js';
import { declinesNote, legendOf } from './sections/legend.js';
import { notesOf } from './sections/notes.js';
import type { TableLine, Section } from './sections/section.js';
import { summaryOf } from './sections/summary.js';
import { escapeHtml, escapeMarkdown, withoutControls } from './text.js';
import { type View, viewOf } from './view.js';
import { cutTo, padTo } from './width.js';

export interface MarkdownOptions {
  /** Every row, and every service. */
  verbose?: boolean;
  /** What the summary says of itself where it is not the whole. */
  partial?: string;
  /** What to type for each of them; else the summary has their titles. */
  names?: readonly string[];
  /** What matters most first, and the tables folded up. */
  folded?: boolean;
}

/**
 * GitHub-flavoured; of several comparisons a summary of a line each, and below it each of them, folded up. `folded`: so for
 * one as well, with what failed and the verdict before it.
 */
export function renderMarkdown(comparisons: readonly Comparison[], options: MarkdownOptions = {}): string {
  const { verbose = false, partial, names, folded = false } = options;
  const areMany = comparisons.length > 1;
  const blocks = [
    ...(areMany || folded ? summary(comparisons, names) : []),
    ...(areMany && partial !== undefined ? [`**${escapeMarkdown(partial)}**`] : []),
    ...(folded ? comparisons.flatMap((comparison) => failures(comparison, areMany)) : []),
    ...comparisons.flatMap((comparison) => {
      const blocks = markdownOf(comparison, viewOf(comparison, verbose));
      if (!areMany && !folded) return blocks;
      return [
        ...(areMany ? [] : [verdict(comparison)]),
        `<details>\n<summary>${escapeHtml(comparison.scenario.title)}</summary>`,
        ...blocks,
        '</details>',
      ];
    }),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** The gates that failed, for whoever reads no further. */
function failures(comparison: Comparison, areMany: boolean): string[] {
  const expectations = comparison.expectations.filter(({ held }) => !held);
  if (expectations.length === 0) return [];
  const title = areMany ? [`**${escapeMarkdown(comparison.scenario.title)}**`] : [];
  return [...title, gateTable({ ...comparison, expectations }), command(comparison)];
}

function markdownOf(comparison: Comparison, view: View): string[] {
  const [first, ...rest] = sectionsOf(view).map((section) => sectionTable(section, view));
  return [
    ...header(view),
    comparison.hints.length === 0 ? '' : bullets('Notes on the plan:', comparison.hints.map(describeHint)),
    first ?? '',
    chart(view),
    ...rest,
    escapeMarkdown(declinesNote(view) ?? ''),
    accounting(view),
    ...beside(comparison),
    ...notesOf(view).map((note) => `**${escapeMarkdown(note)}**`),
    ...gates(comparison),
    verdict(comparison),
    command(comparison),
  ];
}

function header(view: View): string[] {
  const { title, question, setting, changed, faults, look } = headerOf(view);
  const legend = legendOf(view);
  return [
    `## ${escapeMarkdown(title)}`,
    question === undefined ? '' : `> ${escapeMarkdown(question)}`,
    setting.map(escapeMarkdown).join(' · '),
    changed.length === 0 ? '' : `changed: ${code(changed.join(' '))}`,
    faults.length === 0 ? 'Fault: none.' : bullets(faults.length === 1 ? 'Fault:' : 'Faults:', faults),
    look.length === 0 ? '' : bullets('What to look for:', look),
    legend.length === 0 ? '' : bullets('Columns:', legend),
  ];
}

function bullets(title: string, lines: readonly string[]): string {
  return [title, '', ...lines.map((line) => `- ${escapeMarkdown(line)}`)].join('\n');
}

function sectionTable({ title, lines }: Section, view: View): string {
  const controls = view.controls.length === 0 ? [] : view.modes.map((mode) => `${mode}, control`);
  return table(
    [title, ...view.modes, ...controls].map(escapeMarkdown),
    lines.map((line) => [
      label(line),
      ...(line.kind === 'heading'
        ? [...view.modes, ...controls].map(() => '')
        : [...cells(line.cells, line.worst, line.level), ...cells(line.control)]),
    ]),
  );
}

function label(line: TableLine): string {
  return `${line.indented === true ? '&emsp;' : ''}${escapeMarkdown(line.label)}`;
}

/** The worse figure stands out, and what differs from the baseline by noise only has a sign. */
function cells(
  figures: readonly TableCell[],
  worst: readonly boolean[] = [],
  level: readonly boolean[] = [],
): string[] {
  return figures.map((figure, index) => {
    const text = escapeMarkdown(formatCell(figure));
    if (level[index] === true) return `${text} ≈`;
    return worst[index] === true ? `**${text}**` : text;
  });
}

const CHART_WIDTH = 100;

function chart(view: View): string {
  const labelWidth = chartLabelWidth(view, CHART_WIDTH);
  const panels = chartPanels(view, CHART_WIDTH - labelWidth - 1);
  if (panels === undefined) return '';
  const lines = drawChart(panels, BLOCKS).lines.map((line) => {
    // Nothing that ends the block of code it stands in.
    const short = cutTo(labelOf(line, labelWidth - 2).replaceAll('`', "'"), labelWidth - 1, '');
    return `${padTo(short, labelWidth)}${line.plot}`.trimEnd();
  });
  return ['```text', ...lines, '```'].join('\n');
}

/** What was measured for real, beside the simulation. */
function beside(comparison: Comparison): string[] {
  const shown = besideOf(comparison);
  const rows = shown?.rows.map(({ mode, label, real, simulated, difference, isWithin }) => [
    ...[mode, label, real, simulated].map(escapeMarkdown),
    isWithin ? difference : `**${difference}**`,
  ]);
  return [
    rows === undefined ? '' : table(['mode', 'figure', 'for real', 'simulated', 'difference'], rows),
    [...(shown?.legend ?? []), ...realLines(comparison)].map(escapeMarkdown).join(' · '),
  ];
}

function accounting(view: View): string {
  const common = commonTotal(view);
  const lines = accounts(view).map(({ mode, total, terms }) => {
    const sum = terms.join(' + ');
    return `- ${escapeMarkdown(mode)}: ${common === undefined ? `${total} = ${sum}` : sum}`;
  });
  return lines.length === 0 ? '' : [`**Outcome of ${common ?? 'the requests'}**`, '', ...lines].join('\n');
}

/** The first sentence says who did better. */
function verdict({ verdict: [first, ...more] }: Comparison): string {
  if (first === undefined) return '';
  return [`**${escapeMarkdown(first)}**`, ...more.map(escapeMarkdown)].join(' ');
}

function gates(comparison: Comparison): string[] {
  const skipped = skippedLine(comparison);
  return [gateTable(comparison), ...(skipped === undefined ? [] : [escapeMarkdown(skipped)])];
}

function gateTable(comparison: Comparison): string {
  const rows = gateLines(comparison.expectations).map(({ verdict, text, outcome }) => [
    verdict === 'PASS' ? verdict : `**${verdict}**`,
    escapeMarkdown(text),
    escapeMarkdown(outcome),
  ]);
  return rows.length === 0
    ? ''
    : markdownTable(['', 'gate', `measured (${seedWords(comparison)})`], rows, () => false);
}

/** How to repeat it. */
function command({ reproduce }: Comparison): string {
  return reproduce === undefined ? '' : `reproduce: ${code(reproduce)}`;
}

/** On one line, and nothing in it that ends it. */
function code(text: string): string {
  return `\`${withoutControls(text).replaceAll('`', "'")}\``;
}

function summary(comparisons: readonly Comparison[], names?: readonly string[]): string[] {
  const { modes, groups, lines } = summaryOf(comparisons, names);
  const heads = groups.flatMap((group) => modes.map((mode) => `${group}: ${mode}`));
  return [
    '## Summary',
    table(
      ['scenario', ...heads, 'winner'].map(escapeMarkdown),
      lines.map(({ title, cells: figures, worst, winner }) => [
        escapeMarkdown(title),
        ...figures.flatMap((group, index) => cells(group, worst[index] ?? [])),
        escapeMarkdown(winner),
      ]),
    ),
  ];
}

/** The first column is text, the others are figures. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(head, rows, (column) => column > 0);
}
