import { formatCount, formatMoment, formatTime } from '../compare/quantities.js';
import type { StepPlan } from '../plan/plan.js';
import { estimateRequests, estimateWarmup } from '../scenario/estimate.js';
import type { Finding, HintKind } from './hint.js';
import { type ModeSetting, type Setting, stepAt } from './setting.js';
import { meanOf } from './times.js';

/** Fewer requests, and a p99 rests on less than ten of them. */
const FEWEST = 1000;
/** A system that begins empty needs so many times the longest way through it to be as full as it will be. */
const WARM = 10;

export const runTooShort: HintKind = {
  code: 'run-too-short',
  description:
    'fewer than 1,000 requests are counted, too few for a p99; or the warm-up is shorter than ten times the longest mean path',
  find: (setting) => [...tooFewRequests(setting), ...tooShortWarmup(setting)],
};

function tooFewRequests({ scenario }: Setting): Finding[] {
  const counted = Math.max(0, estimateRequests(scenario) - estimateWarmup(scenario));
  if (Math.round(counted) >= FEWEST) return [];
  const { load } = scenario;
  const isByNumber = load.requests !== undefined && load.requests < FEWEST;
  return [
    {
      path: isByNumber ? 'load.requests' : 'load.duration',
      message: `about ${formatCount(Math.round(counted))} requests are counted, and a p99 should rest on 1,000 or more; raise ${isByNumber ? 'load.requests' : 'load.duration or the load'}`,
    },
  ];
}

function tooShortWarmup(setting: Setting): Finding[] {
  const { warmup } = setting.plan.load;
  const paths = setting.modes
    .filter((mode) => mode.base !== 'direct' || warmup < WARM * longestDirect(mode))
    .map((mode) => ({ mode: mode.mode, path: longestPath(mode) }));
  const longest = paths.reduce((one, other) => (other.path > one.path ? other : one), { mode: '', path: 0 });
  if (!(warmup < WARM * longest.path)) return [];
  return [
    {
      path: 'load.warmup',
      message: `load.warmup (${formatMoment(warmup)}) is shorter than ten times the longest mean path, ${formatTime(longest.path)} in ${longest.mode} mode: the empty start is counted, too; make it ${formatTime(WARM * longest.path)} or more`,
    },
  ];
}

/** Not less than the mean path of direct mode, and quickly found. */
function longestDirect({ plan, times }: ModeSetting): number {
  const { service, policy } = plan.entry;
  return service.latency.mean + (policy.networkLatency?.mean ?? 0) + times.longestWait(plan.entry);
}

/** Milliseconds on average until the last critical step is done, when nothing waits for a worker. */
function longestPath({ base, plan, times }: ModeSetting): number {
  if (base === 'direct')
    return meanOf(times.response(plan.entry)) + (plan.entry.policy.networkLatency?.mean ?? 0);
  const commit = plan.sharing?.database.latency.mean ?? 0;
  const hop =
    plan.sharing === undefined
      ? (plan.bus.deliveryLatency?.mean ?? 0)
      : plan.sharing.pollInterval / 2 + commit;
  const known = new Map<StepPlan, number>();
  const doneAt = (step: StepPlan): number => {
    const before = known.get(step);
    if (before !== undefined) return before;
    const inputs = step.inputs.map((input) => doneAt(stepAt(plan, input)) + hop);
    const at = Math.max(0, ...inputs) + step.service.latency.mean + commit;
    known.set(step, at);
    return at;
  };
  return Math.max(...plan.steps.filter(({ critical }) => critical).map(doneAt));
}
