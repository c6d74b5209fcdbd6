import type { Criterion } from '../ahead.js';
import { formatMoment, formatPlural, formatShare, formatTime } from '../quantities.js';
import { faultWord, list, modeInWords } from '../words.js';
import type { Ahead, FellBehind, Level, ModeFigure, TooEarly } from './findings.js';

export function sayTooEarly({ mode, at }: TooEarly): string {
  return `it is too early to say who came out ahead: ${modeInWords(mode)} got no further than ${formatMoment(at)}`;
}

export function sayLevel({ modes, behind, good, completion }: Level): string {
  const done = completion === undefined ? '' : `, at p99 within ${sayEach(completion, formatTime)}`;
  const figures = `accepted and done were ${sayEach(good, formatShare)}${done}`;
  if (behind.length === 0) return `no difference worth the machinery: ${figures}`;
  return `${list(modes.map(modeInWords))} came out level, ahead of ${list(behind.map(modeInWords))}: ${figures}`;
}

export function sayAhead(finding: Ahead): string {
  const won = `${modeInWords(finding.winner.mode)} came out ahead`;
  const earlier = finding.fellBehind.map((mode) => `; ${sayFellBehind(mode)}`).join('');
  return `${sayDifference(finding, won)}${earlier}`;
}

/** Which figure made the difference: the winner's, and those of the others. */
function sayDifference(finding: Ahead, won: string): string {
  switch (finding.by) {
    case 'good':
      return `${won}: ${formatShare(finding.winner.value)} of the requests were accepted and done, against ${sayEach(finding.others, formatShare)}`;
    case 'kept':
      return `${won}: ${formatShare(finding.winner.value)} of the requests ended otherwise than their callers were told, against ${sayEach(finding.others, formatShare)}`;
    case 'once':
      return `${won}: what was done twice came to ${formatShare(finding.winner.value)} of the requests, against ${sayEach(finding.others, formatShare)}`;
    case 'completion':
      return `${won}: what was completed was done within ${formatTime(finding.winner.value)} (p99), against ${sayEach(finding.others, formatTime)}`;
    case 'answer': {
      const { winner, others, faults } = finding;
      const against = withModes(
        others.map(({ mode, value, control }) => [`${formatTime(value)} (${formatTime(control)})`, mode]),
      );
      return `${won}: at p99 the answer took ${formatTime(winner.value)} (without the ${faultWord(faults)} ${formatTime(winner.control)}), against ${against}`;
    }
    case 'lag': {
      const { winner, others, inVain } = finding;
      const yes = `when a caller was told yes the work was done ${sayLag(winner.value)}, against ${sayEach(others, sayLag)}`;
      return inVain === undefined
        ? `no difference worth the machinery, and so ${won}: ${yes}`
        : `${won}: as much was accepted and done, but ${sayInVain(inVain.winner)} had been told yes in vain, against ${sayEach(inVain.others, sayInVain)}; ${yes}`;
    }
  }
}

/** `events (no-outbox) had fallen behind already, with 92.2 % accepted and done`. */
function sayFellBehind({ mode, by, value }: FellBehind): string {
  return `${modeInWords(mode)} had fallen behind already, with ${FELL_BEHIND_WITH[by](value)}`;
}

const FELL_BEHIND_WITH: Record<Criterion, (value: number) => string> = {
  good: (share) => `${formatShare(share)} accepted and done`,
  kept: (share) => `${formatShare(share)} ended otherwise than told`,
  once: (share) => `${formatShare(share)} done twice`,
  completion: (time) => `done within ${formatTime(time)} (p99)`,
  answer: (time) => `an answer within ${formatTime(time)} (p99)`,
  lag: (time) => `done ${sayLag(time)}`,
};

function sayLag(time: number): string {
  return time === 0 ? 'already' : `${formatTime(time)} later (p99)`;
}

function sayInVain(callers: number): string {
  return callers === 0 ? 'nobody' : formatPlural(callers, 'caller');
}

/** `5 % with direct calls and 7 % with events`. */
function sayEach(figures: readonly ModeFigure[], format: (value: number) => string): string {
  return withModes(figures.map(({ mode, value }) => [format(value), mode]));
}

/** Modes whose figures read the same share one. */
function withModes(figures: readonly (readonly [figure: string, mode: string])[]): string {
  const distinct = [...new Set(figures.map(([figure]) => figure))];
  return list(
    distinct.map((figure) => {
      const modes = figures.filter(([other]) => other === figure).map(([, mode]) => modeInWords(mode));
      return `${figure} with ${list(modes)}`;
    }),
  );
}
