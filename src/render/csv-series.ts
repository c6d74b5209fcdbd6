import type { Comparison } from '../compare/comparison.js';
import type { Series, ServiceSeries } from '../measure/measurements.js';
import { type Cell, csvLines } from './csv-lines.js';

const HEADINGS = ['scenario', 'seed', 'mode', 'run', 'service', 'from', 'to', 'figure', 'value'];

/**
 * What goes by time, a line for each interval of each figure, in the JSON's units: `from` and `to` are milliseconds of the
 * run. `service` is empty where it is of the whole mode. A format of its own: whoever reads `csv` expects no other lines.
 */
export function renderCsvSeries(comparisons: readonly Comparison[]): string {
  return csvLines([HEADINGS, ...comparisons.flatMap(linesOf)]);
}

function linesOf({ scenario, seed, modes, control = {} }: Comparison): Cell[][] {
  return [
    ...Object.entries(modes).map(([mode, { series }]) => ({ mode, name: 'faulted', series })),
    ...Object.entries(control).map(([mode, { series }]) => ({ mode, name: 'control', series })),
  ].flatMap(({ mode, name, series }) =>
    figuresOf(series).flatMap(({ service, figure, values }) =>
      values.map((value, index) => {
        const from = index * series.interval;
        return [scenario.title, seed, mode, name, service, from, from + series.interval, figure, value];
      }),
    ),
  );
}

interface Figure {
  service: string;
  figure: string;
  values: readonly (number | null)[];
}

function figuresOf({ services, ...own }: Series): Figure[] {
  return [...listed('', own), ...Object.entries(services).flatMap(([name, of]) => listed(name, of))];
}

/** Its lists: the length of an interval is none. */
function listed(service: string, of: Omit<Series, 'services'> | ServiceSeries): Figure[] {
  return Object.entries<Figure['values'] | number>({ ...of }).flatMap(([figure, values]) =>
    typeof values === 'number' ? [] : [{ service, figure, values }],
  );
}
