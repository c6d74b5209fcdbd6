import type { WallClock } from '../engine/wall-clock.js';

/** What the real world adds to a run, sample by sample, in milliseconds. */
export interface NoiseSamples {
  /** By so much timers have rung late, in all processes. */
  timerLateness: number[];
  /** A call's way there and its answer's way back, as far as they are real. */
  httpRoundTrip: number[];
  /** From an event's publication until its subscriber has it, for the first time. */
  deliveryLatency: number[];
}

const NOISE_KINDS = ['timerLateness', 'httpRoundTrip', 'deliveryLatency'] as const;

/** Of each kind; more say no more. */
const ENOUGH = 100_000;

/** What one process has seen of it since it was asked last. */
export class Noise {
  private readonly samples = emptyNoise();

  /** @param from the end of the warm-up: what comes before is not measured, and its noise is none of the figures' */
  constructor(
    private readonly clock: WallClock,
    private readonly from: number,
  ) {}

  httpRoundTrip(time: number): void {
    this.samples.httpRoundTrip.push(time);
  }

  deliveryLatency(time: number): void {
    this.samples.deliveryLatency.push(time);
  }

  take(): NoiseSamples {
    const taken = {
      timerLateness: this.clock.lateness.splice(0),
      httpRoundTrip: this.samples.httpRoundTrip.splice(0),
      deliveryLatency: this.samples.deliveryLatency.splice(0),
    };
    return this.clock.now < this.from ? emptyNoise() : taken;
  }
}

export function emptyNoise(): NoiseSamples {
  return { timerLateness: [], httpRoundTrip: [], deliveryLatency: [] };
}

/** Adds what one process has seen to what is known of all. */
export function addNoise(all: NoiseSamples, some: NoiseSamples): void {
  for (const kind of NOISE_KINDS) {
    for (const sample of some[kind].slice(0, ENOUGH - all[kind].length)) all[kind].push(sample);
  }
}
