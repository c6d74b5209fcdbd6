import { formatMoment, formatPlural, formatTime } from '../compare/quantities.js';
import type { FaultPlan } from '../faults/effects.js';
import type { StepPlan } from '../plan/plan.js';
import { leastWaits, sum } from './backoffs.js';
import type { Finding, HintKind } from './hint.js';
import { type ModeSetting, modesOf, type Setting } from './setting.js';
import { p99Of } from './times.js';

export const ackWaitBelowWork: HintKind = {
  code: 'ack-wait-below-work',
  description:
    '`bus.ackWait` is below the p99 of the work: messages are delivered again while they are worked on',
  find: (setting) =>
    subscribers(setting, 'event', 'shared-database').flatMap(({ plan, times, step }): Finding[] => {
      const { ackWait } = plan.bus;
      if (!times.isWorkLonger(step, ackWait)) return [];
      const p99 = p99Of(times.work(step));
      return [
        {
          path: 'bus.ackWait',
          message: `${step.name}: bus.ackWait (${formatMoment(ackWait)}) is below the p99 of its work, ${formatTime(p99)}: its messages are delivered again while they are worked on; raise bus.ackWait`,
        },
      ];
    }),
};

export const redeliveryOutlastsDrain: HintKind = {
  code: 'redelivery-outlasts-drain',
  description:
    "the last redelivery that this scenario's faults can make necessary comes after the drain: the run ends before it",
  find: (setting) =>
    subscribers(setting, 'event').flatMap(({ plan, step }): Finding[] => {
      const { duration, drain } = plan.load;
      // A load that its requests bound ends with the last of them, whenever that is.
      if (duration === Infinity) return [];
      const latest = Math.max(
        ...plan.faults.map((fault) => lastRedelivery(fault, step, plan.bus.ackWait, duration)),
      );
      if (!(latest > duration + drain)) return [];
      const { maxDeliveries } = step.redelivery;
      return [
        {
          path: 'load.drain',
          message: `${step.name}: the last of ${formatPlural(maxDeliveries, 'delivery', 'deliveries')} of a message may begin at ${formatTime(latest)}, and the run ends at ${formatTime(duration + drain)} (load.drain: ${formatMoment(drain)}); raise load.drain, or redeliver sooner or less often`,
        },
      ];
    }),
};

/** When the last redelivery of a message may begin that the fault makes fail; -Infinity where it makes none fail. */
function lastRedelivery(fault: FaultPlan, step: StepPlan, ackWait: number, loadEnd: number): number {
  const waits = waitsAfter(fault, step, ackWait);
  if (waits.length === 0) return -Infinity;
  // A message that comes when the load ends may fail each time, as long as the fault lasts; after it the next one succeeds.
  return Math.min(loadEnd + sum(waits), fault.until + Math.max(...waits));
}

/** How long a message waits from one delivery that fails to the next. */
function waitsAfter(fault: FaultPlan, step: StepPlan, ackWait: number): number[] {
  const again = step.redelivery.maxDeliveries - 1;
  if (isAimedAt(fault, step) && fault.on === 'outcome' && fault.outcome === 'failed' && fault.rate > 0)
    return leastWaits(step.redelivery, again);
  if (losesAcks(fault, step) && ackWait < Infinity)
    return leastWaits({ initialDelay: ackWait, multiplier: 1, maxDelay: ackWait, jitter: 'none' }, again);
  return [];
}

export const redeliveredNotIdempotent: HintKind = {
  code: 'redelivered-not-idempotent',
  description:
    "a step can be delivered twice under this scenario's faults, and is not idempotent: its side effects are doubled",
  find: (setting) =>
    subscribers(setting, 'event').flatMap(({ mode, plan, times, step }): Finding[] => {
      if (step.idempotent) return [];
      const { ackWait } = plan.bus;
      const isWorkLonger = (limit: number): boolean => times.isWorkLonger(step, limit);
      const why = plan.faults.flatMap((fault) => whyTwice(fault, step, ackWait, isWorkLonger) ?? []);
      const [first] = why;
      if (first === undefined) return [];
      return [
        {
          path: stepPath(setting, step),
          message: `${step.name}: can be delivered twice in ${mode} mode (${first}), and is not idempotent: make it idempotent, or expect it to be processed twice`,
        },
      ];
    }),
};

/** What makes a message come again though its work has been done, or will be; `undefined` where nothing does. */
function whyTwice(
  fault: FaultPlan,
  step: StepPlan,
  ackWait: number,
  isWorkLonger: (limit: number) => boolean,
): string | undefined {
  if (bringsTwice(fault, step)) return 'the bus duplicates messages';
  if (fault.on === 'switch' && fault.target === 'bus' && fault.forgets === true)
    return 'the bus crashes, and redelivers what was not acknowledged';
  if (step.redelivery.maxDeliveries < 2 || ackWait === Infinity) return undefined;
  if (losesAcks(fault, step)) return 'acknowledgements are lost';
  const lasts = fault.until - fault.at;
  const wait = `bus.ackWait: ${formatMoment(ackWait)}`;
  if (fault.on === 'switch' && fault.cycle === undefined && lasts > ackWait) {
    if (fault.target === 'bus')
      return `the bus is down for longer than it waits for acknowledgements, ${wait}`;
    if (isAimedAt(fault, step) && fault.isStandstill)
      return `${fault.target} stands still for longer than ${wait}`;
  }
  if (isAimedAt(fault, step) && fault.on === 'work' && isWorkLonger((ackWait - fault.add) / fault.multiply))
    return `${fault.target} takes longer than ${wait}`;
  return undefined;
}

/** A second copy of an event that a step joins with others is dropped. */
function bringsTwice(fault: FaultPlan, step: StepPlan): boolean {
  return fault.on === 'message' && fault.arrivesTwice && fault.rate > 0 && step.inputs.length === 1;
}

function losesAcks(fault: FaultPlan, { service }: StepPlan): boolean {
  if (fault.on === 'acknowledgement') return fault.rate > 0;
  if (fault.on !== 'path' || fault.loss === 0) return false;
  const isFromService = fault.target === service.name && fault.way !== 'in';
  return isFromService && (fault.other === undefined || fault.other === 'bus');
}

function isAimedAt({ target }: FaultPlan, { service }: StepPlan): boolean {
  return target === service.name;
}

function stepPath({ scenario }: Setting, { name }: StepPlan): string {
  const index = scenario.steps.findIndex((step) => step.name === name);
  if (index >= 0) return `steps[${index}].idempotent`;
  const fault = scenario.faults.findIndex((one) => one.kind === 'subscriber' && one.step.name === name);
  return `faults[${fault}].step.idempotent`;
}

/** The steps to which messages or rows are brought, each in the first mode that has it. */
function subscribers(
  setting: Setting,
  ...bases: ('event' | 'shared-database')[]
): (ModeSetting & { step: StepPlan })[] {
  const [first] = modesOf(setting, ...bases);
  if (first === undefined) return [];
  return first.plan.steps.filter(({ inputs }) => inputs.length > 0).map((step) => ({ ...first, step }));
}
