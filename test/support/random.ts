import { randomInt } from 'node:crypto';

/**
 * What random tests try. Usually that is the same for everybody, so that what was green stays green until somebody changes
 * something. `SEED=random` tries something else and says what, `SEED=7` tries that again, `MORE=10` tries ten times as much.
 */
export const SEED = process.env.SEED === 'random' ? randomInt(2 ** 31) : process.env.SEED;
export const MORE = Number(process.env.MORE ?? 1);
if (process.env.SEED === 'random') process.stdout.write(`SEED=${SEED} MORE=${MORE}\n`);

/** For `fc.assert`: so many cases of a pinned seed. */
export function pinned(runs: number): { seed: number; numRuns: number } {
  return { seed: Number(SEED ?? 42), numRuns: runs * MORE };
}
