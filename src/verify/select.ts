import { nearest } from '../scenario/nearest.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Case, ParameterSet } from './case.js';
import { LITTLE } from './verify.js';

export interface Selected {
  case: Case;
  set: ParameterSet;
}

/**
 * What is to be run: the quick set or all, or of the cases named by their keys (`V10`, or `V10-direct-nested` in full)
 * everything. Little's law has no runs of its own: who asks for it gets all the others'.
 *
 * @throws {UsageProblem} for a key that there is not
 */
export function select(cases: readonly Case[], keys: readonly string[], full: boolean): Selected[] {
  const unknown = keys.find(
    (key) => !isNamed(LITTLE, [key]) && !cases.some((one) => isNamed(one.key, [key])),
  );
  if (unknown !== undefined) throw unknownCase(unknown, cases);
  const named = cases.filter(({ key }) => isNamed(key, keys));
  const all = named.length === 0 ? cases : named;
  return all.flatMap((one) =>
    one.sets.filter(({ quick }) => full || quick || named.length > 0).map((set) => ({ case: one, set })),
  );
}

function isNamed(key: string, names: readonly string[]): boolean {
  return names.some((name) => `${key}-`.toLowerCase().startsWith(`${name}-`.toLowerCase()));
}

function unknownCase(key: string, cases: readonly Case[]): UsageProblem {
  const known = [...new Set([...cases.map((one) => one.key), LITTLE])].sort();
  const near = nearest(key, known);
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean \`${near}\`?`;
  return new UsageProblem('unknown-case', `--case ${printable(key)}: there is no such case: ${hint}`);
}
