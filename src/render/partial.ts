import type { RunResults } from './formats.js';

/** What a summary says of itself after an interrupt. */
export function partialOf({ results, interruptedOf }: Pick<RunResults, 'results' | 'interruptedOf'>): {
  partial?: string;
} {
  return interruptedOf === undefined
    ? {}
    : { partial: `partial summary: interrupted, ${results.length} of ${interruptedOf} scenarios have run` };
}
