import type { RunMeasurements } from '../../measure/measurements.js';
import type { Mapping } from '../../scenario/values.js';
import { inARow, INSTANT, openLoad, perSecond, scenario, seconds, server } from '../authored.js';
import { type Case, published, type Run, serviceOf, trial } from '../case.js';
import { brokerKilled, deadLetters, duplicates } from '../formulas/policies.js';

/** An entry whose event one worker gets, at least once. */
function delivered(title: string, worker: Mapping, bus: Mapping, load: Mapping, faults: Mapping[] = []): Run {
  return {
    mode: 'event',
    scenario: scenario(title, {
      bus,
      services: { entry: INSTANT, worker },
      steps: inARow(['entry', 'worker']),
      load,
      faults,
    }),
  };
}

const atOnce = (maxDeliveries: number): Mapping => ({ maxDeliveries, initialDelay: '0ms', jitter: 'none' });

const deliveries = (run: RunMeasurements): number => serviceOf(run, 'worker').attempts / run.requests.offered;
const repeats = (run: RunMeasurements): number =>
  serviceOf(run, 'worker').doubleEffects / run.requests.offered;

/** At-least-once delivery: what comes twice, and what is given up. */
export const delivery: Case[] = [
  published({
    key: 'V34-duplicates',
    title: 'an acknowledgement is lost: the message comes again',
    source: 'at-least-once delivery, geometric distribution',
    expected: duplicates,
    sets: [{ p_ack_lost: 0.01 }, { p_ack_lost: 0.1 }, { p_ack_lost: 0.3 }],
    quick: [],
    trial: ({ p_ack_lost }, effort) => {
      const load = openLoad(
        100,
        effort.requestsForShare(duplicates({ p_ack_lost }).P_at_least_two ?? p_ack_lost),
      );
      const run = (maxDeliveries: number): Run =>
        delivered(
          'lost acknowledgements',
          server('1ms', 'unbounded'),
          { ackWait: '10ms', redelivery: atOnce(maxDeliveries) },
          load,
          [{ kind: 'ack-loss', rate: p_ack_lost }],
        );
      return trial({
        runs: { any: run(100), twice: run(2), thrice: run(3) },
        figures: {
          deliveries: ({ any }) => deliveries(any),
          duplicates: ({ any }) => repeats(any),
          P_at_least_one_dup: ({ twice }) => repeats(twice),
          // How many deliveries are allowed changes none: what the third one adds came at least twice too often.
          P_at_least_two: ({ twice, thrice }) => repeats(thrice) - repeats(twice),
        },
      });
    },
  }),
  published({
    key: 'V47-broker-crash',
    title: 'a broker is killed and restarts: what was at work is done again, and nothing is lost',
    source: "Little; at-least-once delivery, a restart on the broker's store; counted",
    expected: brokerKilled,
    sets: [
      { lam: 100, work_s: 0.25, kills: 1, away_s: 1 },
      { lam: 40, work_s: 0.5, kills: 3, away_s: 0.1 },
    ],
    quick: [0, 1],
    trial: ({ lam, work_s, kills, away_s }) => {
      // Between two events, and so far apart that all of one is done before the next.
      const apart = 2 * (away_s + work_s) + 5;
      const run = (kind: string): Run =>
        delivered(
          'a broker that goes and comes',
          server(seconds(work_s), 'unbounded'),
          { redelivery: atOnce(1) },
          { rate: perSecond(lam), arrivals: 'constant', duration: seconds(apart * (kills + 1)) },
          Array.from({ length: kills }, (_, index) => ({
            kind,
            target: 'bus',
            at: seconds(apart * (index + 1) + 0.5 / lam),
            for: seconds(away_s),
          })),
        );
      const doubled = (of: RunMeasurements): number => serviceOf(of, 'worker').doubleEffects;
      return trial({
        seeds: 1,
        runs: { killed: run('crash'), down: run('outage') },
        figures: {
          doubled: ({ killed }) => doubled(killed),
          lost: ({ killed }) => killed.requests.offered - killed.requests.completed,
          dead_letters: ({ killed }) => serviceOf(killed, 'worker').deadLettered,
          doubled_by_outages: ({ down }) => doubled(down),
        },
        within: { doubled: 0, lost: 0, dead_letters: 0, doubled_by_outages: 0 },
      });
    },
  }),
  published({
    key: 'V35-DLQ',
    title: 'dead letters, and nothing unaccounted for',
    source: 'at-least-once delivery, geometric distribution',
    expected: deadLetters,
    sets: [
      { p: 0.3, max: 3 },
      { p: 0.5, max: 5 },
    ],
    quick: [],
    trial: ({ p, max }, effort) => {
      const requests = effort.requestsForShare(deadLetters({ p, max }).dlq);
      const run = (redelivery: Mapping, load: Mapping): Run =>
        delivered('dead letters', server('1ms', 'unbounded'), { redelivery }, load, [
          { kind: 'errors', target: 'worker', rate: p },
        ]);
      return trial({
        runs: {
          drained: run(atOnce(max), openLoad(100, requests)),
          // Ends while messages wait for their redelivery.
          cut: run({ ...atOnce(max), initialDelay: '10s' }, { ...openLoad(100, 2000), drain: '0ms' }),
        },
        figures: {
          dlq: ({ drained }) => serviceOf(drained, 'worker').deadLettered / drained.requests.offered,
          deliveries: ({ drained }) => deliveries(drained),
          unaccounted: ({ drained, cut }) => unaccounted(drained) + unaccounted(cut),
        },
        within: { unaccounted: 0 },
      });
    },
  }),
];

/** Published, less what was acknowledged, dead-lettered, or is in flight. */
function unaccounted({ requests, services }: RunMeasurements): number {
  const { completed, inFlight } = requests.outcomes.accepted;
  return requests.accepted - completed - (services.worker?.deadLettered ?? 0) - inFlight;
}
