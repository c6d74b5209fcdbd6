import type { Attempt, Pending } from './attempt.js';
import type { Service } from './service.js';

/** The deepest of the services in which something waits or works for this attempt now; its own while it works itself. */
export function whereabouts(attempt: Attempt): { service: number; depth: number } {
  return deepest(attempt.pending) ?? { service: attempt.service.index, depth: attempt.step.depth };
}

/**
 * The service to blame when another one has no slot left: the one for which most slots are held at this moment, itself
 * if they work.
 */
export function mostSlotsHeldFor(service: Service): number {
  const counts = new Map<number, number>();
  let most = service.index;
  for (const attempt of service.taken) {
    const held = whereabouts(attempt).service;
    const count = (counts.get(held) ?? 0) + 1;
    counts.set(held, count);
    if (count > (counts.get(most) ?? 0)) most = held;
  }
  return most;
}

function deepest(pending: readonly Pending[]): { service: number; depth: number } | undefined {
  let found: { service: number; depth: number } | undefined;
  for (const one of pending) {
    const place = one.whereabouts();
    if (found === undefined || place.depth > found.depth) found = place;
  }
  return found;
}
