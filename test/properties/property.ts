import fc from 'fast-check';
import { describe, it } from 'vitest';
import { stringify } from 'yaml';
import type { Scenario } from '../../src/scenario/scenario.js';
import { MORE, SEED } from '../support/random.js';
import { scenarios } from './random/scenarios.js';

/** Something that holds for any scenario. */
export interface Property {
  /** A sentence. */
  name: string;
  /** How many random scenarios it is tried with. */
  runs: number;
  /** What is wrong with it in this scenario; nothing if it holds. */
  problems(scenario: Scenario): Promise<string[]>;
}

/** Tried unless `SEED` names another. */
const PINNED = [42, 7, 2024, 6507];

/** Real milliseconds that a property may take with one seed: many times what it does, for a machine may be busy. */
const PATIENCE = 600_000;

/** Real milliseconds in which a scenario that fails is made smaller. */
const SHRINKING = 20_000;

/** Tries each property with many scenarios. */
export function describeProperties(properties: readonly Property[]): void {
  for (const property of properties) {
    describe(property.name, () => {
      if (SEED === undefined) {
        const runs = Math.ceil((property.runs * MORE) / PINNED.length);
        it.each(PINNED)('with the scenarios of seed %s', (seed) => tryWith(property, seed, runs));
      } else {
        const runs = property.runs * MORE;
        it(`with the scenarios of seed ${SEED}`, { timeout: PATIENCE * MORE }, () =>
          tryWith(property, Number(SEED), runs),
        );
      }
    });
  }
}

/** @throws with what is wrong, and with a scenario for which it is: as small as can be, and the text of a scenario file */
async function tryWith({ name, problems }: Property, seed: number, runs: number): Promise<void> {
  let failedAt: number | undefined;
  const check = fc.asyncProperty(scenarios(), async (scenario) => {
    if (failedAt !== undefined && performance.now() - failedAt > SHRINKING) return;
    const found = await problems(scenario);
    if (found.length === 0) return;
    failedAt ??= performance.now();
    throw new Error(found.join('\n'));
  });
  const details = await fc.check(check, { numRuns: runs, seed });
  if (!details.failed) return;
  const error = details.errorInstance;
  const what = error instanceof Error ? error.message : String(error);
  const scenario = stringify(details.counterexample?.[0], { aliasDuplicateObjects: false });
  throw new Error(
    `${what}\n\nSEED=${seed} MORE=${MORE} npx vitest run test/properties -t "${name}"\n\nin this scenario:\n\n${scenario}`,
    { cause: error },
  );
}
