import { describeFaults } from '../../compare/faults.js';
import { loadInNumbers } from '../../compare/load-in-numbers.js';
import { formatChosenRate, formatCount, formatMoment, formatPlural } from '../../compare/quantities.js';
import type { Load, Scenario } from '../../scenario/scenario.js';
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
  /** What was injected, one fault each; empty when nothing was. */
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
      loadOf(scenario.load),
      requestsOf(view),
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

function loadOf(load: Load): string {
  const { source, warmup, duration } = loadInNumbers(load);
  const what =
    source.kind === 'closed' ? formatPlural(source.clients, 'client') : formatChosenRate(source.perSecond);
  if (duration === Infinity) return warmup === 0 ? what : `${what}, counted from ${formatMoment(warmup)}`;
  if (warmup === 0) return `${what} for ${formatMoment(duration)}`;
  return `${what}, ${formatMoment(warmup)} to ${formatMoment(duration)}`;
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
    ? `the same ${total} in ${modes} modes`
    : `${total}, the same in ${modes} modes`;
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
