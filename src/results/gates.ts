import type { Comparison } from '../compare/comparison.js';
import { evaluateGate } from '../compare/evaluate-gate.js';
import type { Gate } from '../compare/parse-gate.js';
import { BASE, newNames } from '../compare/result-names.js';
import type { ScenarioExpectation } from './changes.js';
import { matchResults } from './match.js';
import type { ResultFile } from './saved.js';

/** What gates over several results may call them. */
export function resultNames(others: readonly ResultFile[]): string[] {
  return [BASE, ...newNames(others.length)];
}

/** The columns of all of them, which may have names of their own. */
export function columnsOf(files: readonly ResultFile[]): Comparison['scenario']['modes'] {
  return files.flatMap(({ results }) => results.flatMap(({ scenario }) => scenario.modes));
}

/** Each gate over each scenario that the base has in common with one of the others. */
export function evaluateOver(
  gates: readonly Gate[],
  base: ResultFile,
  others: readonly ResultFile[],
): ScenarioExpectation[] {
  const names = newNames(others.length);
  const pairs = others.map(
    (next) => new Map(matchResults(base, next).pairs.map((pair) => [pair.base, pair.next])),
  );
  return base.results.flatMap((one) => {
    const matched = pairs.flatMap((found, index): [string, Comparison][] => {
      const next = found.get(one);
      return next === undefined ? [] : [[names[index] ?? '', next]];
    });
    if (matched.length === 0) return [];
    const results = Object.fromEntries([[BASE, one] as const, ...matched]);
    return gates.map((gate) => ({ title: one.scenario.title, ...evaluateGate(gate, { results }) }));
  });
}
