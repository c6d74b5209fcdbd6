import { describeInjection, describeWindow, faultWindow } from '../../compare/faults.js';
import { formatMoment, formatPlural, formatRate } from '../../compare/quantities.js';
import type { Load, Scenario } from '../../scenario/scenario.js';
import { parseDuration, parseRate } from '../../scenario/units.js';
import { plain } from '../text.js';
import { measuredRuns, type View } from '../view.js';
import { commonTotal } from './accounting.js';

/** What was tried. */
export interface Header {
  title: string;
  question: string | undefined;
  /** The workflow, the load, how many requests in which modes. */
  setting: string[];
  /** What was injected, one fault each; empty when nothing was. */
  faults: string[];
  /** What to look at in the tables. */
  look: string[];
}

export function headerOf(view: View): Header {
  const { scenario } = view;
  return {
    title: plain(scenario.title),
    question: scenario.question === undefined ? undefined : plain(scenario.question),
    setting: [workflowOf(scenario), loadOf(scenario.load), requestsOf(view)],
    faults: scenario.faults.map((fault) => `${plain(describeInjection(fault))} ${describeWindow(faultWindow(fault))}`),
    look: scenario.look.map(plain),
  };
}

function workflowOf({ workflow, steps }: Scenario): string {
  return workflow === undefined ? `a workflow of ${formatPlural(steps.length, 'step')}` : plain(workflow);
}

function loadOf(load: Load): string {
  const source =
    'clients' in load ? formatPlural(load.clients, 'client') : formatRate(parseRate(load.rate)).replace(/\.0+(?=\/)/, '');
  const warmup = parseDuration(load.warmup);
  const from = warmup === 0 ? '' : `, counted from ${formatMoment(warmup)}`;
  if (load.duration === undefined) return `${source}${from}`;
  const duration = formatMoment(parseDuration(load.duration));
  return warmup === 0 ? `${source} for ${duration}` : `${source}, ${formatMoment(warmup)} to ${duration}`;
}

function requestsOf(view: View): string {
  const runs = measuredRuns(view);
  const total = commonTotal(view);
  if (runs.length === 0) return 'no mode has run';
  if (total === undefined) {
    return runs.map(({ mode, run }) => `${mode} ${formatPlural(run.requests.offered, 'request')}`).join(', ');
  }
  if (runs.length === 1) return total;
  return `the same ${total} in ${runs.length === 2 ? 'both' : `all ${runs.length}`} modes`;
}
