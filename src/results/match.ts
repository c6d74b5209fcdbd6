import type { Comparison } from '../compare/comparison.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { ResultFile } from './saved.js';

/** The same scenario in two files; and what is in one of them only. */
export interface Matched {
  pairs: { base: Comparison; next: Comparison }[];
  onlyInBase: string[];
  onlyInNew: string[];
}

/**
 * Scenarios go by their titles; of several with the same title, by their order. Where there is one in each file, they are the
 * same question even under two titles, if they have a service in common.
 *
 * @throws {UsageProblem} `nothing-in-common`
 */
export function matchResults(base: ResultFile, next: ResultFile): Matched {
  const left = [...next.results];
  const pairs: Matched['pairs'] = [];
  const onlyInBase: Comparison[] = [];
  const isOneEach = base.results.length === 1 && next.results.length === 1;
  for (const one of base.results) {
    const at = left.findIndex(
      (other) => titleOf(other) === titleOf(one) || (isOneEach && haveSameServices(one, other)),
    );
    const [other] = at === -1 ? [] : left.splice(at, 1);
    if (other === undefined) onlyInBase.push(one);
    else pairs.push({ base: one, next: other });
  }
  if (!pairs.some((pair) => commonModes(pair).length > 0)) {
    const what = pairs.length === 0 ? 'scenarios' : 'modes';
    throw new UsageProblem(
      'nothing-in-common',
      `${printable(base.name)} and ${printable(next.name)}: they have no ${what} in common: ${namesOf(base, what)} here, ${namesOf(next, what)} there`,
    );
  }
  return { pairs, onlyInBase: onlyInBase.map(titleOf), onlyInNew: left.map(titleOf) };
}

/** The modes that both have run, in the base's order. */
export function commonModes({ base, next }: Matched['pairs'][number]): string[] {
  return Object.keys(base.modes).filter((mode) => Object.hasOwn(next.modes, mode));
}

function titleOf({ scenario }: Comparison): string {
  return scenario.title;
}

function haveSameServices(one: Comparison, other: Comparison): boolean {
  return Object.keys(one.scenario.services).some((name) => Object.hasOwn(other.scenario.services, name));
}

const NAMED = 3;

function namesOf({ results }: ResultFile, what: 'scenarios' | 'modes'): string {
  const names = [
    ...new Set(
      what === 'scenarios' ? results.map(titleOf) : results.flatMap(({ modes }) => Object.keys(modes)),
    ),
  ];
  const shown = names.slice(0, NAMED).map((name) => `\`${printable(name, 60)}\``);
  return `${shown.join(', ')}${names.length > NAMED ? `, and ${names.length - NAMED} more` : ''}`;
}
