import type { RunResults } from './formats.js';
import type { Display } from './options.js';
import { renderSummary } from './summary.js';
import { renderTerminal } from './terminal.js';

/** The tables of each scenario; of several a summary, too, and the command that repeats them all. */
export function renderTables({ results, reproduce }: RunResults, display: Display): string {
  const tables = results.map(({ comparison, drillDown }) =>
    renderTerminal(comparison, { ...display, drillDown }),
  );
  if (results.length < 2) return tables.join('');
  const comparisons = results.map(({ comparison }) => comparison);
  const summary = renderSummary(comparisons, { ...display, names: results.map(({ name }) => name) });
  return [...tables, summary, `reproduce: ${reproduce}\n`].join('\n');
}
