import type { Cascade, RunMeasurements, Series, ServiceSeries } from '../measure/measurements.js';
import { isEmptyTimes, isRecord } from '../measure/read-figure.js';

/**
 * The mean of several runs of one mode, figure by figure.
 *
 * - What one of the runs has not (the percentiles of nothing, a phase that did not come) is the mean of those that have it.
 * - A recovery that never came in one of them has no mean: it stays `null`.
 * - Series are as long as the longest run's: a run that was over counts as nothing there.
 */
export function averageOf<Run extends RunMeasurements>(runs: readonly [Run, ...Run[]]): Run {
  const [first] = runs;
  const reason = runs.find(({ end }) => end.reason !== 'quiet')?.end.reason ?? first.end.reason;
  // The others have the same places in every run; these have not.
  const alike = runs.map((run) => ({ ...run, cascades: undefined, series: undefined, end: undefined }));
  return {
    ...(meanOf(alike) as Run),
    cascades: averageCascades(runs.map((run) => run.cascades)),
    series: averageSeries(runs.map((run) => run.series)),
    end: { at: mean(runs.map(({ end }) => end.at)), reason },
  };
}

/** Of values of one shape; words are the first one's. */
function meanOf(values: readonly unknown[]): unknown {
  const [first] = values;
  if (typeof first === 'number' || first === null) {
    return values.every((value) => typeof value === 'number') ? mean(values) : null;
  }
  if (Array.isArray(first)) return averageNamed(values as Named[][]);
  if (!isRecord(first)) return first;
  return Object.fromEntries(
    Object.keys(first).map((key) => {
      const measured = key === 'count' ? values : values.filter((one) => !isEmptyTimes(one));
      const fields = (measured.length === 0 ? values : measured) as Record<string, unknown>[];
      return [key, meanOf(fields.map((one) => one[key]))];
    }),
  );
}

type Named = Record<string, unknown>;

/** Elements that go by their names, each the mean of those that there are. */
function averageNamed(all: readonly Named[][]): unknown[] {
  const names = new Set(all.flatMap((list) => list.map(({ name }) => name)));
  return [...names].map((name) => meanOf(all.flatMap((list) => list.filter((one) => one.name === name))));
}

function averageCascades(all: readonly Cascade[][]): Cascade[] {
  const sums = new Map<string, Cascade>();
  for (const { origin, victim, count } of all.flat()) {
    const key = JSON.stringify([victim, origin]);
    sums.set(key, { origin, victim, count: (sums.get(key)?.count ?? 0) + count });
  }
  return [...sums.values()].map((cascade) => ({ ...cascade, count: cascade.count / all.length }));
}

function averageSeries(all: readonly Series[]): Series {
  const length = Math.max(...all.map((series) => series.offered.length));
  const meanAt = (pick: (series: Series) => readonly number[]): number[] =>
    Array.from({ length }, (_, index) => mean(all.map((series) => pick(series)[index] ?? 0)));
  const presentAt = (pick: (series: Series) => readonly (number | null)[]): (number | null)[] =>
    Array.from({ length }, (_, index) => {
      const present = all.map((series) => pick(series)[index] ?? null).filter((value) => value !== null);
      return present.length === 0 ? null : mean(present);
    });
  return {
    interval: all[0]?.interval ?? 0,
    offered: meanAt((series) => series.offered),
    accepted: meanAt((series) => series.accepted),
    completed: meanAt((series) => series.completed),
    goodput: meanAt((series) => series.goodput),
    errors: meanAt((series) => series.errors),
    backlog: meanAt((series) => series.backlog),
    peakBacklog: meanAt((series) => series.peakBacklog),
    p99: presentAt((series) => series.p99),
    responseP99: presentAt((series) => series.responseP99),
    services: Object.fromEntries(
      Object.keys(all[0]?.services ?? {}).map((name) => [
        name,
        averageService(
          all.flatMap((series) => series.services[name] ?? []),
          length,
        ),
      ]),
    ),
  };
}

function averageService(all: readonly ServiceSeries[], length: number): ServiceSeries {
  const meanOfAll = (name: keyof ServiceSeries): number[] =>
    Array.from({ length }, (_, index) => mean(all.map((series) => series[name][index] ?? 0)));
  return {
    working: meanOfAll('working'),
    blocked: meanOfAll('blocked'),
    waiting: meanOfAll('waiting'),
    failed: meanOfAll('failed'),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
