import type { Comparison } from '../compare/comparison.js';
import { figuresOf } from '../measure/list-figures.js';
import { type Cell, csvLines } from './csv-lines.js';

const HEADINGS = ['scenario', 'seed', 'mode', 'run', 'figure', 'value', 'low', 'high'];

/**
 * Every single figure of every run, a line each, in the JSON's units. `run` is `faulted` or `control`; `low` and `high` are
 * the 95 % interval of a mean over several seeds. What goes by time is in `csv-series`.
 */
export function renderCsv(comparisons: readonly Comparison[]): string {
  return csvLines([HEADINGS, ...comparisons.flatMap(linesOf)]);
}

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
