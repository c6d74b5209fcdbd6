import fc from 'fast-check';
import type { Distribution, Load } from '../../../src/scenario/scenario.js';
import { time } from './times.js';

export interface LoadChoice {
  requests: number;
  /** Per second. */
  rate: number;
  arrivals: 'poisson' | 'constant';
  clients: number | undefined;
  thinkTime: Distribution;
  warmup: number;
  bound: 'duration' | 'requests' | 'both';
  drain: string;
}

export function load(): fc.Arbitrary<LoadChoice> {
  return fc.record({
    requests: fc.oneof(
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 80 }) },
      fc.integer({ min: 1, max: 200 }),
    ),
    rate: fc.constantFrom(10, 50, 100, 500),
    arrivals: fc.constantFrom('poisson', 'constant'),
    clients: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.integer({ min: 1, max: 20 })),
    thinkTime: time(),
    warmup: fc.constantFrom(0, 0, 20),
    bound: fc.constantFrom('duration', 'requests', 'both'),
    drain: fc.constantFrom('10m', '10m', '1s', '0ms'),
  });
}

export function makeLoad(choice: LoadChoice, requests: number): Load {
  const span = spanOf(choice);
  const { clients, thinkTime, rate, arrivals, warmup, bound, drain } = choice;
  const source = clients === undefined ? { rate: `${rate}/s`, arrivals } : { clients, thinkTime };
  return {
    ...source,
    // Nothing but their number bounds what clients do at no time at all.
    ...(bound === 'duration' && clients === undefined ? {} : { requests }),
    ...(bound === 'requests' ? {} : { duration: `${span}ms` }),
    warmup: `${(warmup * span) / 100}ms`,
    drain,
  };
}

/** How long the load lasts, about: milliseconds, a multiple of 100, so that percentages of it are whole. */
export function spanOf({ requests, rate }: LoadChoice): number {
  return Math.ceil((requests * 10) / rate) * 100;
}
