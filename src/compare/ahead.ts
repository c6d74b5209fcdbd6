import { RUN } from '../measure/figures.js';
import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import { type Better, namesOf, OUTCOMES } from '../measure/outcomes.js';
import { doubleEffects, shareOfOffered, tally, toldFalsely } from '../measure/requests.js';
import type { Comparison } from './comparison.js';
import { ANSWER_MARGIN, LAG_MARGIN, SHARE_MARGIN, TIME_MARGIN } from './margins.js';

/** What a verdict is made from. */
export type Judged = Pick<Comparison, 'scenario' | 'modes' | 'control'>;

/** The figure that decided, and what each mode has there. */
export interface Standing {
  /** A mode, or `none`. */
  ahead: string;
  /** `undefined` where nothing decided. */
  by: Criterion | undefined;
  /** The modes that the deciding figure told apart, or that nothing did. */
  among: string[];
  /** Those that were out before, each with the figure that had told them apart from the rest. */
  out: { mode: string; by: Criterion }[];
}

/**
 * - `good`: the share of requests that were told yes and were done. Answer and work count together: work done for a
 *   caller who was told no helps as little as a yes that is never kept.
 * - `kept`: the share of requests that ended otherwise than their callers were told (broken promises, ghosts, orphans).
 * - `once`: what was done again (double effects), as a share of the requests.
 * - `completion`: `completionTime.p99`.
 * - `answer`: how many times longer `responseTime.p99` is than in the mode's own control run.
 * - `lag`: `completionLag.p99`. Where all else is alike, a yes that means "done" is worth more than one that means "later".
 */
export type Criterion = 'good' | 'kept' | 'once' | 'completion' | 'answer' | 'lag';

/**
 * Which mode came out ahead, by figures alone. The criteria are asked in the order of `Criterion`: at each, the modes
 * that are worse than the best one by more than the margin are out, until one is left. If several are left at the end,
 * or a mode was interrupted, it is `none`.
 *
 * What is *not* a criterion: how soon a caller is answered where nothing is injected. In event mode that is a receipt,
 * in direct mode the result, so the quicker one says nothing about who is better off. How much a fault elsewhere
 * slows the answer down does say something.
 */
export function standing({ modes, control }: Judged): Standing {
  let left = Object.entries(modes);
  if (left.length < 2 || left.some(([, run]) => run.end.reason === 'interrupted')) {
    return { ahead: 'none', by: undefined, among: names(left), out: [] };
  }
  const out: Standing['out'] = [];
  for (const by of namesOf(CRITERIA)) {
    const rule = CRITERIA[by];
    const scored = left.map(([mode, run]) => ({ mode, run, score: rule.read(run, control?.[mode]) }));
    // A figure that one of the modes lacks cannot decide.
    if (scored.some(({ score }) => score === undefined)) continue;
    const scores = scored.map(({ score }) => score ?? 0);
    const among = names(left);
    left = scored
      .filter(({ score }) => !scores.some((other) => isWorse(rule, score ?? 0, other)))
      .map(({ mode, run }) => [mode, run]);
    const [only] = left;
    if (left.length === 1 && only !== undefined) return { ahead: only[0], by, among, out };
    out.push(...among.filter((mode) => !names(left).includes(mode)).map((mode) => ({ mode, by })));
  }
  return { ahead: 'none', by: undefined, among: names(left), out };
}

/** The mode that came out ahead, or `none`; see `standing` for the rule. */
export function ahead(judged: Judged): string {
  return standing(judged).ahead;
}

/** The figure that a criterion goes by; `undefined` where it was not measured. */
export function scoreOf(
  criterion: Criterion,
  run: Measurements,
  control: RunMeasurements | undefined,
): number | undefined {
  return CRITERIA[criterion].read(run, control);
}

function names(runs: readonly (readonly [string, Measurements])[]): string[] {
  return runs.map(([mode]) => mode);
}

/** Effects beyond a request's first at a step, per request. */
function shareDoneTwice(run: Measurements): number {
  return shareOfOffered(doubleEffects(run), run);
}

/** The share of requests that ended otherwise than their callers were told. */
function shareNotAsTold(run: Measurements): number {
  return shareOfOffered(toldFalsely(run), run);
}

interface Rule {
  /** What is known of the figure that decides. */
  figure: { better: Better };
  /** `undefined`: not measured. */
  read: (run: Measurements, control: RunMeasurements | undefined) => number | undefined;
  /** Two figures are level if the larger one is at most `factor` times the smaller one, plus `plus`. */
  margin: { factor: number; plus: number };
}

const { services, completionTime, responseTime, completionLag } = RUN.fields;

/** In the order in which they are asked. */
const CRITERIA: Record<Criterion, Rule> = {
  good: {
    figure: OUTCOMES.good,
    read: (run) => shareOfOffered(tally(run).good, run),
    margin: { factor: 1, plus: SHARE_MARGIN },
  },
  kept: {
    figure: { better: 'lower' },
    read: shareNotAsTold,
    margin: { factor: 1, plus: SHARE_MARGIN },
  },
  once: {
    figure: services.values.fields.doubleEffects,
    read: shareDoneTwice,
    margin: { factor: 1, plus: SHARE_MARGIN },
  },
  completion: {
    figure: completionTime.fields.p99,
    read: (run) => (run.completionTime.count === 0 ? undefined : run.completionTime.p99),
    margin: { factor: TIME_MARGIN, plus: 0 },
  },
  answer: {
    figure: responseTime.fields.p99,
    read: (run, control) =>
      control === undefined || control.responseTime.p99 === 0
        ? undefined
        : run.responseTime.p99 / control.responseTime.p99,
    margin: { factor: ANSWER_MARGIN, plus: 0 },
  },
  lag: {
    figure: completionLag.fields.p99,
    read: (run) => (run.completionLag.count === 0 ? undefined : run.completionLag.p99),
    margin: { factor: TIME_MARGIN, plus: LAG_MARGIN },
  },
};

/** Is this score worse than the other by more than the margin? */
function isWorse({ figure, margin: { factor, plus } }: Rule, score: number, than: number): boolean {
  return figure.better === 'higher' ? score < than / factor - plus : score > than * factor + plus;
}
