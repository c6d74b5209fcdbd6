import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import { findMode } from '../modes/registry.js';
import type { Scenario } from '../scenario/scenario.js';
import { objectivesOf } from '../scenario/load-in-numbers.js';
import type { Comparison } from './comparison.js';
import { excessHarm } from './integrity.js';
import { GROWTH_MARGIN, SHARE_MARGIN, TIME_MARGIN } from './margins.js';
import type { Spread } from './spread.js';

/** What a judgement is made from. */
export type Judged = Pick<Comparison, 'scenario' | 'modes' | 'control'> & { spread?: Spread };

/** The criteria, in the order in which they are asked. */
export type Criterion = 'goodput' | 'integrity' | 'time' | 'simplicity';

/** Which mode did better, and by what: as the JSON has it. */
export interface Better {
  /** A mode, or `none`. */
  mode: string;
  /** `null` where nothing decided. */
  by: Criterion | null;
  /** What the values are. */
  figure: string | null;
  /** Of the modes that this criterion told apart; `null` is a time that never came. */
  values: Record<string, number | null>;
}

/** The figure that decided, and which modes it told apart. */
export interface Standing {
  /** A mode, or `none`. */
  mode: string;
  /** `undefined` where nothing decided. */
  by: Test | undefined;
  /** The modes that the deciding figure told apart, or that nothing did. */
  among: string[];
  /** Those that were out before, each with the figure that had told them apart from the rest. */
  out: { mode: string; by: Test }[];
  /** A difference beyond the margin was left undecided, as it is no more than noise between the runs. */
  isNoisy: boolean;
}

/** One figure by which a criterion is judged. */
export interface Test {
  criterion: Criterion;
  /** Its path in the JSON, or what it is made of. */
  figure: string;
  /** `undefined`: not measured. Infinity: never. */
  read: Read;
  /** Is this score worse than the other by more than the margin? */
  isWorse: (score: number, than: number) => boolean;
}

type Read = (
  run: Measurements,
  control: RunMeasurements | undefined,
  scenario: Scenario,
) => number | undefined;

/**
 * Which mode did better, by figures alone. The tests are asked in order: at each, the modes that are worse than the best one
 * by more than the margin drop out, until one is left. With several runs, a difference that is no more than noise counts as
 * level. If all of them leave several modes level, the simplest one does better: whatever it takes to run the others has
 * bought nothing.
 *
 * What is *not* asked: how soon a caller has a response where nothing is injected. With events that is an acknowledgement,
 * with direct calls the result, so the quicker one says nothing about who is better off.
 */
export function findStanding({ scenario, modes, control, spread }: Judged): Standing {
  let left = Object.entries(modes);
  const nobody = { mode: 'none', by: undefined, among: namesOf(left), out: [], isNoisy: false };
  if (left.length < 2 || left.some(([, run]) => run.end.reason === 'interrupted')) return nobody;
  if (left.every(([, run]) => run.requests.offered === 0)) return nobody;
  const out: Standing['out'] = [];
  let isNoisy = false;
  for (const test of TESTS) {
    const scored = left.map(([mode, run]) => ({
      mode,
      run,
      score: test.read(run, control?.[mode], scenario),
    }));
    // A figure that one of the modes lacks cannot decide.
    if (scored.some(({ score }) => score === undefined)) continue;
    const among = namesOf(left);
    const isBeaten = ({ mode, score = 0 }: (typeof scored)[number]): boolean =>
      scored.some((other) => {
        if (!test.isWorse(score, other.score ?? 0)) return false;
        const read = (run: Measurements, own: RunMeasurements | undefined): number | undefined => {
          const value = test.read(run, own, scenario);
          // Noise is told by differences: there is none from never.
          return value === Infinity ? latestOf(scenario) : value;
        };
        const isNoise = spread?.difference(mode, other.mode, read) === 'noise';
        isNoisy ||= isNoise;
        return !isNoise;
      });
    left = scored.filter((one) => !isBeaten(one)).map(({ mode, run }) => [mode, run]);
    const [only] = left;
    if (left.length === 1 && only !== undefined) return { mode: only[0], by: test, among, out, isNoisy };
    out.push(...among.filter((mode) => !namesOf(left).includes(mode)).map((mode) => ({ mode, by: test })));
  }
  const among = namesOf(left);
  const simplest = findSimplest(among, scenario.modes);
  if (simplest === undefined) return { mode: 'none', by: undefined, among, out, isNoisy };
  return { mode: simplest, by: SIMPLICITY, among, out, isNoisy };
}

/** Which mode did better, as the JSON has it; see `findStanding` for the rule. */
export function findBetter(judged: Judged): Better {
  const { mode, by, among } = findStanding(judged);
  if (by === undefined) return { mode, by: null, figure: null, values: {} };
  const values = among.map((name) => [name, scoreOf(by, name, judged) ?? null] as const);
  return {
    mode,
    by: by.criterion,
    figure: by.figure,
    values: Object.fromEntries(values.map(([name, value]) => [name, value === Infinity ? null : value])),
  };
}

/** What a mode has in a test; `undefined` where it was not measured. */
export function scoreOf(test: Test, mode: string, { scenario, modes, control }: Judged): number | undefined {
  const run = modes[mode];
  return run === undefined ? undefined : test.read(run, control?.[mode], scenario);
}

function namesOf(runs: readonly (readonly [string, Measurements])[]): string[] {
  return runs.map(([mode]) => mode);
}

/** In place of never, in milliseconds: as late as the objective, or a day. */
function latestOf({ slo }: Scenario): number {
  const { completion } = objectivesOf(slo);
  return completion === Infinity ? 86_400_000 : completion;
}

/** The mode that takes least to run: the fewest moving parts, and no policy of its own; `undefined` where several do. */
function findSimplest(modes: readonly string[], columns: Scenario['modes']): string | undefined {
  const effort = (mode: string): number => {
    const found = findMode(mode, columns);
    return (found?.entry.effort ?? 0) * 2 + (found?.variant === undefined ? 0 : 1);
  };
  const least = Math.min(...modes.map(effort));
  const [simplest, ...more] = modes.filter((mode) => effort(mode) === least);
  return more.length === 0 ? simplest : undefined;
}

/**
 * The end of the work at p99. What comes later than its objective is not good, however much later it comes: so the length of
 * the drain, after which nothing can come any more, decides nothing.
 */
const readEndToEnd: Read = ({ endToEnd: { due, p99 } }, _, { slo }) => {
  if (due === 0) return undefined;
  return p99 === null || p99 > objectivesOf(slo).completion ? Infinity : p99;
};

const TESTS: readonly Test[] = [
  {
    criterion: 'goodput',
    figure: 'goodput',
    read: ({ goodput }) => goodput ?? undefined,
    isWorse: (share, than) => share < than - SHARE_MARGIN,
  },
  {
    criterion: 'integrity',
    figure: 'integrity violations per request, beyond control',
    read: (run, control, scenario) => excessHarm(scenario, run, control),
    isWorse: (share, than) => share > than + SHARE_MARGIN,
  },
  {
    criterion: 'time',
    figure: 'endToEnd.p99',
    read: readEndToEnd,
    isWorse: (time, than) => time > than * TIME_MARGIN,
  },
  {
    criterion: 'time',
    figure: 'responseTime.p99 / control',
    read: (run, control) =>
      control === undefined || control.responseTime.p99 === 0 || run.responseTime.count === 0
        ? undefined
        : run.responseTime.p99 / control.responseTime.p99,
    isWorse: (factor, than) => factor > than * GROWTH_MARGIN,
  },
];

/** All level: what tells the modes apart is what a success response means. */
const SIMPLICITY: Test = {
  criterion: 'simplicity',
  figure: 'completionLag.p99',
  read: ({ completionLag: { count, p99 } }) => (count === 0 ? undefined : p99),
  isWorse: () => false,
};
