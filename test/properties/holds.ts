import fc from 'fast-check';
import { stringify } from 'yaml';
import type { Scenario } from '../../src/scenario/scenario.js';

/**
 * Always the same scenarios, so that what was green stays green until somebody changes something; `SEED=random` looks at
 * others, `MORE=10` at ten times as many.
 */
const SEED = process.env.SEED === 'random' ? {} : { seed: Number(process.env.SEED ?? 42) };
const MORE = Number(process.env.MORE ?? 1);

/**
 * Tries it with many scenarios. When it does not hold for one, the error has what is wrong and, made as small as it can be,
 * the scenario: a file with it repeats the run.
 *
 * @param problems says what is wrong, nothing if all is right
 */
export async function holdsForAll(
  scenarios: fc.Arbitrary<Scenario>,
  problems: (scenario: Scenario) => Promise<string[]>,
  runs = 200,
): Promise<void> {
  const property = fc.asyncProperty(scenarios, async (scenario) => {
    const found = await problems(scenario);
    if (found.length > 0) throw new Error(found.join('\n'));
  });
  const details = await fc.check(property, { numRuns: runs * MORE, ...SEED });
  if (!details.failed) return;
  const error = details.errorInstance;
  const what = error instanceof Error ? error.message : String(error);
  const scenario = stringify(details.counterexample?.[0], { aliasDuplicateObjects: false });
  throw new Error(`${what}\n\nwith SEED=${details.seed}, in this scenario:\n\n${scenario}`, { cause: error });
}
