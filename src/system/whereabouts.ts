import type { Attempt, Pending } from './attempt.js';

/**
 * The deepest of the services in which something waits or works for this attempt now; its own while it works itself. From
 * then on the attempt says when that may have changed.
 */
export function whereabouts(attempt: Attempt): { service: number; depth: number } {
  attempt.isWatched = true;
  return deepest(attempt.pending) ?? { service: attempt.service.index, depth: attempt.step.depth };
}

function deepest(pending: readonly Pending[]): { service: number; depth: number } | undefined {
  let found: { service: number; depth: number } | undefined;
  for (const one of pending) {
    const place = one.whereabouts();
    if (found === undefined || place.depth > found.depth) found = place;
  }
  return found;
}
