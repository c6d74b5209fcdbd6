import { describeFaults } from '../../compare/faults.js';
import { limit, loadInNumbers, objectivesOf } from '../../scenario/load-in-numbers.js';
import {
  formatFactor,
  formatCount,
  formatMoment,
  formatPlural,
  formatSpan,
} from '../../compare/quantities.js';
import type { Scenario } from '../../scenario/scenario.js';
import { plain } from '../text.js';
import { topologyLine } from '../topology.js';
import { measuredRuns, type View } from '../view.js';
import { commonTotal } from './accounting.js';

/** What was tried. */
export interface Header {
  title: string;
  question: string | undefined;
  /** The order of the steps, the workflow, the load, how many requests in which modes. */
  setting: string[];
  /** The flags that have made another scenario of it. */
  changed: string[];
  /** The faults, one each; empty when there are none. */
  faults: string[];
  /** What to look at in the tables. */
  look: string[];
}

export function headerOf(view: View): Header {
  const { scenario, changed } = view;
  // What flags have changed is another question than the one that the scenario asks.
  const { question, look } = changed.length === 0 ? scenario : { question: undefined, look: [] };
  return {
    title: plain(scenario.title),
    question: question === undefined ? undefined : plain(question),
    setting: [
      topologyLine(scenario),
      workflowOf(scenario),
      loadOf(scenario),
      requestsOf(view),
      sloOf(scenario),
      ...policyOf(scenario),
      ...meansOf(view),
    ],
    changed: changed.map(plain),
    faults: describeFaults(scenario.faults).map(plain),
    look: look.map(plain),
  };
}

function workflowOf({ workflow, steps }: Scenario): string {
  return workflow === undefined ? `inline workflow, ${formatPlural(steps.length, 'step')}` : plain(workflow);
}

function loadOf(scenario: Scenario): string {
  const { source, warmup, duration } = loadInNumbers(scenario);
  const what =
    source.kind === 'closed'
      ? formatPlural(source.clients, 'client')
      : `${formatFactor(source.perSecond)} req/s`;
  if (duration === Infinity) return warmup === 0 ? what : `${what}, measured from ${formatMoment(warmup)}`;
  if (warmup === 0) return `${what} for ${formatMoment(duration)}`;
  return `${what}, measured ${formatSpan({ from: warmup, until: duration })}`;
}

function requestsOf(view: View): string {
  const runs = measuredRuns(view);
  const [first] = runs;
  if (first === undefined) return 'no mode has run';
  if (commonTotal(view) === undefined) {
    return runs.map(({ mode, run }) => `${mode} ${about(run.requests.offered)}`).join(', ');
  }
  const total = about(first.run.requests.offered);
  if (runs.length === 1) return total;
  const modes = runs.length === 2 ? 'both' : `all ${runs.length}`;
  return Number.isInteger(first.run.requests.offered)
    ? `identical ${total} in ${modes} modes`
    : `${total}, identical in ${modes} modes`;
}

/** What counts as good. */
function sloOf({ slo }: Scenario): string {
  const { response, completion } = objectivesOf(slo);
  const parts = [
    ...(response === Infinity ? [] : [`response within ${formatMoment(response)}`]),
    ...(completion === Infinity ? [] : [`completion within ${formatMoment(completion)}`]),
  ];
  return `SLO: ${parts.length === 0 ? 'none' : parts.join(', ')}`;
}

/** How long is waited, and how often tried: most of what tells the modes apart hangs on it. */
function policyOf({ calls, caller, bus }: Scenario): string[] {
  const tries = calls.retry === 'none' ? 'no retries' : formatPlural(calls.retry.maxAttempts, 'attempt');
  const deliveries = formatPlural(bus.redelivery.maxDeliveries, 'delivery', 'deliveries');
  return [
    `calls: ${timeoutOf(calls.timeout)}, ${tries}`,
    `caller: ${timeoutOf(caller.timeout)}`,
    `broker: ${deliveries}`,
  ];
}

function timeoutOf(timeout: string): string {
  const time = limit(timeout);
  return time === Infinity ? 'no timeout' : `timeout ${formatMoment(time)}`;
}

/** A mean is no whole number. */
function about(count: number): string {
  return Number.isInteger(count) ? formatPlural(count, 'request') : `about ${formatCount(count)} requests`;
}

function meansOf({ means }: View): string[] {
  const [first = 0, ...more] = means?.seeds ?? [];
  if (means === undefined) return [];
  const last = more.at(-1);
  return [
    last === undefined
      ? `one run, seed ${first}`
      : `means of ${means.seeds.length} runs, seeds ${first} to ${last}`,
  ];
}
