import type { Comparison, Expectation } from '../../compare/comparison.js';
import { describeGate, type GateWords } from '../../compare/gate-words.js';
import { formatPlural } from '../../compare/quantities.js';
import { plain } from '../text.js';

/** Gates as they are shown, with nothing in their texts that acts on a terminal. */
export function gateLines(expectations: readonly Expectation[]): GateWords[] {
  return expectations.map((expectation) => {
    const { verdict, text, outcome, was, expected, brief } = describeGate(expectation);
    return {
      verdict,
      text: plain(text),
      outcome: plain(outcome),
      was: plain(was),
      expected: plain(expected),
      brief: plain(brief),
    };
  });
}

/** Says that gates of a bundled scenario were skipped; `undefined` where none was. */
export function skippedLine({ skippedGates = [] }: Pick<Comparison, 'skippedGates'>): string | undefined {
  const { length } = skippedGates;
  if (length === 0) return undefined;
  const are = length === 1 ? 'is' : 'are';
  return `${formatPlural(length, 'gate')} of the bundled scenario ${are} skipped: flags have changed it`;
}

/** Whose figures the gates judge: `seed 42`, or `mean of seeds 42 to 51`. */
export function seedWords({ seed, runs }: Pick<Comparison, 'seed' | 'runs'>): string {
  const last = runs?.seeds.at(-1) ?? seed;
  return last === seed ? `seed ${seed}` : `mean of seeds ${seed} to ${last}`;
}
