import type { Comparison } from '../compare/comparison.js';

/** What the change of a mode's figures from one result to another rests on. */
export type Basis =
  /** One run each, of the same scenario with the same seed: nothing is left to chance. */
  | { kind: 'exact' }
  /** One run each, of two scenarios with the same seed: the same random numbers, but one draw of them. */
  | { kind: 'same-seed'; seed: number }
  /** Several runs each, seed by seed. */
  | { kind: 'paired'; seeds: number[] }
  /** Several runs each, that have no seeds in common. */
  | { kind: 'unpaired'; runs: [base: number, next: number] }
  /** Whatever differs may be chance: nothing is judged. */
  | { kind: 'none'; why: Unjudged };

/** Why nothing can be judged. */
export type Unjudged = 'other-seeds' | 'one-run' | 'real' | 'interrupted';

/** @param areAlike would the same seed give the same run of both? */
export function findBasis(base: Comparison, next: Comparison, mode: string, areAlike: boolean): Basis {
  const runs = [base.modes[mode], next.modes[mode]];
  if (runs.some((run) => run?.end.reason === 'interrupted')) return { kind: 'none', why: 'interrupted' };
  if (base.real !== undefined || next.real !== undefined) return { kind: 'none', why: 'real' };
  const [seeds, others] = [seedsOf(base), seedsOf(next)];
  if (seeds.length === 1 && others.length === 1) {
    if (base.seed !== next.seed) return { kind: 'none', why: 'other-seeds' };
    return areAlike ? { kind: 'exact' } : { kind: 'same-seed', seed: base.seed };
  }
  if (seeds.length === 1 || others.length === 1) return { kind: 'none', why: 'one-run' };
  const shared = seeds.filter((seed) => others.includes(seed));
  const haveSamples = base.samples !== undefined && next.samples !== undefined;
  if (shared.length > 1 && haveSamples) return { kind: 'paired', seeds: shared };
  return { kind: 'unpaired', runs: [seeds.length, others.length] };
}

/** Of a run that is not of several, its own. */
export function seedsOf({ seed, runs }: Pick<Comparison, 'seed' | 'runs'>): readonly number[] {
  return runs === undefined || runs.seeds.length === 0 ? [seed] : runs.seeds;
}
