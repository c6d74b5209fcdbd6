import { lacksControl } from '../compare/collateral.js';
import type { Comparison } from '../compare/comparison.js';
import { harmsOf } from '../compare/integrity.js';
import { COMPARED, type FigureEntry, findEntry } from '../measure/figures.js';
import { listFigures } from '../measure/list-figures.js';
import type { Measurements } from '../measure/measurements.js';
import { atAllServices } from '../measure/requests.js';
import { SHARES, sharesOf } from '../measure/shares.js';
import type { Interval } from '../stats/interval.js';

/** A figure of one mode of a saved result. */
export interface SavedFigure {
  /** As gates have it: a place in the mode's JSON, or the short name of a share. */
  path: string;
  entry: Pick<FigureEntry, 'kind' | 'better'>;
  /** As the tables have it; of a detail, the path. */
  label: string;
  /** Do the tables of `run` show it without being asked for all? */
  isMain: boolean;
  /** `undefined`: not measured. Infinity: never. */
  value: number | undefined;
  /** What each run had, in the order of the seeds, likewise; left out where they were not saved. */
  samples?: (number | undefined)[];
  /** Of the mean, where there are several runs: 95 %. */
  interval?: Interval;
}

/** What a mode measured, by the paths of its figures; nothing of a mode that did not run. */
export function figuresIn(result: Comparison, mode: string): Map<string, SavedFigure> {
  const run = Object.hasOwn(result.modes, mode) ? result.modes[mode] : undefined;
  if (run === undefined) return new Map();
  const figures = [
    ...measured(result, run, mode),
    ...shares(result, run, mode),
    ...perRequest(result, run, mode),
  ];
  return new Map(figures.map((figure) => [figure.path, figure]));
}

/** Every figure of the mode's JSON. */
function measured(result: Comparison, run: Measurements, mode: string): SavedFigure[] {
  const isUncontrolled = lacksControl(run);
  const due = samplesOf(result, mode, 'endToEnd.due');
  const controlled = samplesOf(result, mode, 'collateral');
  return listFigures(run).map(({ words, entry, group, value }) => {
    const path = words.join('.');
    const read = (one: number | null, isMissing: boolean): number | undefined =>
      one ?? (entry.nullIsNever === undefined || isMissing ? undefined : Infinity);
    const isMissing = (index?: number): boolean =>
      entry.nullIsNever === 'later'
        ? index === undefined
          ? isUncontrolled
          : controlled?.[index] === null
        : (index === undefined ? run.endToEnd.due : due?.[index]) === 0;
    const samples = samplesOf(result, mode, path);
    const isShown = entry.label !== undefined && entry.marks !== 'never' && isMain(words);
    return {
      path,
      entry,
      // Of the many in a phase or a service, only the path says which one it is.
      label: isShown ? [group.label, entry.label].filter((part) => part !== undefined).join(' ') : path,
      isMain: isShown,
      value: read(value, isMissing()),
      ...(samples === undefined ? {} : { samples: samples.map((one, index) => read(one, isMissing(index))) }),
      ...intervalOf(result, mode, path),
    };
  });
}

/** Single services, phases and counts of requests are details of what else is said; so are all percentiles but two. */
function isMain(words: readonly string[]): boolean {
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  return (
    !['services', 'phases', 'requests'].includes(first) &&
    words[1] !== 'phases' &&
    !['p95', 'max', 'total'].includes(last)
  );
}

/** What a response and the work came to, as shares of the requests offered. */
function shares(result: Comparison, run: Measurements, mode: string): SavedFigure[] {
  const usual = sharesOf(run);
  return Object.entries(SHARES).map(([path, entry]) => {
    const samples = samplesOf(result, mode, path)?.map((one) => one ?? undefined);
    const interval = intervalOf(result, mode, path);
    return {
      path,
      entry,
      label: entry.label ?? path,
      isMain: entry.label !== undefined,
      value: meanOf(samples) ?? middleOf(interval) ?? usual.get(path),
      ...(samples === undefined ? {} : { samples }),
      ...interval,
    };
  });
}

/** Harm that is counted service by service, per request, so that runs of different loads can be compared. */
function perRequest(result: Comparison, run: Measurements, mode: string): SavedFigure[] {
  return (['doubleEffects', 'outOfOrder'] as const).map((name) => {
    const { entry } = findEntry(COMPARED, ['services', '*', name]);
    const samples = perRequestOf(result, run, mode, name);
    const { offered } = run.requests;
    return {
      path: `services.*.${name}`,
      entry: { kind: 'share', better: entry.better },
      label: `${entry.label ?? name}, per request`,
      isMain: true,
      value: meanOf(samples) ?? (offered === 0 ? undefined : atAllServices(run, name) / offered),
      ...(samples === undefined ? {} : { samples }),
    };
  });
}

function perRequestOf(
  result: Comparison,
  run: Measurements,
  mode: string,
  name: string,
): (number | undefined)[] | undefined {
  const offered = samplesOf(result, mode, 'requests.offered');
  const services = Object.keys(run.services).map((service) =>
    samplesOf(result, mode, `services.${service}.${name}`),
  );
  if (offered === undefined || services.includes(undefined)) return undefined;
  return offered.map((requests, index) => {
    const count = services.reduce((sum, samples) => sum + (samples?.[index] ?? 0), 0);
    return requests === null || requests === 0 ? undefined : count / requests;
  });
}

/** The figures whose change can fail a comparison. */
export function isGated(path: string, faults: Comparison['scenario']['faults']): boolean {
  return (
    GATED.includes(path) || harmsOf(faults).some((harm) => path === harm || path === `services.*.${harm}`)
  );
}

const GATED = ['goodput', 'responseTime.p99', 'endToEnd.p99', 'recoveryTime'];

function samplesOf({ samples, runs }: Comparison, mode: string, path: string): (number | null)[] | undefined {
  const table = samples !== undefined && Object.hasOwn(samples, mode) ? samples[mode] : undefined;
  const list = table !== undefined && Object.hasOwn(table, path) ? table[path] : undefined;
  return list?.length === runs?.seeds.length ? list : undefined;
}

function intervalOf({ intervals }: Comparison, mode: string, path: string): { interval?: Interval } {
  const table = intervals !== undefined && Object.hasOwn(intervals, mode) ? intervals[mode] : undefined;
  const interval = table !== undefined && Object.hasOwn(table, path) ? table[path] : undefined;
  return interval === undefined ? {} : { interval };
}

function meanOf(samples: readonly (number | undefined)[] | undefined): number | undefined {
  if (samples === undefined || samples.length === 0) return undefined;
  const known = samples.filter((one) => one !== undefined);
  return known.length < samples.length ? undefined : known.reduce((sum, one) => sum + one, 0) / known.length;
}

function middleOf({ interval }: { interval?: Interval }): number | undefined {
  return interval === undefined ? undefined : (interval[0] + interval[1]) / 2;
}
