import { formatChosenShare, formatMoment, formatTime } from '../compare/quantities.js';
import { list } from '../compare/words.js';
import type { CallPolicy, StepPlan } from '../plan/plan.js';
import { leastWaits, sum } from './backoffs.js';
import type { Finding, HintKind } from './hint.js';
import { type ModeSetting, modesOf, policyPath, type Setting, stepAt } from './setting.js';
import { p99Of, type Sample, shareAbove } from './times.js';

export const timeoutBelowP99: HintKind = {
  code: 'timeout-below-p99',
  description:
    'a timeout is below the p99 of the work of the one who is called, and of what that one waits for',
  find: (setting) =>
    byPath(
      setting.modes.flatMap((mode) =>
        mode.plan.steps.flatMap((step) => {
          const timeout = timeoutOf(mode, step);
          const call = callBeyond(mode, step, timeout);
          if (call === undefined) return [];
          const path = policyPath(setting, step, 'timeout');
          const late = formatChosenShare(Number(shareAbove(call, timeout).toPrecision(2)));
          return [
            {
              path,
              mode: mode.mode,
              words: (modes: string) =>
                `${step.name}: the timeout of ${formatMoment(timeout)} (${path}) is below the p99 of a call, ${formatTime(p99Of(call))} in ${modes} mode: ${late} of the calls time out though nothing fails; raise it, or make the work behind it quicker`,
            },
          ];
        }),
      ),
    ),
};

export const timeoutsDoNotNest: HintKind = {
  code: 'timeouts-do-not-nest',
  description:
    'an inner timeout is not shorter than the outer one: who is called waits on when nobody waits for it any more',
  find: (setting) =>
    byPath(
      nestedCalls(setting).flatMap(({ mode, step, inner, caller, outer }) => {
        if (inner < outer) return [];
        const path = policyPath(setting, step, 'timeout');
        const lasts = inner === Infinity ? 'no timeout' : `a timeout of ${formatMoment(inner)}`;
        return [
          {
            path,
            mode,
            words: () =>
              `${step.name}: ${caller.name} calls it with ${lasts} (${path}), and is itself waited for no longer than ${formatMoment(outer)} (${policyPath(setting, caller, 'timeout')}); make the inner timeout the shorter one`,
          },
        ];
      }),
    ),
};

export const retriesOutlastCaller: HintKind = {
  code: 'retries-outlast-caller',
  description:
    'all tries of a call, with the shortest waits between them, take longer than the caller above waits: the last ones are in vain',
  find: (setting) =>
    byPath(
      nestedCalls(setting).flatMap(({ mode, step, inner, caller, outer }) => {
        const { retry } = step.policy;
        if (retry === undefined || inner === Infinity || retry.maxAttempts < 2) return [];
        const waits = sum(leastWaits(retry, retry.maxAttempts - 1));
        const all = retry.maxAttempts * inner + waits;
        if (!(all > outer)) return [];
        const path = policyPath(setting, step, 'retry');
        return [
          {
            path,
            mode,
            words: () =>
              `${step.name}: ${retry.maxAttempts} tries of ${formatMoment(inner)}${waits === 0 ? '' : ` and ${formatMoment(waits)} between them`} take ${formatMoment(all)}, and ${caller.name} is waited for no longer than ${formatMoment(outer)} (${policyPath(setting, caller, 'timeout')}); try less often, or give each try less time`,
          },
        ];
      }),
    ),
};

interface NestedCall {
  mode: string;
  step: StepPlan;
  /** Milliseconds that a try of it may take. */
  inner: number;
  caller: StepPlan;
  /** Milliseconds that a try of the call in which it is made may take. */
  outer: number;
}

/** All calls that are made while somebody waits for their caller, who has a timeout. */
function nestedCalls(setting: Setting): NestedCall[] {
  return modesOf(setting, 'direct').flatMap((mode) =>
    mode.plan.steps.flatMap((step): NestedCall[] => {
      if (step.caller === undefined) return [];
      const caller = stepAt(mode.plan, step.caller);
      const outer = timeoutOf(mode, caller);
      if (outer === Infinity) return [];
      return [{ mode: mode.mode, step, inner: step.policy.timeout, caller, outer }];
    }),
  );
}

/** Of one try. The outer caller may have a deadline for all of them. */
function timeoutOf({ plan }: ModeSetting, { index, policy }: { index: number; policy: CallPolicy }): number {
  return index === plan.entry.index ? Math.min(policy.timeout, plan.deadline) : policy.timeout;
}

/** How long its caller waits for it, where the p99 of that is beyond a limit; `undefined` elsewhere, and where it is not called. */
function callBeyond({ base, plan, times }: ModeSetting, step: StepPlan, limit: number): Sample | undefined {
  if (base === 'direct') return times.isCallLonger(step, limit) ? times.call(step) : undefined;
  if (step.index !== plan.entry.index || !times.isCallOfWorkLonger(step, limit)) return undefined;
  return times.callOfWork(step);
}

interface InMode {
  path: string;
  mode: string;
  words: (modes: string) => string;
}

/** The same in several modes is said once, with the figures of the first. */
function byPath(found: readonly InMode[]): Finding[] {
  const groups = new Map<string, [InMode, ...InMode[]]>();
  for (const one of found) {
    const key = one.words('');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()].map((group) => ({
    path: group[0].path,
    message: group[0].words(list(group.map(({ mode }) => mode))),
  }));
}
