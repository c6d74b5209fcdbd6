import type { Comparison } from '../../compare/comparison.js';
import { gateLines } from '../sections/gate-lines.js';
import { summaryOf } from '../sections/summary.js';
import { formatCell } from '../table-cell.js';
import { firstSentence } from './context.js';
import { scrolling } from './figure.js';
import { markup, type Markup } from './markup.js';

/** Several scenarios in a row each, which link down to their parts of the page. */
export function overview(
  comparisons: readonly Comparison[],
  places: readonly { name: string; id: string }[],
  partial: string | undefined,
  reproduce: string | undefined,
): Markup {
  const { modes, groups, lines } = summaryOf(
    comparisons,
    places.map(({ name }) => name),
  );
  const rows = lines.map(({ title, cells, worst, winner }, index) => {
    const comparison = comparisons[index];
    return markup`<tr><th scope="row"><a href="#${places[index]?.id ?? ''}">${title}</a></th>${cells.map(
      (group, at) =>
        group.map((cell, mode) =>
          worst[at]?.[mode] === true
            ? markup`<td class="worse">${formatCell(cell)} !</td>`
            : markup`<td>${formatCell(cell)}</td>`,
        ),
    )}<td class="winner">${winner}</td><td>${comparison === undefined ? undefined : gatesOf(comparison)}</td></tr>`;
  });
  return markup`<section aria-labelledby="overview" class="overview"><h2 id="overview">All of them</h2>${
    partial === undefined ? undefined : markup`<p class="note">${partial}</p>`
  }${scrolling(
    markup`<table><caption>Goodput, completion and collateral failures of each mode, and who did better</caption><thead><tr><th scope="col" rowspan="2">scenario</th>${groups.map(
      (group) => markup`<th scope="colgroup" colspan="${modes.length}">${group}</th>`,
    )}<th scope="col" rowspan="2">better</th><th scope="col" rowspan="2">gates</th></tr><tr>${groups.map(() =>
      modes.map((mode) => markup`<th scope="col">${mode}</th>`),
    )}</tr></thead><tbody>${rows}</tbody></table>`,
    'All scenarios',
  )}${reproduce === undefined ? undefined : markup`<p>Repeat all of them: <code>${reproduce}</code></p>`}</section>`;
}

function gatesOf(comparison: Comparison): Markup {
  const gates = gateLines(comparison.expectations);
  const failed = gates.filter(({ verdict }) => verdict !== 'PASS').length;
  if (gates.length === 0) return markup`<span title="${firstSentence(comparison)}">–</span>`;
  return failed === 0
    ? markup`<span class="pass">PASS</span> ${gates.length}`
    : markup`<span class="fail">FAIL</span> ${failed} of ${gates.length}`;
}
