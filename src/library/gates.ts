import type { Comparison, Expectation } from '../compare/comparison.js';
import { evaluateGate } from '../compare/evaluate-gate.js';
import { describeGate } from '../compare/gate-words.js';
import { type Gate, parseGate } from '../compare/parse-gate.js';
import { GateProblem } from '../compare/tokens.js';
import { widthOf } from '../render/width.js';
import { nearest } from '../scenario/nearest.js';
import { excerpt, printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';

/**
 * The gates of a scenario, its own and those of `--expect`.
 *
 * @param placeOf where the one was written that so many come after
 * @throws {UsageProblem} for one that cannot be read, with a mark below what is wrong
 */
export async function readGates(
  { expect, modes }: Pick<Scenario, 'expect' | 'modes'>,
  placeOf: (fromEnd: number) => Promise<string>,
): Promise<Gate[]> {
  const gates: Gate[] = [];
  for (const [index, text] of expect.entries()) {
    gates.push(
      await readGate(
        () => parseGate(text, modes),
        () => placeOf(expect.length - 1 - index),
      ),
    );
  }
  return gates;
}

/**
 * A gate over several results.
 *
 * @param columns of all of them
 * @throws {UsageProblem} for one that cannot be read
 */
export function readGateOver(
  text: string,
  columns: Scenario['modes'],
  results: readonly string[],
): Promise<Gate> {
  return readGate(
    () => parseGate(text, columns, results),
    () => `--expect ${printable(text, 120)}: `,
  );
}

async function readGate(parse: () => Gate, placeOf: () => string | Promise<string>): Promise<Gate> {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof GateProblem)) throw error;
    throw new UsageProblem('bad-gate', `${await placeOf()}${describe(error)}`);
  }
}

export function evaluateGates(gates: readonly Gate[], comparison: Comparison): Expectation[] {
  return gates.map((gate) => evaluateGate(gate, comparison));
}

/** `event.completionTime.p99 < 200ms, was 2.077 s`. */
export function describeFailure(expectation: Expectation): string {
  const { text, brief } = describeGate(expectation);
  return printable(`${text}, ${brief}`);
}

/** Characters shown before what is to blame, and altogether. */
const BEFORE = 40;
const SHOWN = 76;

function describe({ message, text, position, found, known, all }: GateProblem): string {
  const start = position > SHOWN - BEFORE ? position - BEFORE : 0;
  const before = printable(excerpt(text, start, position));
  const after = printable(excerpt(text, position, start + SHOWN));
  return `expect: ${printable(message)}${hintOf(found, known, all)}\n  ${before}${after}\n  ${' '.repeat(widthOf(before))}^`;
}

/** What was meant, if a name is near; and where all of them stand. */
function hintOf(found: string | undefined, known: readonly string[], all: string | undefined): string {
  const near = found === undefined ? undefined : nearest(found, known);
  if (all === undefined) return near === undefined ? '' : `; did you mean \`${near}\`?`;
  return `.${near === undefined ? '' : ` Nearest: ${near}.`} All: \`${all}\``;
}
