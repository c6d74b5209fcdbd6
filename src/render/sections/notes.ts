import { loadInNumbers } from '../../compare/load.js';
import { formatMoment, formatTime } from '../../compare/quantities.js';
import { tally } from '../../compare/requests.js';
import type { View } from '../view.js';

/** Where a run did not simply come to its end: what a reader has to know of its figures. */
export function notesOf(view: View): string[] {
  const wasInterrupted = view.runs.some((run) => run === undefined || run.end.reason === 'interrupted');
  return view.modes.flatMap((mode, index) => {
    const run = view.runs[index];
    if (run === undefined) return wasInterrupted ? [`${mode}: interrupted before it began`] : [];
    const unfinished = `${tally(run).late.toFixed(0)} requests were not done`;
    switch (run.end.reason) {
      case 'quiet':
        return [];
      case 'interrupted':
        return [`${mode}: interrupted at ${formatTime(run.end.at)} of virtual time; its figures end there`];
      case 'drained':
        return [
          `${mode}: not quiet ${formatMoment(loadInNumbers(view.scenario.load).drain)} after the last request was begun, and ended there: ${unfinished}`,
        ];
      case 'stuck':
        return [
          `${mode}: stuck at ${formatTime(run.end.at)}: nothing could happen any more, and ${unfinished}`,
        ];
    }
  });
}
