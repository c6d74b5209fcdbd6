import type { Comparison, Expectation } from '../compare/comparison.js';
import { evaluateGate, type Gate, GateProblem, parseGate } from '../compare/gates.js';
import { widthOf } from '../render/width.js';
import { nearest } from '../scenario/nearest.js';
import { excerpt, printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';

/**
 * The gates of a scenario, its own and those of `--expect`.
 *
 * @throws {UsageProblem} for one that cannot be read, with a mark below what is wrong
 */
export function readGates(name: string, { expect }: Scenario): Gate[] {
  return expect.map((text) => {
    try {
      return parseGate(text);
    } catch (error) {
      throw error instanceof GateProblem
        ? new UsageProblem('bad-gate', `${printable(name)}: ${describe(error)}`)
        : error;
    }
  });
}

export function evaluateGates(gates: readonly Gate[], comparison: Comparison): Expectation[] {
  return gates.map((gate) => evaluateGate(gate, comparison));
}

/** `event.completed >= 99%: measured 0.973`. */
export function describeFailure({ text, measured, note }: Expectation): string {
  const found = measured ?? note ?? 'nothing';
  return `${printable(text)}: measured ${typeof found === 'number' ? Number(found.toPrecision(6)) : String(found)}`;
}

/** Characters shown before what is to blame, and altogether. */
const BEFORE = 40;
const SHOWN = 76;

function describe({ message, text, position, found, known }: GateProblem): string {
  const near = found === undefined ? undefined : nearest(found, known);
  const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
  const start = position > SHOWN - BEFORE ? position - BEFORE : 0;
  const before = printable(excerpt(text, start, position));
  const after = printable(excerpt(text, position, start + SHOWN));
  return `expect: ${printable(message)}${hint}\n  ${before}${after}\n  ${' '.repeat(widthOf(before))}^`;
}
