import type { Load } from '../scenario/scenario.js';
import { parseDuration, parseRate } from '../scenario/units.js';

/** A load in numbers: milliseconds, `duration` Infinity where the number of requests bounds it. */
export interface LoadInNumbers {
  warmup: number;
  duration: number;
  drain: number;
  source: { kind: 'open'; perSecond: number } | { kind: 'closed'; clients: number };
}

export function loadInNumbers(load: Load): LoadInNumbers {
  return {
    warmup: parseDuration(load.warmup),
    duration: load.duration === undefined ? Infinity : parseDuration(load.duration),
    drain: parseDuration(load.drain),
    source:
      'clients' in load
        ? { kind: 'closed', clients: load.clients }
        : { kind: 'open', perSecond: parseRate(load.rate) },
  };
}
