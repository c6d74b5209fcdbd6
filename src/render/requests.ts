import { describeFaults } from '../compare/faults.js';
import { formatCount, formatPlural, formatTime } from '../compare/quantities.js';
import { OUTCOMES } from '../measure/outcomes.js';
import type { Scenario } from '../scenario/scenario.js';
import type { ListedRequest, RequestList } from '../trace/request-list.js';
import { markdownTable } from './markdown-table.js';
import type { Display } from './options.js';
import { type GridColumn, grid, paragraph } from './terminal/grid.js';
import { styleOf } from './terminal/style.js';
import { escapeMarkdown, plain, toAscii } from './text.js';
import { topologyLine } from './topology.js';
import { widest } from './width.js';

interface ListOptions extends Display {
  scenario: Scenario;
}

/** Requests that a table shows, unless it is to show all. */
const MOST_SHOWN = 20;
/** Before a text that follows a number. */
const GAP = 2;
/** A column of this rank is never left out. */
const NEEDED = 9;

interface Column {
  heading: string;
  isNumber: boolean;
  /** Columns of the terminal, with the gap before it; those with the highest rank stay where there is no room for all. */
  width: number;
  rank: number;
  of: (request: ListedRequest, mode: string) => string;
}

/** What stands in the row of a mode; the request itself stands in the first of its rows. */
function columnsOf({ modes, requests }: Pick<RequestList, 'modes' | 'requests'>): Column[] {
  const tripOf = (request: ListedRequest, mode: string) => request.modes[mode]?.trip;
  const timeOf = (time: number | undefined, otherwise: string): string =>
    time === undefined ? '' : time < Infinity ? formatTime(time) : otherwise;
  const isPartly = doMatchInSomeModes({ modes, requests });
  return [
    {
      heading: 'request',
      isNumber: true,
      width: 9,
      rank: NEEDED,
      of: ({ number }) => (number === undefined ? '–' : formatCount(number)),
    },
    { heading: 'started', isNumber: true, width: 10, rank: 8, of: ({ begunAt }) => formatTime(begunAt) },
    {
      heading: 'mode',
      isNumber: false,
      width: widest(['mode', ...modes].map((mode) => plain(mode))) + (isPartly ? 5 : 3),
      rank: NEEDED,
      of: (request, mode) => plain(mode) + (isPartly && request.modes[mode]?.matches === true ? ' *' : ''),
    },
    {
      heading: 'outcome',
      isNumber: false,
      width: 17,
      rank: NEEDED,
      of: (request, mode) => {
        const trip = tripOf(request, mode);
        return trip === undefined ? 'not started' : OUTCOMES[trip.outcome].word;
      },
    },
    {
      heading: 'response',
      isNumber: true,
      width: 9,
      rank: 5,
      of: (request, mode) => timeOf(tripOf(request, mode)?.toldIn, 'none'),
    },
    {
      heading: 'completed',
      isNumber: true,
      width: 10,
      rank: 6,
      of: (request, mode) => timeOf(tripOf(request, mode)?.completedIn, 'never'),
    },
    {
      heading: 'attempts',
      isNumber: true,
      width: 9,
      rank: 3,
      of: (request, mode) => String(tripOf(request, mode)?.attempts ?? ''),
    },
    {
      heading: 'failed at',
      isNumber: false,
      width: 12,
      rank: 4,
      of: (request, mode) => (tripOf(request, mode)?.failedAt ?? []).map(plain).join(', '),
    },
  ];
}

/** Then those modes are marked. */
function doMatchInSomeModes({ modes, requests }: Pick<RequestList, 'modes' | 'requests'>): boolean {
  return requests.some((request) => modes.some((mode) => request.modes[mode]?.matches === false));
}

const REQUEST_COLUMNS = ['request', 'started'];

function rowsOf(list: RequestList, columns: readonly Column[], shown: number): string[][] {
  return list.requests
    .slice(0, shown)
    .flatMap((request) =>
      list.modes.map((mode, index) =>
        columns.map(({ heading, of }) =>
          index > 0 && REQUEST_COLUMNS.includes(heading) ? '' : of(request, mode),
        ),
      ),
    );
}

/** The requests that match, with what became of each in every mode, for the terminal. */
export function renderRequests(list: RequestList, options: ListOptions): string {
  const { width, scenario } = options;
  const style = styleOf(options.color);
  const cut = options.ascii ? '~' : '…';
  const columns = fitting(columnsOf(list), width);
  const shown = options.verbose ? Infinity : MOST_SHOWN;
  const blocks = [
    [
      ...paragraph(`${style.title(plain(scenario.title))}: ${headline(list)}`, width, cut),
      ...paragraph(topologyLine(scenario), width, cut),
      ...describeFaults(scenario.faults).flatMap((fault) =>
        paragraph(style.fault(plain(fault)), width, cut, 'fault: '),
      ),
    ],
    grid(
      gridOf(columns, width),
      [columns.map(({ heading }) => heading), ...rowsOf(list, columns, shown)].map((row) =>
        inGrid(columns, row),
      ),
      cut,
    ),
    notesOf(list, shown).flatMap((note) => paragraph(style.quiet(note), width, cut)),
  ];
  const text = blocks
    .slice(options.quiet ? 1 : 0)
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.map((line) => line.trimEnd()).join('\n')}\n`)
    .join('\n');
  return options.ascii ? toAscii(text) : text;
}

/** The columns for which there is room. */
function fitting(columns: readonly Column[], width: number): Column[] {
  let left = [...columns];
  while (left.reduce((sum, column) => sum + column.width, 0) > width) {
    const least = Math.min(...left.map(({ rank }) => rank));
    if (least >= NEEDED) break;
    left = left.filter(({ rank }) => rank > least);
  }
  return left;
}

/** Where text follows a number, more than one blank stands between them; a text that comes last has what is left. */
function gridOf(columns: readonly Column[], width: number): GridColumn[] {
  const used = columns.slice(0, -1).reduce((sum, column) => sum + column.width, 0);
  return columns.flatMap(({ isNumber, width: own }, index): GridColumn[] => {
    if (isNumber) return [{ width: own, align: 'right' }];
    const whole = index === columns.length - 1 ? Math.max(width - used, own) : own;
    const column: GridColumn = { width: whole - GAP, align: 'left', wrap: true };
    return columns[index - 1]?.isNumber === true
      ? [{ width: GAP, align: 'left' }, column]
      : [{ ...column, width: whole }];
  });
}

function inGrid(columns: readonly Column[], row: readonly string[]): string[] {
  return row.flatMap((text, index) =>
    columns[index]?.isNumber !== true && columns[index - 1]?.isNumber === true ? ['', text] : [text],
  );
}

export function headline({ asked, counted, requests }: RequestList): string {
  const all = formatPlural(counted, 'counted request');
  if (asked.length === 0) return all;
  return `${formatCount(requests.length)} of ${all} ${requests.length === 1 ? 'matches' : 'match'}: ${asked.map(plain).join(', ')}`;
}

function notesOf(list: RequestList, shown: number): string[] {
  const more = list.requests.length - shown;
  return [
    ...(doMatchInSomeModes(list) ? ['* = it matches in this mode'] : []),
    ...(more > 0
      ? [`${formatPlural(more, 'more request')}: --verbose lists all, and so does --format json`]
      : []),
  ];
}

/** The same as a table of texts, for whoever draws it. */
export function tableOf(
  list: RequestList,
  areAllShown: boolean,
): { head: string[]; rows: string[][]; notes: string[] } {
  const columns = columnsOf(list);
  const shown = areAllShown ? Infinity : MOST_SHOWN;
  return {
    head: columns.map(({ heading }) => heading),
    rows: rowsOf(list, columns, shown),
    notes: notesOf(list, shown),
  };
}

/** The same as a GitHub-flavoured table. */
export function renderRequestsMarkdown(list: RequestList, { scenario, verbose }: ListOptions): string {
  const { head, rows, notes } = tableOf(list, verbose);
  const columns = columnsOf(list);
  return [
    `## ${escapeMarkdown(scenario.title)}: ${escapeMarkdown(headline(list))}`,
    '',
    markdownTable(
      head,
      rows.map((row) => row.map(escapeMarkdown)),
      (index) => columns[index]?.isNumber === true,
    ),
    '',
    ...notes.flatMap((note) => [escapeMarkdown(note), '']),
  ].join('\n');
}
