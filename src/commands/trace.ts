import { changesOf } from '../flags/changes.js';
import type { TraceFlags } from '../flags/commands.js';
import { formatPlural } from '../compare/quantities.js';
import { columnNames } from '../modes/registry.js';
import type { FormatOf } from '../render/formats.js';
import type { Display } from '../render/options.js';
import { renderTrace } from '../library/render.js';
import { loadScenario } from '../scenario/load.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { chooseRequest } from '../trace/choose.js';
import { findRequests } from '../trace/find.js';
import { listRequests, type RequestList } from '../trace/request-list.js';
import type { Trace } from '../trace/trace.js';
import { deliver } from './deliver.js';
import { displayInFile, displayOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import { checkWritable } from './files.js';
import type { Io } from './io.js';
import { checkOpen, openPage } from './open.js';
import { planOutputs, reportTo } from './outputs.js';
import { repeatCommand } from './reproduce.js';
import { type Choice, checkService, readChoice } from './trace-choice.js';
import { servicesOf, surveyModes, traceModes } from '../library/trace-runs.js';
import { NO_FAILURE, sayNothingFound, saySearch, sayWhy } from '../library/trace-why.js';
import { readVersion } from '../library/version.js';

/** What there is to show: one request, and why this one; or all that match. */
type Shown = { trace: Trace; why?: string } | { requests: RequestList };

/**
 * Shows one request as a waterfall, in every mode of the scenario, or lists those that match. First all requests are looked
 * at, to find them; then the run is made again, the same by its luck, and what happens to one request is kept.
 *
 * @throws {UsageProblem} where there is no such request
 */
export async function trace(name: string, flags: TraceFlags, io: Io): Promise<number> {
  const display = displayOf(flags, io);
  const outputs = [...planOutputs('trace', flags.format, flags.output), ...reportTo(flags.report)];
  checkOpen(flags.open, outputs);
  const choice = readChoice(flags);
  const scenario = await loadScenario(name, changesOf(flags));
  if ('search' in choice) checkService(choice.search, () => servicesOf(scenario));
  await checkWritable(outputs);

  const shown = await look(name, scenario, choice, io);

  const interrupt = io.interrupted();
  if (interrupt !== undefined) return exitCodeOf(interrupt);
  if (shown === undefined) throw new TypeError('only an interrupt leaves nothing to show');
  const reproduce = repeatCommand([name], flags, scenario.seed, 'trace');
  const showWith =
    (how: Display) =>
    (format: FormatOf<'trace'>): Promise<string> =>
      render(format, shown, scenario, how, reproduce);
  await deliver(
    outputs,
    { inFile: showWith(displayInFile(display, flags)), onScreen: showWith(display) },
    io,
  );
  await openPage(flags.open, outputs, io);
  return EXIT.done;
}

/** @returns `undefined` after an interrupt */
async function look(name: string, scenario: Scenario, choice: Choice, io: Io): Promise<Shown | undefined> {
  const interrupted = (): boolean => io.interrupted() !== undefined;
  const none = (why: string): UsageProblem =>
    new UsageProblem('no-such-request', `${printable(name)}: ${why}`);
  if ('number' in choice) {
    const traced = await traceModes(scenario, choice, interrupted);
    if (traced === undefined || 'modes' in traced) return traced && { trace: traced };
    const { begun } = traced;
    throw none(`the run has ${formatPlural(begun, 'request')}; --request goes from 1 to ${begun}`);
  }
  const { wish, search, isList } = choice;
  const surveys = await surveyModes(scenario, search.service, interrupted);
  if (surveys === undefined) return undefined;
  const isSearch = Object.keys(search).length > 0;
  const found = isSearch || isList ? findRequests(surveys, search) : undefined;
  if (found?.modes.size === 0) throw none(sayNothingFound(search, surveys));
  if (found !== undefined && isList) {
    return {
      requests: listRequests(saySearch(search, found), columnNames(scenario.modes), surveys, found),
    };
  }
  const chosen = chooseRequest(surveys, wish, found?.modes.keys());
  const among = found === undefined ? undefined : { size: found.modes.size, asked: saySearch(search, found) };
  if (chosen === undefined)
    throw none(NO_FAILURE[wish] + (among === undefined ? '' : `: ${among.asked.join(', ')}`));
  const traced = await traceModes(scenario, chosen, interrupted);
  if (traced === undefined) return undefined;
  if ('begun' in traced) throw new TypeError('a request that was surveyed is there again');
  return { trace: traced, why: sayWhy(chosen, scenario, among) };
}

async function render(
  format: FormatOf<'trace'>,
  shown: Shown,
  scenario: Scenario,
  display: Display,
  reproduce: string,
): Promise<string> {
  const options = { ...display, scenario, version: readVersion(), reproduce };
  if ('requests' in shown) return renderList(format, shown.requests, options);
  return renderTrace({ scenario, ...shown }, format, display, reproduce);
}

async function renderList(
  format: FormatOf<'trace'>,
  requests: RequestList,
  options: Display & { scenario: Scenario; version: string; reproduce: string },
): Promise<string> {
  if (format === 'json')
    return (await import('../render/requests-json.js')).renderRequestsJson(requests, options);
  if (format === 'html')
    return (await import('../render/page/requests-page.js')).renderRequestsPage(requests, options);
  const { renderRequests, renderRequestsMarkdown } = await import('../render/requests.js');
  return format === 'markdown'
    ? renderRequestsMarkdown(requests, options)
    : renderRequests(requests, options);
}
