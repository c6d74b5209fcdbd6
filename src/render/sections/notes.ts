import { loadInNumbers } from '../../compare/load-in-numbers.js';
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
      const unfinished = `${formatPlural(tally(run).late, 'request')} ${tally(run).late === 1 ? 'was' : 'were'} not done`;
      switch (run.end.reason) {
        case 'quiet':
          return [];
        case 'interrupted':
          return [`${mode}: interrupted at ${formatTime(run.end.at)} of virtual time; its figures end there`];
        case 'drained':
          return [
            `${mode}: not quiet ${formatMoment(loadInNumbers(view.scenario.load).drain)} after the last request was begun, and ended there: ${unfinished}`,
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
            `${mode}: ended early at ${formatTime(run.end.at)}: more was going on at once than fits into memory, and ${unfinished}`,
          ];
        case 'stuck':
          return [
            `${mode}: stuck at ${formatTime(run.end.at)}: nothing could happen any more, and ${unfinished}`,
          ];
      }
    }),
  ];
}

function missingRuns({ means }: View): string[] {
  if (means === undefined || means.seeds.length === means.asked) return [];
  const { length } = means.seeds;
  return [
    `interrupted: ${length} of ${means.asked} runs ${length === 1 ? 'was' : 'were'} complete, and shown is what they measured`,
  ];
}

function notQuiet(mode: string, run: Measurements, spread: Spread): string[] {
  const count = spread.countOf(mode, ({ end }) => end.reason !== 'quiet');
  if (count === 0) return [];
  const late = formatCount(tally(run).late);
  return [
    `${mode}: ${count} of ${spread.count} runs did not come to an end by themselves; ${late} requests were not done (mean)`,
  ];
}
