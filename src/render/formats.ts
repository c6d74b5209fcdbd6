import type { Comparison } from '../compare/comparison.js';
import type { Trace } from '../trace/trace.js';
import type { Display } from './options.js';
import { partialOf } from './partial.js';

/** One request of a run, and why this one. */
export interface RequestShown {
  trace: Trace;
  /** Left out where it was asked for by its number. */
  why?: string;
}

/** What a run leaves to be shown. */
export interface RunResults {
  /**
   * One of each scenario, by the name that one types, with the command that shows one of its requests; and such a request,
   * where something is written that shows it.
   */
  results: readonly { name: string; comparison: Comparison; drillDown?: string; request?: RequestShown }[];
  /** The command that repeats all of them, if there is one. */
  reproduce?: string;
  /** After an interrupt: how many scenarios there should have been. */
  interruptedOf?: number;
}

/** What prints results in some format. */
export type Command = (typeof COMMANDS)[number];

const COMMANDS = ['run', 'sweep', 'verify', 'trace', 'list', 'compare', 'report'] as const;

/** Does it print results in formats that one can choose? */
export function isCommand(name: string): name is Command {
  return COMMANDS.some((command) => command === name);
}

interface Format {
  /** A file whose name ends like this gets it, unless another format is asked for; the longest ending counts. */
  ending: `.${string}`;
  /** What `--help` says of it beside its name. */
  note?: string;
  /** Besides `run`, commands whose results it can show: each of them has a renderer of its own. */
  alsoFor: readonly Exclude<Command, 'run'>[];
  /** Does whoever reads it see which gates have failed? */
  showsGates: boolean;
  /** Does it show one request of the run? To find one costs a little. */
  showsRequest: boolean;
  /** Loads what shows the results of a run. */
  load: () => Promise<(run: RunResults, display: Display) => string>;
}

/** The formats there are, by the names that `--format` takes; the first is the one for who names none. */
export const FORMATS = {
  table: {
    ending: '.txt',
    alsoFor: ['sweep', 'verify', 'trace', 'list', 'compare'],
    showsGates: true,
    showsRequest: false,
    load: async () => (await import('./tables.js')).renderTables,
  },
  markdown: {
    ending: '.md',
    alsoFor: ['sweep', 'verify', 'trace', 'compare'],
    showsGates: true,
    showsRequest: false,
    load: async () => comparing((await import('./markdown.js')).renderMarkdown),
  },
  json: {
    ending: '.json',
    alsoFor: ['sweep', 'verify', 'trace', 'list', 'compare'],
    showsGates: false,
    showsRequest: false,
    load: async () => comparing((await import('./json.js')).renderJson),
  },
  csv: {
    ending: '.csv',
    alsoFor: [],
    showsGates: false,
    showsRequest: false,
    load: async () => comparing((await import('./csv.js')).renderCsv),
  },
  'csv-series': {
    ending: '.series.csv',
    note: 'over time',
    alsoFor: [],
    showsGates: false,
    showsRequest: false,
    load: async () => comparing((await import('./csv-series.js')).renderCsvSeries),
  },
  junit: {
    ending: '.xml',
    alsoFor: ['compare'],
    showsGates: false,
    showsRequest: false,
    load: async () => {
      const { renderJunit } = await import('./junit.js');
      return ({ results }) => renderJunit(results);
    },
  },
  html: {
    ending: '.html',
    alsoFor: ['sweep', 'trace', 'compare', 'report'],
    showsGates: true,
    showsRequest: true,
    load: async () => (await import('./page/run-page.js')).renderPage,
  },
  svg: {
    ending: '.svg',
    alsoFor: ['report'],
    showsGates: false,
    showsRequest: false,
    load: async () => (await import('./page/chart-svg.js')).renderChart,
  },
} as const satisfies Record<string, Format>;

type FormatName = keyof typeof FORMATS;

/** The names of the formats that a command can print. */
export type FormatOf<Of extends Command> = {
  [Name in FormatName]: Of extends 'run' | (typeof FORMATS)[Name]['alsoFor'][number] ? Name : never;
}[FormatName];

/** In the order in which they are listed. */
export function formatsOf<Of extends Command>(command: Of): FormatOf<Of>[] {
  const entries: [string, Format][] = Object.entries(FORMATS);
  return entries
    .filter(([, { alsoFor }]) => command === 'run' || alsoFor.some((known) => known === command))
    .map(([name]) => name) as FormatOf<Of>[];
}

/** `table, markdown or json` */
export function listFormats(command: Command): string {
  return inWords(formatsOf(command));
}

/** The same, with what is to be said of some of them. */
export function explainFormats(command: Command): string {
  const formats: Record<string, Format> = FORMATS;
  return inWords(
    formatsOf(command).map((name) => {
      const note = formats[name]?.note;
      return note === undefined ? name : `${name} (${note})`;
    }),
  );
}

function inWords(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

/** How comparisons are shown, what is to be said of all of them, and what to type for each. */
interface ShownDisplay extends Display {
  partial?: string;
  names: readonly string[];
}

/** What shows comparisons and nothing besides. */
function comparing(render: (comparisons: readonly Comparison[], display: ShownDisplay) => string) {
  return (run: RunResults, display: Display): string =>
    render(
      run.results.map(({ comparison }) => comparison),
      { ...display, ...partialOf(run), names: run.results.map(({ name }) => name) },
    );
}
