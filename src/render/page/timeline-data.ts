import { describeBriefly, type FaultWindow, faultWindow } from '../../compare/faults.js';
import type { Series } from '../../measure/measurements.js';
import { chartEnd } from '../sections/chart-panels.js';
import { estimate, type Interval } from '../../stats/interval.js';
import { measuredRuns, type View } from '../view.js';

/** One mode over time, one value for each stretch. Rates per second, times in milliseconds. */
export interface ModeTimeline {
  mode: string;
  offered: number[];
  goodput: number[];
  errors: number[];
  backlog: number[];
  response: (number | null)[];
  endToEnd: (number | null)[];
  /** With several runs, 95 % of each mean; `null` where not every run has one. */
  bands?: Record<Banded, (Interval | null)[]>;
}

/** What is drawn with a band. */
type Banded = 'goodput' | 'response' | 'endToEnd';

/** What happened, as numbers; how it is drawn is decided elsewhere. Milliseconds. */
export interface Timeline {
  end: number;
  /** Something still went on at `end`. */
  isCut: boolean;
  /** The length of a stretch. */
  stretch: number;
  faults: { label: string; window: FaultWindow }[];
  modes: ModeTimeline[];
}

/** More of them cannot be told apart in a drawing that is as wide as a telephone. */
const MOST_STRETCHES = 120;

/** @returns `undefined` where nothing has run */
export function timelineOf(view: View, most = MOST_STRETCHES): Timeline | undefined {
  const runs = measuredRuns(view);
  const [first] = runs;
  const { end, isCut } = chartEnd(view);
  if (first === undefined || end <= 0) return undefined;
  const { interval } = first.run.series;
  const merged = Math.max(1, Math.ceil(end / interval / most));
  const count = Math.ceil(end / interval / merged);
  return {
    end,
    isCut,
    stretch: interval * merged,
    faults: view.scenario.faults.map((fault) => ({
      label: describeBriefly(fault),
      window: faultWindow(fault),
    })),
    modes: runs.map(({ mode, run }) => {
      const singles = view.spread?.series(mode)?.map((series) => valuesOf(series, merged, count));
      const bands = singles === undefined ? {} : { bands: bandsOf(singles, count) };
      return { mode, ...valuesOf(run.series, merged, count), ...bands };
    }),
  };
}

/** How sure each mean is: a band has an end above and below it. */
function bandsOf(
  runs: readonly Record<Banded, readonly (number | null)[]>[],
  count: number,
): Record<Banded, (Interval | null)[]> {
  const band = (name: Banded): (Interval | null)[] =>
    Array.from({ length: count }, (_, index) => {
      const values = runs.flatMap(({ [name]: list }) => list[index] ?? []);
      return values.length < runs.length ? null : estimate(values).interval;
    });
  return { goodput: band('goodput'), response: band('response'), endToEnd: band('endToEnd') };
}

/** Older results have not recorded all of it. */
function recorded({ goodput = [], errors = [], responseP99 = [] }: Partial<Series>) {
  return { goodput, errors, responseP99 };
}

/** Several intervals become one stretch: counts are added up, of the rest the largest counts. */
function valuesOf(series: Series, merged: number, count: number): Omit<ModeTimeline, 'mode'> {
  const each = <Value>(values: readonly Value[], join: (part: readonly Value[]) => Value): Value[] =>
    Array.from({ length: Math.min(count, Math.ceil(values.length / merged)) }, (_, index) =>
      join(values.slice(index * merged, (index + 1) * merged)),
    );
  const { goodput, errors, responseP99 } = recorded(series);
  const seconds = (series.interval * merged) / 1000;
  const rate = (part: readonly number[]): number => part.reduce((sum, value) => sum + value, 0) / seconds;
  const most = (part: readonly (number | null)[]): number | null => {
    const known = part.filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    offered: each(series.offered, rate),
    goodput: each(goodput, rate),
    errors: each(errors, rate),
    backlog: each(series.peakBacklog, (part) => Math.max(...part)),
    response: each(responseP99, most),
    endToEnd: each(series.p99, most),
  };
}
