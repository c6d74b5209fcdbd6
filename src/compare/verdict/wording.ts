import { GROWTH_MARGIN, SHARE_MARGIN, TIME_MARGIN } from '../margins.js';
import {
  formatAbout,
  formatCount,
  formatMoment,
  formatPlural,
  formatShare,
  formatTime,
} from '../quantities.js';
import { faultWord, list, modeInWords } from '../words.js';
import { sayBetter, sayTied } from './better-wording.js';
import { sayCosts } from './costs-wording.js';
import type {
  Cascade,
  Change,
  Errors,
  Finding,
  Joined,
  ModeChange,
  ModeCosts,
  TwoHumps,
} from './findings.js';

/** A finding as a sentence. */
export function inWords(finding: Finding): string {
  return `${capital(say(finding))}.`;
}

function say(finding: Finding): string {
  switch (finding.code) {
    case 'nothing-ran':
      return 'no mode has run';
    case 'nothing-counted':
      return finding.warmup === undefined
        ? 'no request was counted'
        : `no request counted: all arrivals fell in the ${formatMoment(finding.warmup)} warm-up (use --warmup 0s)`;
    case 'interrupted':
      return `interrupted at ${formatMoment(finding.at)}: no winner declared`;
    case 'not-begun':
      return `interrupted: ${list(finding.modes.map(modeInWords))} did not begin`;
    case 'better':
      return sayBetter(finding);
    case 'tied':
      return sayTied(finding);
    case 'mode':
      return sayChange(finding);
    case 'costs':
      return sayModeCosts(finding);
    case 'joined':
      return sayJoined(finding);
    case 'two-humps':
      return sayTwoHumps(finding);
  }
}

function sayChange(finding: ModeChange): string {
  const name = modeInWords(finding.mode);
  if (finding.errors.control !== undefined) return `${name}: ${sayBeside(finding)}`;
  return finding.isFirst && finding.faults === 0
    ? `no fault was injected. ${capital(name)}: ${sayPlainly(finding)}`
    : `${name}: ${sayPlainly(finding)}`;
}

/** Without a control run the figures stand for themselves. */
function sayPlainly({ errors, cascade, response, completion, lag }: ModeChange): string {
  const cause = errors.origin === undefined ? '' : ` because of ${errors.origin}`;
  const failed =
    errors.count === 0
      ? 'no failures'
      : `${formatShare(errors.share)} of requests failed${cause}${ofWhich(errors)}`;
  const answered =
    response === undefined
      ? ''
      : `; ${lag === undefined ? 'response' : 'acknowledged in'} ${p99(response.value)}`;
  const completed =
    completion === undefined || lag === undefined
      ? ''
      : `, completed ${completion.value === null ? '' : 'in '}${p99(completion.value)}`;
  return `${failed}${cascade === undefined ? '' : `; ${sayCascade(cascade)}`}${answered}${completed}`;
}

/** What the faults have changed, beside the control run. */
function sayBeside(finding: ModeChange): string {
  const { errors, cascade, response, completion, recovery, faults, hasJoined, goodput, hasCosts } = finding;
  const without = hasJoined ? 'before' : `without the ${faultWord(faults)}`;
  const isMore = errors.share - (errors.control ?? 0) > SHARE_MARGIN;
  const changed = [
    ...(isMore ? [sayErrors(errors, without)] : []),
    ...(cascade === undefined ? [] : [sayCascade(cascade)]),
    ...(isMore ? [] : longer('response p99', response, GROWTH_MARGIN, without)),
    ...longer('completion p99', completion, TIME_MARGIN, without),
  ];
  const fell = sayFall(goodput, without);
  const all = changed.length > 0 || fell === undefined ? changed : [fell];
  if (all.length === 0) {
    const failed = errors.count === 0 ? 'no failures' : `${formatShare(errors.share)} failed`;
    const same = `${failed}${response === undefined ? '' : `, response ${p99(response.value)}`}, as in control`;
    return hasCosts ? same : `unaffected (${same})`;
  }
  const none = isMore ? [] : [errors.count === 0 ? 'no failures' : `no more failures than ${without}`];
  return [...none, ...all, ...(recovery === undefined ? [] : [sayRecovery(recovery)])].join('; ');
}

function sayFall({ value, control }: Change, without: string): string | undefined {
  if (value === null || control === undefined || control === null || control - value <= SHARE_MARGIN)
    return undefined;
  return `goodput ${formatShare(value)} (${formatShare(control)} ${without})`;
}

function sayErrors(errors: Errors, without: string): string {
  const { share, control } = errors;
  const usual = control === undefined ? '' : `${control === 0 ? 'none' : formatShare(control)} ${without}`;
  const of = ofWhich(errors);
  const behind = of === '' ? ` (${usual})` : `${of.slice(0, -1)}; ${usual})`;
  return `${formatShare(share)} of requests failed${usual === '' ? of : behind}`;
}

/** ` (821 of 2,199)`; of means of several runs the share alone says as much. */
function ofWhich({ count, offered }: Errors): string {
  return Number.isInteger(count) && Number.isInteger(offered)
    ? ` (${formatCount(count)} of ${formatCount(offered)})`
    : '';
}

function sayCascade({ victim, origin, count, isOriginHealthy, isUnacknowledged }: Cascade): string {
  if (isUnacknowledged)
    return `${formatAbout(count, 'delivery', 'deliveries')} to ${victim} ${count === 1 ? 'was' : 'were'} acknowledged too late`;
  const times = `${formatAbout(count, 'time')}${Number.isInteger(count) ? '' : ' a run'}`;
  if (origin === victim) return `${victim} failed ${times} under its own load`;
  return `${victim}, itself healthy, failed ${times} because of ${origin}${isOriginHealthy ? ', which had no fault either' : ''}`;
}

function longer(what: string, change: Change | undefined, margin: number, without: string): string[] {
  if (change === undefined || !isLonger(change, margin)) return [];
  const usual =
    change.control === undefined || change.control === null
      ? ''
      : ` (${formatTime(change.control)} ${without})`;
  return [`${what} ${change.value === null ? 'never' : formatTime(change.value)}${usual}`];
}

function isLonger(change: Change | undefined, margin: number): boolean {
  if (change?.control === undefined || change.control === null) return false;
  return change.value === null || change.value > change.control * margin;
}

function sayRecovery(recovery: number | null): string {
  return recovery === null ? 'never recovered' : `recovered after ${formatMoment(recovery)}`;
}

function p99(time: number | null): string {
  return `${time === null ? 'never' : formatTime(time)} (p99)`;
}

/** `cost with events: 27 processed twice (29 accepted, then declined, as in control)`. */
function sayModeCosts({ mode, costs, usual }: ModeCosts): string {
  const name = modeInWords(mode);
  const same = usual.length === 0 ? '' : ` (${sayCosts(usual)}, as in control)`;
  return costs.length === 0
    ? `nothing lost, left half done or processed twice with ${name} beyond control${same}`
    : `cost with ${name}: ${sayCosts(costs)}${same}`;
}

function sayJoined({ steps, changed }: Joined): string {
  const each = changed.map(({ mode, services }) => {
    const who = services.length === 0 ? 'none' : `a change in ${list(services)}`;
    return `${modeInWords(mode)} needed ${who}`;
  });
  return `adding ${list(steps)}: ${each.join(', ')}`;
}

function sayTwoHumps({ mode, low, high }: TwoHumps): string {
  return `goodput with ${modeInWords(mode)} is ${formatShare(low.mean)} in ${formatPlural(low.runs, 'run')} and ${formatShare(high.mean)} in ${high.runs}: near a tipping point, so the mean is a value that no run had`;
}

/** The name of a column stays as it is: `direct:cancel`. */
function capital(text: string): string {
  return /^\S+:\S/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
