import type { Cascade, RunMeasurements, Series } from '../measure/measurements.js';

/**
 * The mean of several runs of one mode, figure by figure. Series are as long as the longest run's: a run that was over
 * counts as nothing there. A recovery that never came in one of them has no mean: it stays `null`.
 */
export function averageOf<Run extends RunMeasurements>(runs: readonly [Run, ...Run[]]): Run {
  const { series: _, cascades: __, end, ...rest } = runs[0];
  const others = runs.map(({ series: _series, cascades: _cascades, end: _end, ...figures }) => figures);
  const worst = runs.find((run) => run.end.reason !== 'quiet')?.end.reason ?? end.reason;
  return {
    ...(meanOf([rest, ...others.slice(1)]) as typeof rest),
    cascades: averageCascades(runs.map((run) => run.cascades)),
    series: averageSeries(runs.map((run) => run.series)),
    end: { at: mean(runs.map((run) => run.end.at)), reason: worst },
  } as Run;
}

/** Values of one shape become one of that shape; words are the first one's. */
function meanOf(values: readonly unknown[]): unknown {
  const [first] = values;
  if (typeof first === 'number' || first === null) {
    return values.some((value) => value === null) ? null : mean(values as number[]);
  }
  if (Array.isArray(first)) {
    return first.map((_, index) => meanOf(values.map((value) => (value as unknown[])[index])));
  }
  if (typeof first === 'object') {
    return Object.fromEntries(
      Object.keys(first).map((key) => [
        key,
        meanOf(values.map((value) => (value as Record<string, unknown>)[key])),
      ]),
    );
  }
  return first;
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
  return {
    interval: all[0]?.interval ?? 0,
    offered: meanAt((series) => series.offered),
    accepted: meanAt((series) => series.accepted),
    completed: meanAt((series) => series.completed),
    backlog: meanAt((series) => series.backlog),
    p99: Array.from({ length }, (_, index) => {
      const present = all.map((series) => series.p99[index] ?? null).filter((value) => value !== null);
      return present.length === 0 ? null : mean(present);
    }),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
