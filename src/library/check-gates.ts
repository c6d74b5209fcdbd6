import type { Comparison, Expectation } from '../compare/comparison.js';
import { evaluateGates, readGates } from './gates.js';

/**
 * Judges gates over a comparison: `event.completed >= 99%`.
 *
 * @returns one for each, with what was measured and whether it held; a gate on what was never measured fails
 * @throws {UsageProblem} `bad-gate` for one that cannot be read
 */
export async function checkGates(comparison: Comparison, gates: readonly string[]): Promise<Expectation[]> {
  const { modes } = comparison.scenario;
  return evaluateGates(
    await readGates({ expect: [...gates], modes }, () => Promise.resolve('gate: ')),
    comparison,
  );
}
