import type { Measurements, ServiceMeasurements, Times } from '../../src/measure/measurements.js';

export const NO_TIMES: Times = { count: 0, mean: 0, sd: 0, p50: 0, p95: 0, p99: 0, max: 0 };

export function times(p99: number, count = 100): Times {
  return { count, mean: p99 / 4, sd: p99 / 8, p50: p99 / 5, p95: p99 / 2, p99, max: p99 * 2 };
}

function service(changes: Partial<ServiceMeasurements> = {}): ServiceMeasurements {
  return {
    attempts: 120,
    succeeded: 100,
    effects: 100,
    doubleEffects: 0,
    duplicates: 0,
    deadLettered: 0,
    copies: 0,
    outOfOrder: 0,
    lostAcks: 0,
    failures: { injected: 3, inherited: 0, overload: 0, timeout: 17, breaker: 0, declined: 0 },
    waitTime: { ...times(10), waited: 0.25 },
    serviceTime: times(80),
    holdTime: times(90),
    utilization: 0.5,
    blockedShare: 0.125,
    peakQueue: 7,
    ...changes,
  };
}

/** 200 requests: 150 accepted (of which 140 completed, 6 partly done, 4 lost), 30 failed and 20 timed out. */
export function measured(changes: Partial<Measurements> = {}): Measurements {
  return {
    requests: {
      offered: 200,
      accepted: 150,
      failed: 30,
      timedOut: 20,
      declined: 0,
      completed: 148,
      good: 130,
      late: 10,
      outcomes: {
        accepted: {
          completed: 140,
          partial: 6,
          nothing: 0,
          declined: 0,
          deadLettered: 0,
          lost: 4,
          inFlight: 0,
        },
        refused: {
          completed: 8,
          partial: 10,
          nothing: 25,
          declined: 0,
          deadLettered: 2,
          lost: 1,
          inFlight: 4,
        },
      },
    },
    goodput: 0.65,
    throughput: {
      offered: 20,
      goodput: 13,
      accepted: 15,
      completed: 14.8,
      phases: [
        { name: 'before', from: 0, to: 4000, offered: 20, accepted: 20, completed: 20 },
        { name: 'during', from: 4000, to: 6000, offered: 20, accepted: 3, completed: 2.5 },
        { name: 'after', from: 6000, to: 10_000, offered: 20, accepted: 16, completed: 17 },
      ],
    },
    responseTime: times(1000),
    acceptedTime: times(800),
    completionTime: times(1200),
    endToEnd: { due: 200, completed: 148, p50: 240, p95: null, p99: null },
    phases: {},
    completionLag: NO_TIMES,
    peakBacklog: 40,
    amplification: { total: 3.5, worst: 1.5 },
    lostEvents: 4,
    cascades: [{ origin: 'payment', victim: 'caller', count: 50 }],
    services: {
      payment: service(),
      'card-payment': service({ attempts: 60 }),
      'v1.5 (beta)': service({ attempts: 3 }),
    },
    series: {
      interval: 1000,
      offered: [20, 20],
      accepted: [20, 16],
      completed: [20, 15],
      goodput: [20, 15],
      errors: [0, 4],
      backlog: [0, 3],
      peakBacklog: [0, 3],
      p99: [120, null],
      responseP99: [120, 200],
      services: { payment: { working: [1], blocked: [], waiting: [0, 3], failed: [0, 4] } },
    },
    end: { at: 10_500, reason: 'quiet' },
    recoveryTime: 2500,
    blastRadius: 1,
    changedServices: 0,
    collateral: 12,
    ...changes,
  };
}
