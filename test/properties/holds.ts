import fc from 'fast-check';
import { stringify } from 'yaml';
import type { Scenario } from '../../src/scenario/scenario.js';

/** Always the same scenarios, so that a red build is red again; `SEED=random` looks at others, `RUNS` at more or fewer. */
const SEED = process.env.SEED === 'random' ? {} : { seed: Number(process.env.SEED ?? 42) };
const RUNS = Number(process.env.RUNS ?? 200);

/**
 * Tries it with many scenarios. When it does not hold for one, the error has what is wrong and, made as small as it can be,
 * the scenario: a file with it repeats the run.
 *
 * @param problems says what is wrong, nothing if all is right
 */
export async function holdsForAll(
  scenarios: fc.Arbitrary<Scenario>,
  problems: (scenario: Scenario) => Promise<string[]>,
): Promise<void> {
  const property = fc.asyncProperty(scenarios, async (scenario) => {
    const found = await problems(scenario);
    if (found.length > 0) throw new Error(found.join('\n'));
  });
  const details = await fc.check(property, { numRuns: RUNS, ...SEED });
  if (!details.failed) return;
  const [scenario] = details.counterexample ?? [];
  const error = details.errorInstance;
  const what = error instanceof Error ? error.message : String(error);
  throw new Error(
    `${what}\n\nwith SEED=${details.seed}, in this scenario:\n\n${stringify(scenario, { aliasDuplicateObjects: false })}`,
    {
      cause: error,
    },
  );
}
