import type { Scenario } from '../../src/scenario/scenario.js';
import { chain, exponential, scenario, service } from './scenarios.js';

/** The model that all contestants simulate: four services in a row, 40 % busy, so hardly anybody waits. */
export const TANDEM = {
  services: ['a', 'b', 'c', 'd'],
  slots: 50,
  /** Milliseconds, exponential. */
  work: 10,
  /** Milliseconds between two arrivals, exponential: 2000 a second. */
  gap: 0.5,
  seed: 42,
} as const;

/** The same model as our scenario. */
export function tandem(requests: number): Scenario {
  return scenario({
    services: Object.fromEntries(
      TANDEM.services.map((name) => [name, service(exponential(`${TANDEM.work}ms`), TANDEM.slots)]),
    ),
    steps: chain(TANDEM.services),
    load: { rate: `${1000 / TANDEM.gap}/s`, arrivals: 'poisson', requests, warmup: '0s', drain: '10m' },
    seed: TANDEM.seed,
  });
}

/** What a contestant found out: the same requests, all done in the same time, or it was another model. */
export interface Result {
  completed: number;
  /** Milliseconds from arrival to the end of the last service's work. */
  meanTime: number;
}
