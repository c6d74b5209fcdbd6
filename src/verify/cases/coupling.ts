import type { RunMeasurements } from '../../measure/measurements.js';
import type { Mapping } from '../../scenario/values.js';
import {
  exponential,
  fannedOut,
  inARow,
  INSTANT,
  lasting,
  numbered,
  openLoad,
  perSecond,
  scenario,
  server,
} from '../authored.js';
import { type Case, published, type Run, serviceOf, trial } from '../case.js';
import * as formulas from '../formulas/queues.js';

/** Seconds from an attempt's arrival until its slot is free again. */
function sojourn(run: RunMeasurements, name: string): number {
  const { waitTime, holdTime } = serviceOf(run, name);
  return (waitTime.mean + holdTime.mean) / 1000;
}

/** Services in a row, each with its work (seconds) and slots. */
function chain(
  title: string,
  stages: readonly (readonly [mean: number, slots: number])[],
  load: Mapping,
): Mapping {
  const services = stages.map(([mean, slots]) => server(exponential(mean), slots));
  const names = numbered('stage', stages.length);
  return scenario(title, {
    services: Object.fromEntries(services.map((service, index) => [names[index] ?? '', service])),
    steps: inARow(names),
    load,
  });
}

/** Far more than it can do, for so many requests: what gets through is its capacity. */
function saturating(capacity: number, requests: number): Mapping {
  const rate = 2 * capacity;
  return { rate: perSecond(rate), ...lasting(requests / rate), drain: '0ms' };
}

export const coupling: Case[] = [
  published({
    key: 'V09-event-tandem',
    title: 'event mode: queues in a row, each as if it stood alone',
    source: 'Burke 1956; Jackson 1957',
    expected: formulas.tandem,
    sets: [
      {
        lam: 5,
        stages_mu_c: [
          [10, 1],
          [8, 1],
          [6, 1],
        ],
      },
      {
        lam: 12,
        stages_mu_c: [
          [5, 4],
          [20, 1],
          [3, 6],
        ],
      },
    ] as { lam: number; stages_mu_c: [number, number][] }[],
    quick: [],
    trial: ({ lam, stages_mu_c }, effort) => {
      const stages = stages_mu_c.map(([mu, c]): [number, number] => [1 / mu, c]);
      const rho = Math.max(...stages_mu_c.map(([mu, c]) => lam / mu / c));
      const events: Run = {
        mode: 'event',
        scenario: chain('event tandem', stages, openLoad(lam, effort.requestsForQueue(rho))),
      };
      return trial({
        runs: { events },
        figures: {
          W_each: ({ events: run }) => numbered('stage', stages.length).map((name) => sojourn(run, name)),
          W_total: ({ events: run }) => run.completionTime.mean / 1000,
          L_total: ({ events: run }) => (run.throughput.completed * run.completionTime.mean) / 1000,
        },
      });
    },
  }),
  published({
    key: 'V10-direct-nested',
    title: 'direct mode: the caller holds its slot, so the head works as long as the whole chain',
    source: 'Pollaczek-Khinchine',
    expected: formulas.nestedChain,
    sets: [{ lam: 1, exp_means: [0.2, 0.1, 0.3] }],
    quick: [0],
    trial: ({ lam, exp_means }, effort) => {
      const stages = exp_means.map((mean): [number, number] => [mean, 1]);
      const { rho_head, capacity, event_mode_capacity } = formulas.nestedChain({ lam, exp_means });
      const stable = chain('nested chain', stages, openLoad(lam, 0.6 * effort.requestsForQueue(rho_head)));
      const requests = effort.requests(5);
      return trial({
        runs: {
          direct: { mode: 'direct', scenario: stable },
          events: { mode: 'event', scenario: stable },
          directFull: {
            mode: 'direct',
            scenario: chain('saturated chain', stages, saturating(capacity, requests)),
          },
          eventsFull: {
            mode: 'event',
            scenario: chain('saturated chain', stages, saturating(event_mode_capacity, requests)),
          },
        },
        figures: {
          rho_head: ({ direct }) => serviceOf(direct, 'stage-1').utilization,
          capacity: ({ directFull }) => directFull.throughput.accepted,
          W: ({ direct }) => direct.responseTime.mean / 1000,
          Wq: ({ direct }) => serviceOf(direct, 'stage-1').waitTime.mean / 1000,
          event_mode_W: ({ events }) => events.completionTime.mean / 1000,
          event_mode_capacity: ({ eventsFull }) => eventsFull.throughput.completed,
          util_each: ({ direct }) =>
            numbered('stage', stages.length).map((name) => serviceOf(direct, name).utilization),
        },
      });
    },
  }),
  published({
    key: 'V11-forkjoin2-exact',
    title: 'event mode: one event, two consumers, until both are done',
    source: 'Flatto & Hahn 1984; Nelson & Tantawi 1988',
    expected: formulas.forkJoin,
    sets: [{ lam: 5, mu: 10 }],
    quick: [0],
    trial: ({ lam, mu }, effort) => {
      const consumer = server(exponential(1 / mu));
      // Near enough to tell it from the popular guess, 1.5/(mu - lam), which is 4 % off.
      const requests = 2.5 * effort.requestsForQueue(lam / mu);
      return trial({
        runs: {
          events: {
            mode: 'event',
            scenario: scenario('fork-join', {
              services: { fork: INSTANT, left: consumer, right: consumer },
              steps: fannedOut('fork', ['left', 'right']),
              load: openLoad(lam, requests),
            }),
          },
        },
        figures: {
          R1: ({ events }) => (sojourn(events, 'left') + sojourn(events, 'right')) / 2,
          R2: ({ events }) => events.completionTime.mean / 1000,
        },
      });
    },
  }),
];
