import { columnNames } from '../../modes/registry.js';
import type { Measurements } from '../../measure/measurements.js';
import { findStanding, type Judged, scoreOf, type Standing, type Test } from '../better.js';
import { changedServices, joiningSteps } from '../faults.js';
import { findHumps } from '../humps.js';
import { parseDuration } from '../../scenario/units.js';
import { findCosts, isBeyondControl } from './find-costs.js';
import { findChange } from './find-change.js';
import type {
  BetterMode,
  Cost,
  DroppedOut,
  Finding,
  Interrupted,
  Joined,
  ModeCosts,
  ModeFigure,
  Tied,
  TwoHumps,
} from './findings.js';

/**
 * What there is to say about a comparison: which mode did better and why; what the faults changed for the callers of each
 * mode, who failed there though nothing was wrong with it, and what it cost; who had to change.
 */
export function findVerdict(judged: Judged): Finding[] {
  const { scenario, modes } = judged;
  const runs = Object.entries(modes);
  if (runs.length === 0) return [{ code: 'nothing-ran' }];
  if (runs.every(([, run]) => run.requests.offered === 0)) {
    const begun = runs.some(([, run]) => run.series.offered.some((count) => count > 0));
    return [{ code: 'nothing-counted', ...(begun ? { warmup: parseDuration(scenario.load.warmup) } : {}) }];
  }
  const missing = columnNames(scenario.modes).filter((mode) => modes[mode] === undefined);
  return [
    ...(runs.length > 1 ? [findBetterMode(judged)] : []),
    ...findTwoHumps(judged),
    ...runs.flatMap(([mode, run], index) => {
      const costs = findModeCosts(mode, run, judged);
      const hasCosts = costs.some((found) => found.costs.length > 0);
      return [{ ...findChange(mode, run, judged), isFirst: index === 0, hasCosts }, ...costs];
    }),
    ...(missing.length === 0 ? [] : [{ code: 'not-begun' as const, modes: missing }]),
    ...findJoined(judged),
  ];
}

function findBetterMode(judged: Judged): Interrupted | BetterMode | Tied {
  const { modes, spread } = judged;
  const interrupted = Object.entries(modes).find(([, run]) => run.end.reason === 'interrupted');
  if (interrupted !== undefined) {
    const [mode, run] = interrupted;
    return { code: 'interrupted', mode, at: run.end.at };
  }
  const standing = findStanding(judged);
  const { mode, by, among, isNoisy } = standing;
  const notSignificant = isNoisy && spread !== undefined ? { notSignificant: spread.count } : {};
  const earlier = findEarlier(judged, standing);
  if (by === undefined) {
    const goodput = among.map((name) => ({ mode: name, value: modes[name]?.goodput ?? null }));
    return { code: 'tied', modes: among, goodput, earlier, ...notSignificant };
  }
  const inOrder = [mode, ...among.filter((name) => name !== mode)];
  return {
    code: 'better',
    mode,
    by: by.criterion,
    figure: by.figure,
    values: inOrder.map((name) => figureOf(by, name, judged)),
    harm:
      by.criterion === 'integrity'
        ? [...inOrder.slice(1), mode].map((name) => ({ mode: name, costs: harmOf(name, judged) }))
        : [],
    earlier,
    ...(by.criterion === 'simplicity' ? notSignificant : {}),
  };
}

function findEarlier(judged: Judged, { out }: Standing): DroppedOut[] {
  return out.map(({ mode, by }) => ({
    by: by.criterion,
    figure: by.figure,
    costs: by.criterion === 'integrity' ? harmOf(mode, judged) : [],
    ...figureOf(by, mode, judged),
  }));
}

/** What a mode did wrong beyond its control run. */
function harmOf(mode: string, { modes, scenario, control }: Judged): Cost[] {
  const run = modes[mode];
  if (run === undefined) return [];
  return findCosts(scenario, run, control?.[mode])
    .filter((cost) => cost.isHarm && isBeyondControl(cost))
    .map(({ of, count }) => ({ of, count }));
}

function figureOf(test: Test, mode: string, judged: Judged): ModeFigure {
  const score = scoreOf(test, mode, judged);
  return { mode, value: score === undefined || score === Infinity ? null : score };
}

function findModeCosts(mode: string, run: Measurements, { scenario, control }: Judged): ModeCosts[] {
  const all = findCosts(scenario, run, control?.[mode]);
  if (all.length === 0) return [];
  const plainly = (costs: typeof all) => costs.map(({ of, count }) => ({ of, count }));
  return [
    {
      code: 'costs',
      mode,
      costs: plainly(all.filter(isBeyondControl)),
      usual: plainly(all.filter((cost) => !isBeyondControl(cost))),
    },
  ];
}

/** A mean of runs some of which went well and others badly is the figure of none of them. */
function findTwoHumps({ modes, spread }: Judged): TwoHumps[] {
  if (spread === undefined) return [];
  return Object.keys(modes).flatMap((mode) => {
    const values = spread.values(mode, ({ goodput }) => goodput ?? undefined);
    const humps = values === undefined ? undefined : findHumps(values);
    return humps === undefined ? [] : [{ code: 'two-humps' as const, mode, ...humps }];
  });
}

function findJoined({ scenario, modes }: Judged): Joined[] {
  const steps = joiningSteps(scenario).map(({ name }) => name);
  if (steps.length === 0) return [];
  const changed = Object.keys(modes).map((mode) => ({ mode, services: changedServices(scenario, mode) }));
  return [{ code: 'joined', steps, changed }];
}
