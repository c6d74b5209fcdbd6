import { type Content, markup, type Markup } from './markup.js';

interface Figure {
  /** For the style. */
  name: string;
  drawings: readonly Markup[];
  /** What was drawn, in figures. */
  table?: Markup;
  /** What the marks mean, and what is to be known of it. */
  caption?: Content;
}

/** Drawings, and below them their data for those who want the figures, or cannot see the drawings. */
export function figure({ name, drawings, table, caption }: Figure): Markup {
  return markup`<figure class="${name}"><div class="drawings">${drawings}</div>${
    caption === undefined ? undefined : markup`<figcaption>${caption}</figcaption>`
  }${table === undefined ? undefined : markup`<details><summary>Data of this figure</summary>${table}</details>`}</figure>`;
}

/** A table of texts. The first column heads its rows. HTML lets a cell and a row end where the next one begins: most of a page
 * is cells. */
export function dataTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  caption: string,
  name?: string,
): Markup {
  const own = name === undefined ? undefined : markup` class="${name}"`;
  return scrolling(
    markup`<table${own}><caption>${caption}</caption><thead><tr>${head.map(
      (cell) => markup`<th scope="col">${cell}</th>`,
    )}</tr></thead><tbody>${rows.map(
      ([first = '', ...rest]) =>
        markup`<tr><th scope="row">${first}${rest.map((cell) => markup`<td>${cell}`)}`,
    )}</tbody></table>`,
    caption,
  );
}

/** What is wider than a telephone is moved to and fro, by the keyboard, too. */
export function scrolling(content: Content, label: string): Markup {
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${label}">${content}</div>`;
}
