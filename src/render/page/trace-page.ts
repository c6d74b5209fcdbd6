import type { Scenario } from '../../scenario/scenario.js';
import type { RequestShown } from '../formats.js';
import { plain } from '../text.js';
import { topologyLine } from '../topology.js';
import { faultsShown, rowsFor } from '../trace-shown.js';
import { heading } from './context.js';
import { markup, type Content, type Markup } from './markup.js';
import { choice } from './request.js';
import { page } from './shell.js';
import { attemptTable, waterfall } from './waterfall.js';

/** What a page about single requests says beside them. */
export interface About {
  scenario: Scenario;
  version: string;
  /** Every attempt, every fault and every request. */
  verbose: boolean;
  /** The command that repeats it, if there is one. */
  reproduce?: string;
}

/** One request as a page: the waterfall of each mode on one axis, every attempt in figures, and why this request. */
export function renderTracePage(request: RequestShown, about: About): string {
  const { trace } = request;
  const { scenario, verbose } = about;
  return aboutRequests(choice(request), about, [
    markup`<section aria-labelledby="modes">${heading(2, 'Mode by mode', 'modes')}${waterfall({
      trace,
      scenario,
      id: 'request',
      rows: rowsFor(verbose),
      isTableApart: true,
    })}</section>`,
    markup`<section aria-labelledby="attempts">${heading(2, 'Every attempt', 'attempts')}${attemptTable(trace, rowsFor(verbose))}</section>`,
  ]);
}

/** A page about requests of a scenario: what was run above, how to have it again below. */
export function aboutRequests(
  what: string,
  { scenario, version, verbose, reproduce }: About,
  main: Content,
): string {
  const { faults, more } = faultsShown(scenario, verbose);
  const title = plain(scenario.title);
  return page({
    title: `${title}: trace – coupling-demo`,
    header: markup`<p class="program">coupling-demo ${version} · trace · seed ${scenario.seed}</p><h1>${title}</h1><p class="question">${what}</p><dl><dt>${faults.length + more > 1 ? 'Faults' : 'Fault'}</dt><dd>${
      faults.length === 0 ? 'none' : faults.map((fault) => markup`<span class="fault-chip">${fault}</span> `)
    }${more > 0 ? `and ${more} more` : undefined}</dd><dt>Workflow</dt><dd>${topologyLine(scenario)}</dd></dl>`,
    main: [main, reproduce === undefined ? undefined : repeatSection(reproduce)],
  });
}

function repeatSection(reproduce: string): Markup {
  return markup`<section aria-labelledby="about">${heading(2, 'About this trace', 'about')}<dl><dt>Repeat it</dt><dd><code>${reproduce}</code></dd></dl></section>`;
}
