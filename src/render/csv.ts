import type { Comparison } from '../compare/comparison.js';
import { figuresOf } from '../measure/list-figures.js';
import { plain } from './text.js';

const HEADINGS = ['scenario', 'seed', 'mode', 'run', 'figure', 'value', 'low', 'high'];

/**
 * Every single figure of every run, a line each, in the JSON's units (RFC 4180, but with plain line breaks). `run` is
 * `faulted` or `control`; `low` and `high` are the 95 % interval of a mean over several seeds. A value that was not measured
 * is empty.
 */
export function renderCsv(comparisons: readonly Comparison[]): string {
  const lines = [HEADINGS, ...comparisons.flatMap(linesOf)];
  return lines.map((cells) => `${cells.map(cell).join(',')}\n`).join('');
}

type Cell = string | number | null | undefined;

function linesOf({ scenario, seed, modes, control = {}, intervals }: Comparison): Cell[][] {
  return [
    ...Object.entries(modes).map(([mode, run]) => ({ mode, name: 'faulted', run, ends: intervals?.[mode] })),
    ...Object.entries(control).map(([mode, run]) => ({ mode, name: 'control', run, ends: undefined })),
  ].flatMap(({ mode, name, run, ends }) =>
    [...figuresOf(run)].map(([figure, value]) => {
      const [low, high] = ends?.[figure] ?? [];
      return [scenario.title, seed, mode, name, figure, value, low, high];
    }),
  );
}

function cell(value: Cell): string {
  if (typeof value !== 'string') return value === undefined || value === null ? '' : String(value);
  const words = plain(value);
  // What begins like a formula is one to a spreadsheet; some take the full-width signs for the usual ones.
  const text = /^[-=+@]/.test(words.normalize('NFKC')) ? `'${words}` : words;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
