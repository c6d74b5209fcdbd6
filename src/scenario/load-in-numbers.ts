import type { Load, Scenario } from './scenario.js';
import { parseDuration, parseRate } from './units.js';

/** A load in numbers: milliseconds, `duration` Infinity where the number of requests bounds it. */
export interface LoadInNumbers {
  warmup: number;
  duration: number;
  drain: number;
  source: { kind: 'open'; perSecond: number } | { kind: 'closed'; clients: number };
}

export function loadInNumbers({ load, slo }: Pick<Scenario, 'load' | 'slo'>): LoadInNumbers {
  return {
    warmup: parseDuration(load.warmup),
    duration: load.duration === undefined ? Infinity : parseDuration(load.duration),
    drain: drainOf(load, slo),
    source:
      'clients' in load
        ? { kind: 'closed', clients: load.clients }
        : { kind: 'open', perSecond: parseRate(load.rate) },
  };
}

/** How long a good request may take, in milliseconds from its begin; Infinity where there is no objective. */
export interface Objectives {
  response: number;
  completion: number;
}

export function objectivesOf({ response, completion }: Scenario['slo']): Objectives {
  return { response: limit(response), completion: limit(completion) };
}

/** Milliseconds; Infinity for `none`. */
export function limit(time: string): number {
  return time === 'none' ? Infinity : parseDuration(time);
}

/**
 * How long a run goes on at most after its last request, in milliseconds: never shorter than that request's work may take,
 * so that the length of the drain does not decide what was good.
 */
export function drainOf({ drain }: Load, slo: Scenario['slo']): number {
  const { completion } = objectivesOf(slo);
  return Math.max(parseDuration(drain), completion === Infinity ? 0 : completion);
}
