import { headerOf } from '../sections/header.js';
import { legendOf } from '../sections/legend.js';
import { notesOf } from '../sections/notes.js';
import { gateLines, seedWords, skippedLine } from '../sections/gate-lines.js';
import { plain } from '../text.js';
import { heading, named, type Part } from './context.js';
import { goodputBars } from './goodput-bars.js';
import { markup, type Markup } from './markup.js';

/** What was tried: the question, the faults, the order of the steps, and under which conditions. */
export function intro({ view }: Part): Markup {
  const { question, setting, changed, faults, look } = headerOf(view);
  const [topology = '', ...conditions] = setting;
  return markup`<div class="intro">${
    question === undefined ? undefined : markup`<p class="question">${question}</p>`
  }<dl><dt>${faults.length > 1 ? 'Faults' : 'Fault'}</dt><dd>${
    faults.length === 0 ? 'none' : faults.map((fault) => markup`<span class="fault-chip">${fault}</span> `)
  }</dd><dt>Workflow</dt><dd>${topology}</dd><dt>Conditions</dt><dd>${conditions.join(' · ')}</dd>${
    changed.length === 0 ? undefined : markup`<dt>Changed</dt><dd><code>${changed.join(' ')}</code></dd>`
  }${bullets('Look for', look)}${bullets('Columns', legendOf(view))}</dl></div>`;
}

function bullets(title: string, texts: readonly string[]): Markup | undefined {
  if (texts.length === 0) return undefined;
  return markup`<dt>${title}</dt><dd><ul>${texts.map((text) => markup`<li>${text}</li>`)}</ul></dd>`;
}

/** Who did better and by what, with the bars that show it, and whether the gates have held. */
export function verdictSection(part: Part): Markup {
  const { comparison, view, id, level, isOneOfMany } = part;
  const [first = 'Nothing was compared.', ...more] = comparison.verdict.map(plain);
  return markup`<section${named({ id, isOneOfMany }, 'verdict')} class="verdict">${heading(level, 'Verdict', `${id}-verdict`)}${notesOf(
    view,
  ).map(
    (note) => markup`<p class="note">${note}</p>`,
  )}<p class="lead">${first}</p>${goodputBars(part)}${more.map((sentence) => markup`<p>${sentence}</p>`)}${gates(part)}</section>`;
}

/** What was asked of the figures, and whether it held. */
function gates({ comparison }: Part): Markup | undefined {
  const rows = gateLines(comparison.expectations);
  const skipped = skippedLine(comparison);
  if (rows.length === 0) return skipped === undefined ? undefined : markup`<p class="quiet">${skipped}</p>`;
  return markup`<table class="gates"><caption>Gates (${seedWords(comparison)})</caption><thead><tr><th scope="col">result</th><th scope="col">gate</th><th scope="col">measured</th></tr></thead><tbody>${rows.map(
    ({ verdict, text, outcome }) =>
      markup`<tr><td><span class="${verdict === 'PASS' ? 'pass' : 'fail'}">${verdict}</span></td><th scope="row">${text}</th><td>${outcome}</td></tr>`,
  )}</tbody></table>${skipped === undefined ? undefined : markup`<p class="quiet">${skipped}</p>`}`;
}
