import { formatDuration, formatRate } from '../scenario/units.js';
import type { Mapping, Value } from '../scenario/values.js';
import { WARMUP } from './effort.js';

/** Scenarios as a file would have them: words and units. What is not named has no part in the published models. */
export function scenario(title: string, parts: Mapping): Mapping {
  const { caller = {}, calls = {}, bus = {}, ...rest } = parts as Record<string, Mapping>;
  return {
    title,
    caller: { timeout: 'none', ...caller },
    calls: { timeout: 'none', retry: 'none', ...calls },
    bus: { deliveryLatency: '0ms', ackWait: 'none', ...bus },
    // A run ends where the published one does, and not when all work might be in time.
    slo: { completion: 'none' },
    ...rest,
  };
}

export function seconds(time: number): string {
  return formatDuration(time * 1000);
}

export function milliseconds(time: number): string {
  return formatDuration(time);
}

export function perSecond(rate: number): string {
  return formatRate(rate);
}

/** Exponential, by its mean in seconds. */
export function exponential(mean: number): Mapping {
  return { distribution: 'exponential', mean: seconds(mean) };
}

/** A service with so many slots, and an unbounded waiting room if nothing else is said. */
export function server(
  latency: Value,
  concurrency: number | 'unbounded' = 1,
  queue: number | 'unbounded' = 'unbounded',
): Mapping {
  return { latency, concurrency, queue };
}

/** One that takes no time and has room for all. */
export const INSTANT: Mapping = server('0ms', 'unbounded');

/** Steps in a row, each on the event of the one before. */
export function inARow(services: readonly string[]): Mapping[] {
  return services.map((service, index) => ({
    service,
    ...(index === 0 ? {} : { on: `done-${index}` }),
    ...(index === services.length - 1 ? {} : { emits: `done-${index + 1}` }),
  }));
}

/** One step, and others that all wait for its event. */
export function fannedOut(first: string, others: readonly string[]): Mapping[] {
  return [{ service: first, emits: 'begun' }, ...others.map((service) => ({ service, on: 'begun' }))];
}

/** So many names: `stage-1`, `stage-2`, … */
export function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

/** An open loop of about so many requests, of which the first are not counted. */
export function openLoad(
  rate: number,
  requests: number,
  arrivals: 'poisson' | 'constant' = 'poisson',
): Mapping {
  return { rate: perSecond(rate), arrivals, ...lasting(requests / rate) };
}

/** A load that lasts so many seconds. */
export function lasting(duration: number): Mapping {
  return { duration: seconds(duration), warmup: seconds(duration * WARMUP) };
}
