import type { Endings, Failures, Measurements, RunMeasurements, Times } from '../measure/measurements.js';

/** What a figure is measured in: milliseconds, per second, or nothing (counts and shares). */
export type Dimension = 'time' | 'rate' | 'plain';

/** The shape of what a run measures, with a dimension for each number. Elements of a list may have names. */
export type Shape =
  | Dimension
  | { nullable: Dimension }
  | 'text'
  | { fields: Record<string, Shape> }
  | { values: Shape }
  | { elements: Shape; names?: readonly string[] };

/** A shape that leaves no field of `T` out. */
type ShapeOf<T> = [T] extends [string]
  ? 'text'
  : [T] extends [number]
    ? Dimension
    : [T] extends [number | null]
      ? { nullable: Dimension }
      : T extends readonly (infer Element)[]
        ? { elements: ShapeOf<Element>; names?: readonly string[] }
        : string extends keyof T
          ? { values: ShapeOf<T[keyof T]> }
          : { fields: { [Field in keyof T]-?: ShapeOf<T[Field]> } };

const TIMES: ShapeOf<Times>['fields'] = {
  count: 'plain',
  mean: 'time',
  sd: 'time',
  p50: 'time',
  p95: 'time',
  p99: 'time',
  max: 'time',
};

const ENDINGS: ShapeOf<Endings> = {
  fields: {
    completed: 'plain',
    partial: 'plain',
    nothing: 'plain',
    deadLettered: 'plain',
    lost: 'plain',
    inFlight: 'plain',
  },
};

const FAILURES: ShapeOf<Failures> = {
  fields: {
    injected: 'plain',
    inherited: 'plain',
    overload: 'plain',
    timeout: 'plain',
    breaker: 'plain',
    declined: 'plain',
  },
};

const RATES = { offered: 'rate', accepted: 'rate', completed: 'rate' } as const;

export const RUN: ShapeOf<RunMeasurements> = {
  fields: {
    requests: {
      fields: {
        offered: 'plain',
        accepted: 'plain',
        failed: 'plain',
        timedOut: 'plain',
        completed: 'plain',
        outcomes: { fields: { accepted: ENDINGS, refused: ENDINGS } },
      },
    },
    throughput: {
      fields: {
        ...RATES,
        phases: {
          elements: { fields: { name: 'text', from: 'time', to: 'time', ...RATES } },
          names: ['before', 'during', 'after'],
        },
      },
    },
    responseTime: { fields: TIMES },
    acceptedTime: { fields: TIMES },
    completionTime: { fields: TIMES },
    completionLag: { fields: TIMES },
    peakBacklog: 'plain',
    amplification: { fields: { total: 'plain', worst: 'plain' } },
    lostEvents: 'plain',
    cascades: { elements: { fields: { origin: 'text', victim: 'text', count: 'plain' } } },
    services: {
      values: {
        fields: {
          attempts: 'plain',
          succeeded: 'plain',
          effects: 'plain',
          doubleEffects: 'plain',
          duplicates: 'plain',
          deadLettered: 'plain',
          copies: 'plain',
          outOfOrder: 'plain',
          lostAcks: 'plain',
          failures: FAILURES,
          waitTime: { fields: { ...TIMES, waited: 'plain' } },
          serviceTime: { fields: TIMES },
          holdTime: { fields: TIMES },
          utilization: 'plain',
          blockedShare: 'plain',
          peakQueue: 'plain',
        },
      },
    },
    series: {
      fields: {
        interval: 'time',
        offered: { elements: 'plain' },
        accepted: { elements: 'plain' },
        completed: { elements: 'plain' },
        backlog: { elements: 'plain' },
        p99: { elements: { nullable: 'time' } },
      },
    },
    end: { fields: { at: 'time', reason: 'text' } },
  },
};

export const COMPARED: ShapeOf<Measurements> = {
  fields: {
    ...RUN.fields,
    recoveryTime: { nullable: 'time' },
    blastRadius: { nullable: 'plain' },
    collateral: { nullable: 'plain' },
    changedServices: 'plain',
  },
};
