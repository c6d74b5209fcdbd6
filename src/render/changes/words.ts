import { formatPlural } from '../../compare/quantities.js';
import { list } from '../../compare/words.js';
import type { Basis, Unjudged } from '../../results/basis.js';
import type { ScenarioChanges } from '../../results/changes.js';
import type { FieldChange } from '../../results/scenario-changes.js';
import { describeHint } from '../../hints/describe.js';
import { plain } from '../text.js';
import { cutTo } from '../width.js';

/** What was run otherwise, a line each; made safe. */
export function whatDiffers(changes: ScenarioChanges, most: number): string[] {
  const { version, seeds, scenario, hints, real } = changes;
  const fields = scenario.slice(0, most).map(describeField);
  const more = scenario.length - fields.length;
  return [
    ...(version.base === version.new ? [] : [`version: ${version.base} → ${version.new}`]),
    ...(isSame(seeds.base, seeds.new) ? [] : [`seed: ${seedWords(seeds.base)} → ${seedWords(seeds.new)}`]),
    ...(real.base === real.new ? [] : [`${nameOfWorld(real.base)} → ${nameOfWorld(real.new)}`]),
    ...fields,
    ...(more === 0 ? [] : [`and ${formatPlural(more, 'more field')} of the scenario (--all)`]),
    ...hints.gone.map((hint) => `note gone: ${describeHint(hint)}`),
    ...hints.added.map((hint) => `new note: ${describeHint(hint)}`),
  ].map(plain);
}

function nameOfWorld(isReal: boolean): string {
  return isReal ? 'measured for real' : 'simulated';
}

/** `seed 42`, or `10 seeds, 42 to 51`. */
function seedWords(seeds: readonly number[]): string {
  const [first = 0] = seeds;
  const last = seeds.at(-1) ?? first;
  return seeds.length === 1 ? String(first) : `${first} to ${last} (${seeds.length} runs)`;
}

/** Of a value in a scenario; what is longer is cut. */
const LONGEST_VALUE = 48;

function describeField({ path, base, new: next }: FieldChange): string {
  return `${cutTo(plain(path), 60, '…')}: ${valueInWords(base)} → ${valueInWords(next)}`;
}

function valueInWords(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return cutTo(plain(text), LONGEST_VALUE, '…');
}

/** What the judgements rest on: one sentence, or one for each kind with the modes that it holds for. */
export function basisWords({ modes }: ScenarioChanges): string[] {
  const byWords = new Map<string, string[]>();
  for (const [mode, { basis }] of Object.entries(modes)) {
    const words = basisInWords(basis);
    byWords.set(words, [...(byWords.get(words) ?? []), mode]);
  }
  return [...byWords].map(([words, names]) => plain(byWords.size === 1 ? words : `${list(names)}: ${words}`));
}

/** How a basis is said in a sentence. */
function basisInWords(basis: Basis): string {
  switch (basis.kind) {
    case 'exact':
      return 'same scenario and seed: no noise, every change is real';
    case 'same-seed':
      return `one run each, both with seed ${basis.seed}: the changes come of what differs; how far they hold for other seeds, --runs tells`;
    case 'paired':
      return `paired by seed, ${basis.seeds.length} seeds in common; ≈ no more than noise (95 %)`;
    case 'unpaired':
      return `${basis.runs[0]} runs against ${basis.runs[1]}, unpaired; ≈ no more than noise (95 %, Welch)`;
    case 'none':
      return `nothing is judged: ${UNJUDGED[basis.why]}`;
  }
}

const UNJUDGED: Record<Unjudged, string> = {
  'other-seeds': 'one run each, with different seeds, so any change may be chance; save both with --runs 10',
  'one-run': 'one of them is a single run, so any change may be chance; save both with --runs 10',
  real: 'measured for real once, so any change may be chance',
  interrupted: 'one of the runs was interrupted',
};

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((seed, index) => seed === other[index]);
}
