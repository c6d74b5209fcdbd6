import { formatCell, type TableCell } from '../table-cell.js';
import { accounts, commonTotal } from '../sections/accounting.js';
import { besideOf, realLines } from '../sections/beside.js';
import { glossaryOf } from '../sections/glossary.js';
import { sectionsOf } from '../sections/index.js';
import { declinesNote } from '../sections/legend.js';
import type { Row, Section, TableLine } from '../sections/section.js';
import { plain } from '../text.js';
import { measuredRuns, type View } from '../view.js';
import { heading, named, type Part } from './context.js';
import { dataTable, scrolling } from './figure.js';
import { markup, type Markup } from './markup.js';

/** Among many scenarios, the first one says what the rows mean. */
const FIRST = 's1';

/** The tables of the terminal, from the same source, with what their rows mean. */
export function tablesSection({ comparison, view, id, level, isOneOfMany }: Part): Markup {
  const sections = sectionsOf(view);
  const note = declinesNote(view);
  const beside = besideOf(comparison);
  return markup`<section${named({ id, isOneOfMany }, 'figures')}>${heading(level, 'All figures', `${id}-figures`)}<p class="quiet">${legend(view)}</p>${sections.map(
    (section) => sectionTable(section, view),
  )}${note === undefined ? undefined : markup`<p class="quiet">${note}</p>`}${outcomes(view)}${
    beside === undefined
      ? undefined
      : markup`${dataTable(
          ['mode', 'figure', ...beside.head.slice(1)],
          beside.rows.map(({ mode, label, real, simulated, difference }) => [
            mode,
            label,
            real,
            simulated,
            difference,
          ]),
          sentenceCase(beside.title),
        )}${beside.legend.map((line) => markup`<p class="quiet">${line}</p>`)}`
  }${realLines(comparison).map((line) => markup`<p class="quiet">${line}</p>`)}${isOneOfMany && id !== FIRST ? undefined : glossary(sections)}</section>`;
}

function legend({ runs, controls, spread, modes: [baseline = ''] }: View): string {
  return [
    ...(runs.length > 1 ? ['! and red: damage, worse than another mode and than without the fault'] : []),
    ...(spread === undefined
      ? []
      : ['± 95 % confidence half-width', `≈ not significantly different from ${plain(baseline)} (paired)`]),
    ...(controls.length > 0 ? ['control: the same run without the fault'] : []),
  ].join(' · ');
}

function sectionTable({ title, lines }: Section, view: View): Markup {
  const modes = view.modes.map(plain);
  const hasControl = view.controls.length > 0;
  const columns = 1 + modes.length * (hasControl ? 2 : 1);
  return scrolling(
    markup`<table class="figures${hasControl ? ` modes-${modes.length}` : ''}"><caption>${sentenceCase(title)}</caption><thead><tr><th scope="col">figure</th>${modes.map(
      (mode) => markup`<th scope="col">${mode}</th>`,
    )}${
      hasControl
        ? modes.map((mode) => markup`<th scope="col" class="control">${mode}, control</th>`)
        : undefined
    }</tr></thead><tbody>${lines.map((line) =>
      line.kind === 'row' ? rowOf(line) : headingOf(line, columns),
    )}</tbody></table>`,
    sentenceCase(title),
  );
}

function headingOf({ label, indented }: Exclude<TableLine, Row>, columns: number): Markup {
  return markup`<tr class="${indented === true ? 'note-row' : 'heading-row'}"><td colspan="${columns}">${label}</td></tr>`;
}

function rowOf({ label, indented, cells, worst, level, control }: Row): Markup {
  return markup`<tr><th scope="row"${indented ? markup` class="indented"` : undefined}>${label}${cells.map(
    (cell, index) => cellOf(cell, worst[index] === true, level[index] === true),
  )}${control.map((cell) => markup`<td>${formatCell(cell)}`)}`;
}

/** The mark is a sign as well as a colour. */
function cellOf(cell: TableCell, isWorst: boolean, isLevel: boolean): Markup {
  const text = formatCell(cell);
  if (isLevel) return markup`<td>${text} ≈`;
  return isWorst ? markup`<td class="worse">${text} !` : markup`<td>${text}`;
}

/** What became of every request, as sums. */
function outcomes(view: View): Markup | undefined {
  if (measuredRuns(view).length === 0) return undefined;
  const common = commonTotal(view);
  return dataTable(
    ['mode', 'offered', 'outcome'],
    accounts(view).map(({ mode, total, terms }) => [plain(mode), total, terms.join(' + ')]),
    `Outcome of ${common ?? 'the requests'}`,
  );
}

function glossary(sections: readonly Section[]): Markup {
  return markup`<details><summary>What the rows mean</summary><dl class="glossary">${glossaryOf(sections).map(
    ({ label, meaning }) => markup`<dt>${label}</dt><dd>${meaning}</dd>`,
  )}</dl></details>`;
}

/** `ERROR CASCADES` reads as shouting on a page. */
function sentenceCase(title: string): string {
  const lower = title.toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
