import { formatMoment } from '../../compare/quantities.js';
import { plain } from '../text.js';
import { heading, named, type Part, sentenceOn } from './context.js';
import { dataTable, figure } from './figure.js';
import { markup, type Markup } from './markup.js';
import { image } from './svg.js';
import { drawTimeline, timelineRows } from './timeline.js';
import { timelineOf } from './timeline-data.js';
import { notRecorded } from './not-recorded.js';

/** With many scenarios on a page, each has fewer stretches, and still fewer rows of data. */
const FEW_STRETCHES = 30;
const FEW_ROWS = 15;

/** Rates, backlog and times of each mode over time, on the same axes. */
export function whatHappened({ comparison, view, id, level, isOneOfMany }: Part): Markup | undefined {
  const timeline = timelineOf(view, isOneOfMany ? FEW_STRETCHES : undefined);
  if (timeline === undefined) return undefined;
  const drawings = drawTimeline(timeline, comparison.scenario, isOneOfMany ? 0 : 1).map(
    ({ mode, drawing }, index) =>
      image(
        drawing,
        { title: `${plain(mode)} over time`, description: sentenceOn(mode, comparison) },
        `${id}-time-${index}`,
      ),
  );
  const { head, rows } = timelineRows((isOneOfMany ? timelineOf(view, FEW_ROWS) : undefined) ?? timeline);
  const gaps = notRecorded(comparison);
  const means =
    view.spread === undefined
      ? ''
      : ` Means of ${view.spread.count} runs${timeline.modes.some(({ bands }) => bands !== undefined) ? '; the bands around lines are 95 % intervals' : ''}.`;
  return markup`<section${named({ id, isOneOfMany }, 'happened')}>${heading(level, 'What happened', `${id}-happened`)}${figure(
    {
      name: 'timeline',
      drawings,
      caption: `${gaps === undefined ? '' : `${gaps} `}Every ${formatMoment(timeline.stretch)}; the shaded time is when the fault lasts.${means} Goodput counts when a request is answered with success and completed in time, errors when the caller has them. Times are those of what was answered, or completed, in the interval.`,
      table: dataTable(head, rows, 'What happened, interval by interval'),
    },
  )}</section>`;
}
