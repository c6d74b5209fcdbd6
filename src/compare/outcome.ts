import type { Measurements } from '../measure/measurements.js';
import { type Judged, type Standing, shareDoneTwice, shareNotAsTold } from './ahead.js';
import { SHARE_MARGIN } from './margins.js';
import { formatMoment, formatPlural, formatShare, formatTime } from './quantities.js';
import { shareOfOffered, tally } from '../measure/requests.js';
import { faultWord, list, modeInWords } from './words.js';

/** Who came out ahead, and by which figure. */
export function outcome(judged: Judged, { ahead, by, among, out }: Standing): string {
  const runs = Object.entries(judged.modes);
  const interrupted = runs.find(([, run]) => run.end.reason === 'interrupted');
  if (interrupted !== undefined) {
    const [mode, run] = interrupted;
    return `it is too early to say who came out ahead: ${modeInWords(mode)} got no further than ${formatMoment(run.end.at)}`;
  }
  const each = (figure: (run: Measurements, mode: string) => string): string => {
    const compared = runs.filter(([mode]) => mode !== ahead && among.includes(mode));
    return withModes(compared.map(([mode, run]) => [figure(run, mode), mode]));
  };
  const winner = judged.modes[ahead];
  if (winner === undefined || by === undefined) {
    const areDone = runs.every(([mode, run]) => !among.includes(mode) || run.completionTime.count > 0);
    const figures = `accepted and done were ${each(goodShare)}${areDone ? `, at p99 within ${each(doneWithin)}` : ''}`;
    const behind = runs.map(([mode]) => mode).filter((mode) => !among.includes(mode));
    if (behind.length === 0) return `no difference worth the machinery: ${figures}`;
    return `${list(among.map(modeInWords))} came out level, ahead of ${list(behind.map(modeInWords))}: ${figures}`;
  }
  const won = `${modeInWords(ahead)} came out ahead`;
  const earlier = outBefore(judged, out);
  switch (by) {
    case 'good':
      return `${won}: ${goodShare(winner)} of the requests were accepted and done, against ${each(goodShare)}`;
    case 'kept': {
      const share = (run: Measurements): string => formatShare(shareNotAsTold(run));
      return `${won}: ${share(winner)} of the requests ended otherwise than their callers were told, against ${each(share)}${earlier}`;
    }
    case 'once': {
      const share = (run: Measurements): string => formatShare(shareDoneTwice(run));
      return `${won}: what was done twice came to ${share(winner)} of the requests, against ${each(share)}${earlier}`;
    }
    case 'completion':
      return `${won}: what was completed was done within ${doneWithin(winner)} (p99), against ${each(doneWithin)}${earlier}`;
    case 'answer': {
      const answer = (run: Measurements): string => formatTime(run.responseTime.p99);
      const without = (mode: string): string => formatTime(judged.control?.[mode]?.responseTime.p99 ?? 0);
      return `${won}: at p99 the answer took ${answer(winner)} (without the ${faultWord(judged)} ${without(ahead)}), against ${each((run, mode) => `${answer(run)} (${without(mode)})`)}${earlier}`;
    }
    case 'lag': {
      const yes = `when a caller was told yes the work was done ${doneAfterYes(winner)}, against ${each(doneAfterYes)}`;
      const others = runs.filter(([mode]) => mode !== ahead && among.includes(mode)).map(([, run]) => run);
      return others.some((run) => promisedInVain(run) > promisedInVain(winner) + SHARE_MARGIN)
        ? `${won}: as much was accepted and done, but ${toldYesInVain(winner)} had been told yes in vain, against ${each(toldYesInVain)}; ${yes}${earlier}`
        : `no difference worth the machinery, and so ${won}: ${yes}${earlier}`;
    }
  }
}

/** `5 % with direct calls and 7 % with events`; modes that have the same figure share it. */
function withModes(figures: readonly (readonly [figure: string, mode: string])[]): string {
  const distinct = [...new Set(figures.map(([figure]) => figure))];
  return list(
    distinct.map((figure) => {
      const modes = figures.filter(([other]) => other === figure).map(([, mode]) => modeInWords(mode));
      return `${figure} with ${list(modes)}`;
    }),
  );
}

/** Those that an earlier figure had put out: `events (no-outbox) were out before, with 92.2 % accepted and done`. */
function outBefore(judged: Judged, out: Standing['out']): string {
  const clauses = out.flatMap(({ mode, by }) => {
    const run = judged.modes[mode];
    if (run === undefined) return [];
    const figure = {
      good: () => `${goodShare(run)} accepted and done`,
      kept: () => `${formatShare(shareNotAsTold(run))} ended otherwise than told`,
      once: () => `${formatShare(shareDoneTwice(run))} done twice`,
      completion: () => `done within ${doneWithin(run)} (p99)`,
      answer: () => `an answer within ${formatTime(run.responseTime.p99)} (p99)`,
      lag: () => `done ${doneAfterYes(run)}`,
    }[by]();
    return [`${modeInWords(mode)} had fallen behind already, with ${figure}`];
  });
  return clauses.map((clause) => `; ${clause}`).join('');
}

/** The share of requests whose callers were told yes, and that were never done. */
function promisedInVain(run: Measurements): number {
  return shareOfOffered(tally(run).brokenPromises, run);
}

function toldYesInVain(run: Measurements): string {
  const { brokenPromises } = tally(run);
  return brokenPromises === 0 ? 'nobody' : formatPlural(brokenPromises, 'caller');
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
