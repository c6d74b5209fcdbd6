import { field, isMapping, type Mapping, type Value } from './values.js';

/** Mappings are laid over field by field; lists, and mappings that are of another kind, replace. */
export function layOver(base: Value | undefined, top: Value, name = ''): Value {
  if (!isMapping(base) || !isMapping(top) || isOtherKind(base, top)) return top;
  const result = name === 'load' ? withoutOtherLoop(base, top) : { ...base };
  for (const [key, value] of Object.entries(top)) result[key] = layOver(field(result, key), value, key);
  return result;
}

const LOGNORMAL_PAIRS = [
  ['p50', 'p99'],
  ['mean', 'cv'],
] as const;
const BREAKERS = [
  ['failureRateThreshold', 'slidingWindowSize', 'minimumNumberOfCalls'],
  ['consecutiveFailures'],
] as const;
const LOOPS = [
  ['rate', 'arrivals'],
  ['clients', 'thinkTime'],
] as const;

function isOtherKind(base: Mapping, top: Mapping): boolean {
  if (typeof top.distribution === 'string' && typeof base.distribution === 'string') {
    return top.distribution !== base.distribution || areRivals(base, top, LOGNORMAL_PAIRS);
  }
  return areRivals(base, top, BREAKERS);
}

/** Does `top` speak of the one kind alone, and `base` of the other? */
function areRivals(
  base: Mapping,
  top: Mapping,
  [first, second]: readonly [readonly string[], readonly string[]],
): boolean {
  return (
    (hasAny(base, first) && isOnly(top, second, first)) ||
    (hasAny(base, second) && isOnly(top, first, second))
  );
}

function isOnly(mapping: Mapping, kind: readonly string[], other: readonly string[]): boolean {
  return hasAny(mapping, kind) && !hasAny(mapping, other);
}

function hasAny(mapping: Mapping, keys: readonly string[]): boolean {
  return keys.some((key) => Object.hasOwn(mapping, key));
}

/** A rate takes the place of clients, clients that of a rate; duration and warm-up stay. */
function withoutOtherLoop(base: Mapping, top: Mapping): Mapping {
  const [open, closed] = LOOPS;
  const dropped: readonly string[] = isOnly(top, open, closed)
    ? closed
    : isOnly(top, closed, open)
      ? open
      : [];
  return Object.fromEntries(Object.entries(base).filter(([key]) => !dropped.includes(key)));
}
