import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import { type Judged, scoreOf, standing } from './ahead.js';
import {
  changedServices,
  describeAlike,
  describeState,
  describeWindow,
  faultedServices,
  faultsWindow,
  faultWindow,
  joiningSteps,
} from './faults.js';
import { SHARE_MARGIN, TIME_MARGIN } from './margins.js';
import { outcome } from './outcome.js';
import { formatExactCount, formatPlural, formatShare, formatTime } from './quantities.js';
import { doubleEffects, failedCallers, shareOfOffered, tally } from '../measure/requests.js';
import type { Spread } from './spread.js';
import { faultWord, list, modeInWords } from './words.js';

/**
 * Two or three sentences about a comparison, each made from the figures it names: what was tried and what callers felt
 * with the first mode (and who failed there though nothing was wrong with it); what the other modes did and what that
 * cost; which of them came out ahead, and by what.
 */
export function verdict(judged: Judged): string[] {
  const runs = Object.entries(judged.modes);
  const [baseline, ...others] = runs;
  if (baseline === undefined) return ['No mode has run: there is nothing to say.'];
  if (runs.every(([, run]) => run.requests.offered === 0)) {
    return ['No request was counted: there is nothing to say.'];
  }
  const [mode, run] = baseline;
  const [other, ...more] = others;
  const first = `${tried(judged)}: ${felt(mode, run, judged)}`;
  if (other === undefined) {
    const missing = judged.scenario.modes.filter((name) => name !== mode);
    const early = `it is too early to compare: ${list(missing.map(modeInWords))} did not begin`;
    return [first, ...(missing.length > 0 ? [early] : [])].map(sentence);
  }
  const second =
    more.length === 0
      ? `${did(...other, { answered: true })}${compared(other[1], run, mode)}`
      : others.map(([name, measured]) => didInShort(name, measured)).join('; ');
  return [first, second, ...joined(judged), outcome(judged, standing(judged))].map(sentence);
}

/** A sentence more where what put a mode ahead is no more than noise. */
export function doubtOf(judged: Judged, spread: Spread): string[] {
  const { ahead, by, among } = standing(judged);
  if (by === undefined) return [];
  const close = among.filter(
    (mode) =>
      mode !== ahead &&
      spread.difference(ahead, mode, (run, control) => scoreOf(by, run, control)) === 'noise',
  );
  if (close.length === 0) return [];
  return [
    `Over these ${spread.count} runs the difference from ${list(close.map(modeInWords))} is not significant.`,
  ];
}

/** Who had to change so that others could join, mode by mode. */
function joined({ scenario, modes }: Judged): string[] {
  const joining = joiningSteps(scenario).map(({ name }) => name);
  if (joining.length === 0) return [];
  const each = Object.keys(modes).map((mode, index) => {
    const services = changedServices(scenario, mode);
    const who = services.length === 0 ? 'nobody' : list(services);
    return `${who}${index === 0 ? ' had to change' : ''} with ${modeInWords(mode)}`;
  });
  return [`to let ${list(joining)} join, ${list(each)}`];
}

function tried({ scenario: { faults } }: Judged): string {
  const [first, second, ...more] = faults;
  const window = faultsWindow(faults);
  if (first === undefined || window === undefined) return 'nothing was broken';
  if (more.length > 0)
    return `${describeAlike(faults) ?? `${faults.length} faults were injected`} ${describeWindow(window)}`;
  return [first, ...(second === undefined ? [] : [second])]
    .map((fault) => `${describeState(fault, 'was')} ${describeWindow(faultWindow(fault))}`)
    .join(' and ');
}

/** What callers felt, and the worst failure of somebody who had no fault. */
function felt(mode: string, run: Measurements, judged: Judged): string {
  const control = judged.control?.[mode];
  const failed = failedCallers(run);
  const failures = `${modeInWords(mode)} ${failedOrDeclined(run)} ${callers(failed, run)}${beside(failed, run, control, faultWord(judged))}`;
  const bystander = bystanderClause(mode, run, judged);
  if (bystander !== undefined) return `${failures}, and ${bystander}`;
  const before = control?.responseTime.p99;
  const { p99, count } = run.responseTime;
  if (count === 0) return `${failures}, and nobody had an answer`;
  if (before === undefined) return `${failures}; 99 % had an answer within ${formatTime(p99)}`;
  const change = p99 > before * TIME_MARGIN ? 'rose' : before > p99 * TIME_MARGIN ? 'fell' : 'stayed';
  if (change === 'stayed')
    return `${failures}; the answer took ${formatTime(p99)} at p99, much as without the ${faultWord(judged)}`;
  return `${failures}; the answer's p99 ${change} from ${formatTime(before)} to ${formatTime(p99)}`;
}

/** Where nobody failed but whom the business said no to, it was no failure. */
function failedOrDeclined(run: RunMeasurements): string {
  const declined = Object.values(run.services).some(({ failures }) => failures.declined > 0);
  const hasCause = run.cascades.some(({ victim }) => victim === 'caller');
  return declined && run.requests.failed > 0 && run.requests.timedOut === 0 && !hasCause
    ? 'declined'
    : 'failed';
}

function callers(failed: number, run: RunMeasurements): string {
  if (failed === 0) return 'nobody';
  const share = formatShare(shareOfOffered(failed, run));
  return `${formatExactCount(failed)} of ${formatPlural(run.requests.offered, 'caller')} (${share})`;
}

/** The same figure without the faults, where that is not nothing. */
function beside(
  failed: number,
  run: RunMeasurements,
  control: RunMeasurements | undefined,
  word: string,
): string {
  if (control === undefined || failed === 0) return '';
  const share = shareOfOffered(failed, run);
  const without = shareOfOffered(failedCallers(control), control);
  if (Math.abs(share - without) < SHARE_MARGIN) return `, much as without the ${word}`;
  return without === 0 ? '' : `, against ${formatShare(without)} without the ${word}`;
}

/**
 * `orders, itself healthy, failed 1,204 times because of payment`: the service without a fault that others made fail
 * most, beyond the control run.
 */
function bystanderClause(mode: string, run: Measurements, judged: Judged): string | undefined {
  const { scenario, control } = judged;
  const faulted = faultedServices(scenario);
  const usual = (victim: string, origin: string): number =>
    control?.[mode]?.cascades.find((row) => row.victim === victim && row.origin === origin)?.count ?? 0;
  const [worst] = run.cascades
    .filter(({ victim }) => victim !== 'caller' && !faulted.has(victim))
    .map((row) => ({ ...row, beyond: row.count - usual(row.victim, row.origin) }))
    .filter(({ beyond, victim, origin }) => beyond > 0 && (control !== undefined || victim !== origin))
    .sort((a, b) => b.beyond - a.beyond);
  if (worst === undefined) return undefined;
  const { victim, origin, count, beyond } = worst;
  const healthy = scenario.faults.length === 0 ? '' : ', itself healthy,';
  const without =
    count === beyond ? '' : ` (${formatExactCount(count - beyond)} without the ${faultWord(judged)})`;
  const cause = origin === victim ? 'under its own load' : `because of ${origin}`;
  return `${victim}${healthy} failed ${formatPlural(count, 'time')} ${cause}${without}`;
}

/** What another mode did for its callers: how soon it answered, where that is asked for, and how late it was done. */
function did(mode: string, run: Measurements, { answered = false } = {}): string {
  const lag = run.completionLag.p99;
  const late = lag > 0 ? `, within ${formatTime(lag)} of accepting it (p99)` : '';
  const told = `${modeInWords(mode)} ${failedOrDeclined(run)} ${callers(failedCallers(run), run)}`;
  const { count, p99 } = run.responseTime;
  const answer = answered && count > 0 ? `, answered within ${formatTime(p99)} (p99)` : '';
  return `${told}${answer} and did ${workDone(run)}${late}`;
}

function workDone(run: Measurements): string {
  const share = shareOfOffered(run.requests.completed, run);
  return share === 1 ? 'all of the work' : `${formatShare(share)} of the work`;
}

/** What it cost, beside what the first mode did. */
function compared(run: Measurements, baseline: Measurements, baselineMode: string): string {
  const price = costs(run);
  const against = costs(baseline);
  const others = against.length === 0 ? '' : ` (${modeInWords(baselineMode)}: ${list(against)})`;
  const kept =
    run.completionLag.p99 > 0 ? 'every promise was kept' : 'every caller was told what became of the work';
  return price.length === 0 ? `; ${kept}${others}` : `; the price was ${list(price)}${others}`;
}

/** Of one among several. */
function didInShort(mode: string, run: Measurements): string {
  const price = costs(run);
  return `${did(mode, run)}${price.length === 0 ? '' : `, with ${list(price)}`}`;
}

/** Whatever ended otherwise than somebody was told, or more than once. */
function costs(run: RunMeasurements): string[] {
  const { brokenPromises, ghosts, orphans, late } = tally(run);
  const doubled = doubleEffects(run);
  return [
    ...(brokenPromises > 0 ? [formatPlural(brokenPromises, 'broken promise')] : []),
    ...(ghosts > 0 ? [formatPlural(ghosts, 'ghost')] : []),
    ...(orphans > 0 ? [formatPlural(orphans, 'orphan')] : []),
    ...(doubled > 0 ? [formatPlural(doubled, 'double effect')] : []),
    ...(run.lostEvents > 0 ? [formatPlural(run.lostEvents, 'lost event')] : []),
    ...(late > 0 ? [`${formatExactCount(late)} still not done`] : []),
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
