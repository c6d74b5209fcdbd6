import { OUTCOMES } from '../../measure/outcomes.js';
import { describeState, describeTogether, describeWindow, faultWindow } from '../faults.js';
import { formatExactCount, formatPlural, formatShare, formatTime } from '../quantities.js';
import { faultWord, list, modeInWords } from '../words.js';
import type {
  Answer,
  Baseline,
  BaselineFailures,
  Bystander,
  CallerFailures,
  Cost,
  Deeds,
  Finding,
  Joined,
  OtherMode,
  Tried,
  TriedWindow,
} from './findings.js';
import { sayAhead, sayLevel, sayTooEarly } from './outcome-wording.js';

/** A finding as a sentence. */
export function inWords(finding: Finding): string {
  const text = say(finding);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function say(finding: Finding): string {
  switch (finding.code) {
    case 'nothing-ran':
      return 'no mode has run: there is nothing to say';
    case 'nothing-counted':
      return 'no request was counted: there is nothing to say';
    case 'baseline':
      return sayBaseline(finding);
    case 'not-begun':
      return `it is too early to compare: ${list(finding.modes.map(modeInWords))} did not begin`;
    case 'other-mode':
      return sayOtherMode(finding);
    case 'other-modes':
      return finding.modes.map(sayInShort).join('; ');
    case 'joined':
      return sayJoined(finding);
    case 'too-early':
      return sayTooEarly(finding);
    case 'level':
      return sayLevel(finding);
    case 'ahead':
      return sayAhead(finding);
    case 'not-significant':
      return `over these ${finding.runs} runs the difference from ${list(finding.modes.map(modeInWords))} is not significant`;
  }
}

function sayBaseline({ mode, tried, failures, felt, faults }: Baseline): string {
  const word = faultWord(faults);
  const failed = `${sayFailures(mode, failures)}${sayControl(failures, word)}`;
  const rest = felt.kind === 'bystander' ? `, and ${sayBystander(felt, faults)}` : sayAnswer(felt, word);
  return `${sayTried(tried)}: ${failed}${rest}`;
}

function sayTried(tried: Tried): string {
  switch (tried.kind) {
    case 'nothing':
      return 'nothing was broken';
    case 'each':
      return tried.faults
        .map((fault) => `${describeState(fault, 'was')} ${describeWindow(faultWindow(fault))}`)
        .join(' and ');
    case 'alike':
      return `${describeTogether(tried.faults)} ${sayWindow(tried.window)}`;
    case 'many':
      return `${tried.count} faults were injected ${sayWindow(tried.window)}`;
  }
}

function sayWindow({ from, until }: TriedWindow): string {
  return describeWindow({ from, until: until ?? Infinity });
}

/** `direct calls failed 1,388 of 4,400 callers (31.5 %)`. */
function sayFailures(mode: string, { count, share, offered, declined }: CallerFailures): string {
  const callers =
    count === 0
      ? 'nobody'
      : `${formatExactCount(count)} of ${formatPlural(offered, 'caller')} (${formatShare(share)})`;
  return `${modeInWords(mode)} ${declined ? 'declined' : 'failed'} ${callers}`;
}

function sayControl({ control }: BaselineFailures, word: string): string {
  if (control === undefined) return '';
  return control.alike
    ? `, much as without the ${word}`
    : `, against ${formatShare(control.share)} without the ${word}`;
}

/** `orders, itself healthy, failed 1,204 times because of payment`. */
function sayBystander({ victim, origin, count, usual }: Bystander, faults: number): string {
  const healthy = faults === 0 ? '' : ', itself healthy,';
  const without = usual === 0 ? '' : ` (${formatExactCount(usual)} without the ${faultWord(faults)})`;
  const cause = origin === victim ? 'under its own load' : `because of ${origin}`;
  return `${victim}${healthy} failed ${formatPlural(count, 'time')} ${cause}${without}`;
}

function sayAnswer(answer: Answer, word: string): string {
  switch (answer.kind) {
    case 'no-answer':
      return ', and nobody had an answer';
    case 'answered':
      return `; 99 % had an answer within ${formatTime(answer.p99)}`;
    case 'stayed':
      return `; the answer took ${formatTime(answer.p99)} at p99, much as without the ${word}`;
    case 'rose':
    case 'fell':
      return `; the answer's p99 ${answer.kind} from ${formatTime(answer.control)} to ${formatTime(answer.p99)}`;
  }
}

/** What it did, and what that cost beside the first mode. */
function sayOtherMode({ did, answered, baseline }: OtherMode): string {
  const answer = answered === undefined ? '' : `, answered within ${formatTime(answered)} (p99)`;
  const kept =
    did.lag === undefined ? 'every caller was told what became of the work' : 'every promise was kept';
  const price = did.price.length === 0 ? kept : `the price was ${sayPrice(did.price)}`;
  const against =
    baseline.price.length === 0 ? '' : ` (${modeInWords(baseline.mode)}: ${sayPrice(baseline.price)})`;
  return `${sayDeeds(did, answer)}; ${price}${against}`;
}

function sayInShort(did: Deeds): string {
  return `${sayDeeds(did)}${did.price.length === 0 ? '' : `, with ${sayPrice(did.price)}`}`;
}

function sayDeeds({ mode, failures, done, lag }: Deeds, answer = ''): string {
  const work = done === 1 ? 'all of the work' : `${formatShare(done)} of the work`;
  const late = lag === undefined ? '' : `, within ${formatTime(lag)} of accepting it (p99)`;
  return `${sayFailures(mode, failures)}${answer} and did ${work}${late}`;
}

function sayPrice(price: readonly Cost[]): string {
  return list(price.map(sayCost));
}

function sayCost({ of, count }: Cost): string {
  if (of === 'doubleEffects') return formatPlural(count, 'double effect');
  if (of === 'lostEvents') return formatPlural(count, 'lost event');
  const { told, one, many } = OUTCOMES[of];
  return told === 'open' ? `${formatExactCount(count)} still not done` : formatPlural(count, one, many);
}

function sayJoined({ steps, changed }: Joined): string {
  const each = changed.map(({ mode, services }, index) => {
    const who = services.length === 0 ? 'nobody' : list(services);
    return `${who}${index === 0 ? ' had to change' : ''} with ${modeInWords(mode)}`;
  });
  return `to let ${list(steps)} join, ${list(each)}`;
}
