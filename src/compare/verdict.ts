import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import { type Judged, type Standing, scoreOf, shareDoneTwice, shareNotAsTold, standing } from './ahead.js';
import { describeState, describeWindow, faultedServices, faultsWindow, faultWindow } from './faults.js';
import { formatExactCount, formatMoment, formatPlural, formatShare, formatTime } from './quantities.js';
import { doubleEffects, failedCallers, shareOfOffered, tally } from './requests.js';
import type { Spread } from './spread.js';

/** Shares that read alike are called alike: half a percentage point. */
const SHARE_MARGIN = 0.005;
/** An answer that takes this many times longer than without the faults is worth a word. */
const SLOWER = 1.1;

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
      ? `${did(...other)}${compared(other[1], run, mode)}`
      : others.map(([name, measured]) => didInShort(name, measured)).join('; ');
  return [first, second, outcome(judged, standing(judged))].map(sentence);
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

/** How a mode is called in a sentence: `direct calls (no-retry)`. Verbs are in the past, one or many does not matter. */
export function modeInWords(mode: string): string {
  const [base = '', ...variant] = mode.split(':');
  const words = WORDS[base] ?? base;
  return variant.length === 0 ? words : `${words} (${variant.join(':')})`;
}

const WORDS: Record<string, string> = {
  direct: 'direct calls',
  event: 'events',
  'shared-database': 'a shared database',
};

function tried({ scenario: { faults } }: Judged): string {
  const [first, second, ...more] = faults;
  const window = faultsWindow(faults);
  if (first === undefined || window === undefined) return 'nothing was broken';
  if (more.length > 0) return `${faults.length} faults were injected ${describeWindow(window)}`;
  return [first, ...(second === undefined ? [] : [second])]
    .map((fault) => `${describeState(fault, 'was')} ${describeWindow(faultWindow(fault))}`)
    .join(' and ');
}

/** What callers felt, and the worst failure of somebody who had no fault. */
function felt(mode: string, run: Measurements, judged: Judged): string {
  const control = judged.control?.[mode];
  const failed = failedCallers(run);
  const failures = `${modeInWords(mode)} failed ${callers(failed, run)}${beside(failed, run, control, faultWord(judged))}`;
  const bystander = bystanderClause(mode, run, judged);
  if (bystander !== undefined) return `${failures}, and ${bystander}`;
  const before = control?.responseTime.p99;
  const { p99, count } = run.responseTime;
  if (count === 0) return `${failures}, and nobody had an answer`;
  if (before === undefined) return `${failures}; 99 % had an answer within ${formatTime(p99)}`;
  const change = p99 > before * SLOWER ? 'rose' : before > p99 * SLOWER ? 'fell' : 'stayed';
  if (change === 'stayed')
    return `${failures}; the answer took ${formatTime(p99)} at p99, much as without the ${faultWord(judged)}`;
  return `${failures}; the answer's p99 ${change} from ${formatTime(before)} to ${formatTime(p99)}`;
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

function faultWord({ scenario }: Judged): string {
  return scenario.faults.length === 1 ? 'fault' : 'faults';
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

/** What another mode did for its callers, and how late. */
function did(mode: string, run: Measurements): string {
  const lag = run.completionLag.p99;
  const late = lag > 0 ? `, within ${formatTime(lag)} of accepting it (p99)` : '';
  return `${modeInWords(mode)} failed ${callers(failedCallers(run), run)} and did ${workDone(run)}${late}`;
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
  return price.length === 0
    ? `; every caller was told what became of the work${others}`
    : `; the price was ${list(price)}${others}`;
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

/** Who came out ahead, and by which figure. */
function outcome(judged: Judged, { ahead, by, among }: Standing): string {
  const runs = Object.entries(judged.modes);
  const interrupted = runs.find(([, run]) => run.end.reason === 'interrupted');
  if (interrupted !== undefined) {
    const [mode, run] = interrupted;
    return `it is too early to say who came out ahead: ${modeInWords(mode)} got no further than ${formatMoment(run.end.at)}`;
  }
  const each = (figure: (run: Measurements, mode: string) => string): string =>
    list(
      runs
        .filter(([mode]) => mode !== ahead && among.includes(mode))
        .map(([mode, run]) => `${figure(run, mode)} with ${modeInWords(mode)}`),
    );
  const behind = runs.map(([mode]) => mode).filter((mode) => !among.includes(mode));
  const winner = judged.modes[ahead];
  if (winner === undefined || by === undefined) {
    const areDone = runs.every(([mode, run]) => !among.includes(mode) || run.completionTime.count > 0);
    const figures = `accepted and done were ${each(goodShare)}${areDone ? `, at p99 within ${each(doneWithin)}` : ''}`;
    if (behind.length === 0) return `no difference worth the machinery: ${figures}`;
    return `${list(among.map(modeInWords))} came out level, ahead of ${list(behind.map(modeInWords))}: ${figures}`;
  }
  const rest = among.length === 2 ? 'both' : 'these';
  const last = behind.length === 0 ? '' : `, ${list(behind.map(modeInWords))} behind ${rest}`;
  const won = `${modeInWords(ahead)} came out ahead${last}`;
  switch (by) {
    case 'good':
      return `${won}: ${goodShare(winner)} of the requests were accepted and done, against ${each(goodShare)}`;
    case 'kept': {
      const share = (run: Measurements): string => formatShare(shareNotAsTold(run));
      return `${won}: ${share(winner)} of the requests ended otherwise than their callers were told, against ${each(share)}`;
    }
    case 'once': {
      const share = (run: Measurements): string => formatShare(shareDoneTwice(run));
      return `${won}: what was done twice came to ${share(winner)} of the requests, against ${each(share)}`;
    }
    case 'completion':
      return `${won}: what was completed was done within ${doneWithin(winner)} (p99), against ${each(doneWithin)}`;
    case 'answer': {
      const answer = (run: Measurements): string => formatTime(run.responseTime.p99);
      const without = (mode: string): string => formatTime(judged.control?.[mode]?.responseTime.p99 ?? 0);
      return `${won}: at p99 the answer took ${answer(winner)} (without the ${faultWord(judged)} ${without(ahead)}), against ${each((run, mode) => `${answer(run)} (${without(mode)})`)}`;
    }
    case 'lag':
      return `no difference worth the machinery, and so ${won}: when a caller was told yes the work was done ${doneAfterYes(winner)}, against ${each(doneAfterYes)}`;
  }
}

function goodShare(run: Measurements): string {
  return formatShare(shareOfOffered(tally(run).good, run));
}

function doneWithin({ completionTime }: Measurements): string {
  return formatTime(completionTime.p99);
}

function doneAfterYes({ completionLag }: Measurements): string {
  return completionLag.p99 === 0 ? 'already' : `${formatTime(completionLag.p99)} later (p99)`;
}

function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
