import { formatPlural } from '../../compare/quantities.js';
import type { Changes } from '../../results/changes.js';
import type { Judgement } from '../../results/judge.js';
import { type Outcome, outcomesOf } from '../changes/outcome.js';
import {
  type ShownFile,
  type ShownRow,
  type ShownScenario,
  type ShownTable,
  viewOfChanges,
} from '../changes/view.js';
import { plain } from '../text.js';
import { heading } from './context.js';
import { scrolling } from './figure.js';
import { markup, NOTHING, type Markup } from './markup.js';
import { page } from './shell.js';

/**
 * What changed as one page: what it came to, then each file against the base, scenario by scenario, mode by mode.
 *
 * @param all also what is unchanged, and every detail
 */
export function renderChangesPage(changes: Changes, all: boolean): string {
  const files = viewOfChanges(changes, all);
  const outcomes = outcomesOf(changes);
  const title = titleOf(changes);
  return page({
    title: `${title} – coupling-demo`,
    header: markup`<p class="program">coupling-demo ${changes.version} · compare</p><h1>${title}</h1>`,
    main: [
      markup`<section aria-labelledby="outcome" class="verdict">${heading(2, 'What changed', 'outcome')}<p class="lead">${leadOf(changes, outcomes)}</p>${outcomeTable(outcomes)}</section>`,
      files.map((file, index) => filePart(file, `f${index + 1}`, files.length > 1)),
    ],
  });
}

function titleOf({ base, files }: Changes): string {
  const [only, ...others] = files;
  const names = only === undefined || others.length > 0 ? formatPlural(files.length, 'result') : only.name;
  return `${plain(base)} → ${plain(names)}`;
}

/** For who reads one sentence. */
function leadOf(changes: Changes, outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ verdict }) => verdict === 'FAIL').length;
  const figures = figuresInWords(changes);
  if (outcomes.length === 0) return figures;
  return failed === 0 ? `PASS. ${figures}` : `FAIL (${failed} of ${outcomes.length}). ${figures}`;
}

function figuresInWords({ files }: Changes): string {
  if (files.every(({ identical }) => identical)) return 'Identical: the same bytes.';
  const modes = files.flatMap(({ scenarios }) => scenarios.flatMap((one) => Object.values(one.modes)));
  const changed = modes.flatMap(({ figures }) =>
    figures.filter(({ judgement }) => judgement !== 'unchanged'),
  );
  if (changed.length === 0) return 'No figure changed.';
  if (modes.every(({ basis }) => basis.kind === 'none'))
    return 'Nothing is judged: any change may be chance.';
  const count = (wanted: Judgement): number =>
    changed.filter(({ isMain, isGated, judgement }) => (isMain || isGated) && judgement === wanted).length;
  return `Of the main figures, ${count('better')} got better and ${count('worse')} got worse.`;
}

function outcomeTable(outcomes: readonly Outcome[]): Markup {
  if (outcomes.length === 0) return NOTHING;
  return markup`<table class="gates"><caption>What was asked</caption><thead><tr><th scope="col">result</th><th scope="col">condition</th></tr></thead><tbody>${outcomes.map(
    ({ verdict, text }) =>
      markup`<tr><td><span class="${verdict === 'PASS' ? 'pass' : 'fail'}">${verdict}</span></td><th scope="row">${text}</th></tr>`,
  )}</tbody></table>`;
}

/** One of several has a heading of its own, and its scenarios stand below that. */
function filePart({ heading: title, scenarios, notes }: ShownFile, id: string, isOneOfMany: boolean): Markup {
  const level = isOneOfMany ? 3 : 2;
  const parts = [
    scenarios.map((scenario, index) => scenarioPart(scenario, `${id}-s${index + 1}`, level)),
    notes.map((note) => markup`<p>${note}</p>`),
  ];
  if (!isOneOfMany) return markup`${parts}`;
  return markup`<article aria-labelledby="${id}">${heading(2, title, id)}${parts}</article>`;
}

function scenarioPart(scenario: ShownScenario, id: string, level: 2 | 3): Markup {
  const { title, differs, basis, notes, tables } = scenario;
  return markup`<section aria-labelledby="${id}">${heading(level, title, id)}${
    differs.length === 0
      ? markup`<p>Nothing differs but the figures.</p>`
      : markup`<ul>${differs.map((line) => markup`<li>${line}</li>`)}</ul>`
  }${[...basis, ...notes].map((line) => markup`<p class="quiet">${line}</p>`)}${tables.map((table) => tablePart(table, title))}</section>`;
}

function tablePart({ mode, rows, footer }: ShownTable, title: string): Markup {
  const counts = markup`<p class="quiet">${mode}: ${footer}</p>`;
  if (rows.length === 0) return counts;
  return markup`${scrolling(
    markup`<table class="figures"><caption>${mode}</caption><thead><tr>${['figure', 'base', 'new', 'change', 'judgement'].map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(rowPart)}</tbody></table>`,
    `${title}: ${mode}`,
  )}${counts}`;
}

/** The judgement is a word as well as a colour. */
function rowPart({ label, base, new: next, change, judgement, verdict }: ShownRow): Markup {
  const look =
    judgement === 'worse'
      ? markup` class="worse"`
      : judgement === 'better'
        ? markup` class="pass"`
        : undefined;
  return markup`<tr><th scope="row">${label}</th><td>${base}</td><td>${next}</td><td>${change}</td><td${look}>${verdict}</td></tr>`;
}
