import type { RunResults } from './formats.js';
import type { Display } from './options.js';
import { partialOf } from './partial.js';
import { renderSummary } from './summary.js';
import { renderTerminal } from './terminal.js';

/** The tables of each scenario; of several a summary, too, and the command that repeats them all. */
export function renderTables(run: RunResults, display: Display): string {
  const { results, reproduce } = run;
  const tables = results.map(({ comparison, drillDown }) =>
    renderTerminal(comparison, { ...display, ...(drillDown === undefined ? {} : { drillDown }) }),
  );
  if (results.length < 2) return tables.join('');
  const comparisons = results.map(({ comparison }) => comparison);
  const summary = renderSummary(comparisons, { ...display, names: results.map(({ name }) => name) });
  const { partial } = partialOf(run);
  const last = [partial, reproduce === undefined ? undefined : `reproduce: ${reproduce}`].filter(
    (line) => line !== undefined,
  );
  return [...tables, summary, ...(last.length === 0 ? [] : [`${last.join('\n')}\n`])].join('\n');
}
