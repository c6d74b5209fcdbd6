import type { Scenario } from './scenario.js';
import { busShape } from './schema-bus.js';
import { breakerShape, redeliveryShape, retryShape } from './schema-policies.js';

/** The libraries whose words the policies bear. */
const LIBRARIES = /resilience4j|Polly|Finagle|JetStream|SQS/;

/** A field that acts as in a library, or otherwise than there, and what its schema says of that. */
export interface Likeness {
  path: string;
  says: string;
}

type Shape = Readonly<Record<string, { description?: string | undefined }>>;

/** Of the policies that a scenario uses, those whose descriptions tell how they stand to a library. */
export function findLikenesses({ calls, bus }: Pick<Scenario, 'calls' | 'bus'>): Likeness[] {
  const shapes: [path: string, used: object | 'none', shape: Shape][] = [
    ['calls.retry', calls.retry, retryShape],
    ['calls.circuitBreaker', calls.circuitBreaker, breakerShape],
    ['bus', bus, busShape],
    ['bus.redelivery', bus.redelivery, redeliveryShape],
  ];
  return shapes.flatMap(([path, used, shape]) =>
    used === 'none'
      ? []
      : Object.entries(shape).flatMap(([name, { description = '' }]) =>
          name in used && LIBRARIES.test(description) ? [{ path: `${path}.${name}`, says: description }] : [],
        ),
  );
}
