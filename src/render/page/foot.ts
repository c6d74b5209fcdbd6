import { describeHint } from '../../hints/describe.js';
import { plain } from '../text.js';
import { compactJson } from './compact-json.js';
import { heading, named, type Part } from './context.js';
import { lines, markup, type Markup } from './markup.js';

/** What nobody should read out of the figures. */
const LEFT_OUT = [
  'The machine is not modelled: no processor, memory, disk or garbage collection; a worker is as fast alone as beside others.',
  'Services have no state beyond what their steps leave behind; nothing is compensated.',
  'The network has latencies and faults, and no bandwidth; nothing is compressed, batched or split.',
  'There is one instance of each service and one broker; nothing scales by itself.',
  'Every mode has the same arrivals, service times and faults: the figures compare modes, and predict no real system.',
];

/** What it warns of, what it leaves out, and how to have it again. */
export function aboutSection(
  { comparison, id, level, isOneOfMany }: Part,
  drillDown: string | undefined,
): Markup {
  const { hints, scenario, reproduce, version, real } = comparison;
  return markup`<section${named({ id, isOneOfMany }, 'about')}>${heading(level, 'About this run', `${id}-about`)}${
    hints.length === 0
      ? undefined
      : markup`<p>The plan was warned of before it was run:</p><ul>${hints.map((hint) => markup`<li>${plain(describeHint(hint))}</li>`)}</ul>`
  }${
    isOneOfMany || real !== undefined
      ? undefined
      : markup`<p>What the model leaves out:</p><ul>${LEFT_OUT.map((text) => markup`<li>${text}</li>`)}</ul>`
  }<dl>${reproduce === undefined ? undefined : markup`<dt>Repeat it</dt><dd><code>${reproduce}</code></dd>`}${
    drillDown === undefined ? undefined : markup`<dt>One request of it</dt><dd><code>${drillDown}</code></dd>`
  }<dt>Made with</dt><dd>coupling-demo ${version}, ${real === undefined ? 'simulated' : 'measured for real'}; seed ${comparison.seed}</dd></dl><details><summary>The scenario with every default written out</summary><pre tabindex="0">${lines(compactJson(scenario))}</pre></details></section>`;
}
