import type { RunResults } from '../formats.js';
import type { Display } from '../options.js';
import { partialOf } from '../partial.js';
import { headerOf } from '../sections/header.js';
import { plain } from '../text.js';
import { viewOf } from '../view.js';
import type { Part } from './context.js';
import { aboutSection } from './foot.js';
import { intro, verdictSection } from './head.js';
import { ledgerSection } from './ledger.js';
import { markup, type Markup } from './markup.js';
import { overview } from './overview.js';
import { requestSection } from './request.js';
import { SCRIPT } from './script.js';
import { page } from './shell.js';
import { spreadSection } from './spread.js';
import { tablesSection } from './tables.js';
import { whatHappened } from './what-happened.js';

/** The report of a run as one page: of several scenarios a row each first, which link to the parts below. */
export function renderPage(run: RunResults, { verbose }: Pick<Display, 'verbose'>): string {
  const { results, reproduce } = run;
  const [only, ...others] = results;
  if (only !== undefined && others.length === 0) {
    const part = partOf(only, 's', 2, false, verbose);
    return page({
      title: `${plain(only.comparison.scenario.title)} – coupling-demo`,
      header: markup`<p class="program">coupling-demo ${only.comparison.version} · seed ${only.comparison.seed}</p><h1>${headerOf(part.view).title}</h1>`,
      main: reportOf(part, only.drillDown),
      script: SCRIPT,
    });
  }
  const parts = results.map((result, index) => ({
    name: result.name,
    drillDown: result.drillDown,
    part: partOf(result, `s${index + 1}`, 3, true, verbose),
  }));
  const { partial } = partialOf(run);
  return page({
    title: `${results.length} scenarios – coupling-demo`,
    header: markup`<p class="program">coupling-demo ${only?.comparison.version ?? ''}</p><h1>${results.length} scenarios</h1>`,
    main: [
      overview(
        results.map(({ comparison }) => comparison),
        parts.map(({ name, part: { id } }) => ({ name, id })),
        partial,
        reproduce,
      ),
      parts.map(
        ({ part, drillDown }) =>
          markup`<article aria-labelledby="${part.id}">${[
            markup`<h2 id="${part.id}">${headerOf(part.view).title}</h2>`,
            reportOf(part, drillDown),
          ]}<p class="up"><a href="#overview">Back to all scenarios</a></p></article>`,
      ),
    ],
  });
}

function partOf(
  { comparison, request }: RunResults['results'][number],
  id: string,
  level: 2 | 3,
  isOneOfMany: boolean,
  verbose: boolean,
): Part {
  return { comparison, view: viewOf(comparison, verbose), id, level, isOneOfMany, request };
}

/** What a reader wants to know first comes first. */
function reportOf(part: Part, drillDown: string | undefined): Markup {
  return markup`${[
    intro(part),
    verdictSection(part),
    whatHappened(part),
    spreadSection(part),
    ledgerSection(part),
    requestSection(part),
    tablesSection(part),
    aboutSection(part, drillDown),
  ]}`;
}
