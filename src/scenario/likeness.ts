import type { Column, Redelivery, Scenario, Step } from './scenario.js';
import { busShape } from './schema-bus.js';
import { breakerShape, redeliveryShape, retryShape } from './schema-policies.js';

/** The libraries whose words the policies bear. */
const LIBRARIES = /resilience4j|Polly|Finagle|JetStream|SQS/;

/** Places that are named where many steps have a policy of their own. */
const MOST_PLACES = 3;

/** A field that acts as in a library, or otherwise than there, and what its schema says of that. */
export interface Likeness {
  /** Where it is used. */
  paths: string[];
  /** Further places, which are not named. */
  more: number;
  says: string;
}

type Shape = Readonly<Record<string, { description?: string | undefined }>>;

/** A policy, and where it is used: by the workflow, the outer caller, a single step or a column. */
type Use = [path: string, used: object | 'none' | undefined, shape: Shape];

/** Of the policies that a scenario uses, those whose descriptions tell how they stand to a library; each is told once. */
export function findLikenesses({
  calls,
  caller,
  bus,
  steps,
  modes,
}: Pick<Scenario, 'calls' | 'caller' | 'bus' | 'steps' | 'modes'>): Likeness[] {
  const uses: Use[] = [
    ...usesOf('calls', calls),
    ['bus', bus, busShape],
    ['bus.redelivery', bus.redelivery, redeliveryShape],
    ...usesOf('caller', caller),
    ...steps.flatMap((step, index) => usesOfStep(step, `steps[${index}]`)),
    ...modes.flatMap((column, index) => usesOfColumn(column, `modes[${index}]`)),
  ];
  const found = new Map<string, string[]>();
  for (const [path, used, shape] of uses) {
    if (used === undefined || used === 'none') continue;
    for (const [name, { description = '' }] of Object.entries(shape)) {
      if (!(name in used) || !LIBRARIES.test(description)) continue;
      // Without a bound a wait may grow as with Polly; without a budget there is nothing to say.
      if (name === 'budget' && 'budget' in used && used.budget === 'none') continue;
      found.set(description, [...(found.get(description) ?? []), `${path}.${name}`]);
    }
  }
  return [...found].map(([says, paths]) => ({
    paths: paths.slice(0, MOST_PLACES),
    more: Math.max(0, paths.length - MOST_PLACES),
    says,
  }));
}

interface Policies {
  retry?: object | 'none';
  circuitBreaker?: object | 'none';
  redelivery?: Partial<Redelivery>;
}

function usesOf(path: string, { retry, circuitBreaker, redelivery }: Policies): Use[] {
  return [
    [`${path}.retry`, retry, retryShape],
    [`${path}.circuitBreaker`, circuitBreaker, breakerShape],
    [`${path}.redelivery`, redelivery, redeliveryShape],
  ];
}

function usesOfStep({ calls = {}, redelivery }: Step, path: string): Use[] {
  return [...usesOf(`${path}.calls`, calls), [`${path}.redelivery`, redelivery, redeliveryShape]];
}

function usesOfColumn(column: Column, path: string): Use[] {
  // The variant with a breaker that the scenario itself has not: all of its fields are as when they are left out.
  if (column === 'direct:breaker') return [[column, breakerShape, breakerShape]];
  if (typeof column === 'string') return [];
  return [
    ...usesOf(path, column),
    ...usesOf(`${path}.caller`, column.caller ?? {}),
    ...(column.mode === 'event' ? [[path, column, busShape] satisfies Use] : []),
  ];
}
