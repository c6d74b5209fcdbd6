import type { Comparison } from '../compare/comparison.js';
import { type Command, FORMATS, type FormatOf } from '../render/formats.js';
import type { Display } from '../render/options.js';
import type { Changes } from '../results/changes.js';
import type { Sweep } from '../sweep/result.js';
import { readFormat } from './read-format.js';
import type { TracedRequest } from './trace.js';
import { readVersion } from './version.js';

/** What can be rendered. */
export type Renderable = Comparison | readonly Comparison[] | Changes | Sweep | TracedRequest;

/** A format; which of them there are for what, the page of the library has a table of. */
export type Format = FormatOf<'run'>;

export interface RenderOptions extends Partial<Display> {
  /** Of changes: unchanged figures and every detail, too. */
  all?: boolean;
}

const USUAL: Display = { width: 80, color: 0, ascii: false, verbose: false, quiet: false };

/**
 * Makes a text of a result. Nothing in texts that come from scenarios acts on a terminal or on a page.
 *
 * @returns the text, with a line break at its end
 * @throws {UsageProblem} `unknown-format` for a format that there is not, or not of such a result
 */
export async function render(
  result: Renderable,
  format: Format,
  { all = false, ...options }: RenderOptions = {},
): Promise<string> {
  const display: Display = { ...USUAL, ...options };
  if ('points' in result) return renderSweep(result, known(format, 'sweep'), display);
  if ('files' in result) return renderChanges(result, known(format, 'compare'), display, all);
  if ('trace' in result) return renderTrace(result, known(format, 'trace'), display);
  const comparisons = 'modes' in result ? [result] : result;
  const show = await FORMATS[known(format, 'run')].load();
  return show(
    { results: comparisons.map((comparison) => ({ name: comparison.scenario.title, comparison })) },
    display,
  );
}

function known<Of extends Command>(format: string, command: Of): FormatOf<Of> {
  return readFormat(format, command, 'format ');
}

/** @param reproduce the command that repeats it, if there is one */
export async function renderSweep(
  result: Sweep,
  format: FormatOf<'sweep'>,
  display: Display,
  reproduce?: string,
): Promise<string> {
  const options = { ...display, ...(reproduce === undefined ? {} : { reproduce }) };
  switch (format) {
    case 'json':
      return (await import('../render/json.js')).toJson(result);
    case 'markdown':
      return (await import('../render/sweep.js')).renderSweepMarkdown(result, options);
    case 'html':
      return (await import('../render/page/sweep-page.js')).renderSweepPage(result, reproduce);
    case 'table':
      return (await import('../render/sweep.js')).renderSweep(result, options);
  }
}

export async function renderChanges(
  changes: Changes,
  format: FormatOf<'compare'>,
  display: Display,
  all: boolean,
): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../render/json.js')).toJson(changes);
    case 'markdown':
      return (await import('../render/changes/markdown.js')).renderChangesMarkdown(changes, all);
    case 'junit':
      return (await import('../render/changes/junit.js')).renderChangesJunit(changes);
    case 'html':
      return (await import('../render/page/changes-page.js')).renderChangesPage(changes, all);
    case 'table':
      return (await import('../render/changes/table.js')).renderChanges(changes, display, all);
  }
}

/** @param reproduce the command that repeats it, if there is one */
export async function renderTrace(
  { scenario, trace, why }: TracedRequest,
  format: FormatOf<'trace'>,
  display: Display,
  reproduce?: string,
): Promise<string> {
  const about = { scenario, version: readVersion(), ...(reproduce === undefined ? {} : { reproduce }) };
  const chosen = why === undefined ? {} : { why };
  const options = { ...display, ...about, ...chosen };
  switch (format) {
    case 'json':
      return (await import('../render/trace-json.js')).renderTraceJson(trace, options);
    case 'markdown':
      return (await import('../render/trace-markdown.js')).renderTraceMarkdown(trace, options);
    case 'html':
      return (await import('../render/page/trace-page.js')).renderTracePage({ trace, ...chosen }, options);
    case 'table':
      return (await import('../render/trace.js')).renderTrace(trace, options);
  }
}
