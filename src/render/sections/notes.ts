import { loadInNumbers } from '../../scenario/load-in-numbers.js';
import { formatCount, formatMoment, formatPlural, formatTime } from '../../compare/quantities.js';
import { tally } from '../../measure/requests.js';
import type { Spread } from '../../compare/spread.js';
import type { Measurements } from '../../measure/measurements.js';
import type { View } from '../view.js';

/** Where a run did not simply come to its end: what a reader has to know of its figures. */
export function notesOf(view: View): string[] {
  const wasInterrupted = view.runs.some((run) => run === undefined || run.end.reason === 'interrupted');
  return [
    ...missingRuns(view),
    ...view.modes.flatMap((mode, index) => {
      const run = view.runs[index];
      if (run === undefined) return wasInterrupted ? [`${mode}: interrupted before it began`] : [];
      if (view.spread !== undefined) return notQuiet(mode, run, view.spread);
      const unfinished = `${formatPlural(tally(run).inFlight, 'request')} unfinished`;
      switch (run.end.reason) {
        case 'quiet':
          return [];
        case 'interrupted':
          return [
            `${mode}: interrupted at ${formatTime(run.end.at)} (${view.isReal ? 'wall time' : 'simulated'}); partial figures`,
          ];
        case 'drained':
          return [
            `${mode}: still busy ${formatMoment(loadInNumbers(view.scenario).drain)} after the last arrival (load.drain); ${unfinished}`,
          ];
        case 'spinning':
          return [
            `${mode}: the load ended early, when clients were answered in no time and asked again at once, without end: give load.thinkTime or caller.networkLatency a time`,
          ];
        case 'looping':
          return [
            `${mode}: ended at ${formatTime(run.end.at)}, a moment that would have lasted for ever: something is tried again in no time, without end (give initialDelay a time, or bound the attempts); ${unfinished}`,
          ];
        case 'crowded':
          return [
            `${mode}: ended early at ${formatTime(run.end.at)}: more was going on at once than fits into memory; ${unfinished}`,
          ];
        case 'stuck':
          return [
            `${mode}: deadlocked at ${formatTime(run.end.at)}: nothing could happen any more; ${unfinished}`,
          ];
      }
    }),
  ];
}

function missingRuns({ means }: View): string[] {
  if (means === undefined || means.seeds.length === means.asked) return [];
  const { length } = means.seeds;
  return [
    `interrupted: ${length} of ${means.asked} runs complete; ${length === 1 ? 'its' : 'their'} figures are shown`,
  ];
}

function notQuiet(mode: string, run: Measurements, spread: Spread): string[] {
  const count = spread.countOf(mode, ({ end }) => end.reason !== 'quiet');
  if (count === 0) return [];
  const unfinished = formatCount(tally(run).inFlight);
  return [
    `${mode}: ${count} of ${spread.count} runs hit the drain limit; ${unfinished} requests unfinished (mean)`,
  ];
}
