import { recoveryTime } from '../../compare/recovery.js';
import type { RunMeasurements } from '../../measure/measurements.js';
import type { Mapping, Value } from '../../scenario/values.js';
import { exponential, inARow, INSTANT, perSecond, scenario, seconds, server } from '../authored.js';
import { type Case, published, serviceOf, trial } from '../case.js';
import { fluidDrain, metastable, type MetastableParams } from '../formulas/policies.js';

/** As published, with one retry and with none. */
const PUBLISHED: Omit<MetastableParams, 'maxAttempts'> = {
  servers: 15,
  service_s: 0.05,
  load: 280,
  timeout_s: 1,
  hang_at_s: 60,
  hang_for_s: 10,
};

/** Callers who give up after a while, servers that work on, and a hang in the middle of it. */
function storm(params: MetastableParams, work: Value, load: Mapping): Mapping {
  const { servers, maxAttempts, timeout_s, hang_at_s, hang_for_s } = params;
  const retry = maxAttempts === 1 ? 'none' : { maxAttempts, initialDelay: '0ms', jitter: 'none' };
  return scenario('a hang, and what it leaves behind', {
    calls: { timeout: seconds(timeout_s), retry },
    services: { entry: INSTANT, worker: server(work, servers) },
    steps: inARow(['entry', 'worker']),
    load: { rate: perSecond(params.load), duration: seconds(durationOf(params)), ...load },
    faults: [{ kind: 'hang', target: 'worker', at: seconds(hang_at_s), for: seconds(hang_for_s) }],
  });
}

function hangEnd({ hang_at_s, hang_for_s }: MetastableParams): number {
  return hang_at_s + hang_for_s;
}

/** Half as long again as it should take to drain, if nobody tries again. */
function durationOf(params: MetastableParams): number {
  return hangEnd(params) + 1.5 * fluidDrain(params).fluid_drain_s;
}

export const storms: Case[] = [
  published({
    key: 'V38-metastable',
    title: 'a retry storm that outlives its trigger; by events nothing is lost',
    source: 'Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021',
    expected: metastable,
    sets: [
      { ...PUBLISHED, maxAttempts: 2 },
      { ...PUBLISHED, maxAttempts: 1 },
    ],
    quick: [],
    trial: (params) => {
      const from = hangEnd(params);
      const until = durationOf(params);
      // Requests count from the end of the hang on; series have them all. The run ends when the last caller has given up.
      const direct = storm(params, exponential(params.service_s), {
        warmup: seconds(from),
        drain: seconds(2 * params.maxAttempts * params.timeout_s),
      });
      const events = storm(params, exponential(params.service_s), {});
      const recovers = (run: RunMeasurements, control: RunMeasurements): boolean =>
        recoveryTime(run, control, from * 1000, until * 1000) !== null;
      return trial({
        runs: {
          direct: { mode: 'direct', scenario: direct },
          directControl: { mode: 'direct', scenario: direct, faults: false },
          events: { mode: 'event', scenario: events },
          eventsControl: { mode: 'event', scenario: events, faults: false },
        },
        figures: {
          recovers: (runs) => recovers(runs.direct, runs.directControl),
          offered_to_service_per_s_after: (runs) =>
            serviceOf(runs.direct, 'worker').attempts / (until - from),
          goodput_after: (runs) => runs.direct.throughput.accepted,
          event_mode_recovers: (runs) => recovers(runs.events, runs.eventsControl),
          event_mode_lost: (runs) => runs.events.requests.offered - runs.events.requests.completed,
        },
        within: { recovers: 0, goodput_after: 0, event_mode_recovers: 0, event_mode_lost: 0 },
      });
    },
  }),
  published({
    key: 'V38-metastable',
    title: 'the same trigger without retry, as a steady stream: how long it drains',
    source: "Amazon Builders' Library, Avoiding insurmountable queue backlogs",
    expected: fluidDrain,
    sets: [{ ...PUBLISHED, maxAttempts: 1 }],
    quick: [],
    trial: (params) => {
      const { load, servers, service_s, hang_for_s } = params;
      return trial({
        seeds: 1,
        runs: {
          direct: {
            mode: 'direct',
            scenario: storm(params, seconds(service_s), { arrivals: 'constant' }),
          },
        },
        figures: {
          // Whatever had to wait came during the hang, or while its backlog was drained.
          fluid_drain_s: ({ direct }) => {
            const { waited, count } = serviceOf(direct, 'worker').waitTime;
            return (waited * count) / load - hang_for_s;
          },
        },
        // The slots that were taken when it hung are work of their own, and the last to wait is one event early or late.
        within: { fluid_drain_s: servers / (servers / service_s - load) + 1 / load },
      });
    },
  }),
];
