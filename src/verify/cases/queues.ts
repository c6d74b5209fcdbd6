import type { RunMeasurements } from '../../measure/measurements.js';
import type { Mapping } from '../../scenario/values.js';
import { exponential, inARow, openLoad, scenario, seconds, server } from '../authored.js';
import { type Case, published, type Run, serviceOf, trial } from '../case.js';
import * as formulas from '../formulas/queues.js';

/** One service, called by whoever comes. */
function queue(
  title: string,
  service: Mapping,
  rate: number,
  requests: number,
  arrivals: 'poisson' | 'constant' = 'poisson',
): Run {
  return {
    mode: 'direct',
    scenario: scenario(title, {
      services: { server: service },
      steps: inARow(['server']),
      load: openLoad(rate, requests, arrivals),
    }),
  };
}

const server1 = (run: RunMeasurements) => serviceOf(run, 'server');
/** Mean response, mean wait, and wait's percentiles, in seconds. */
const W = ({ queue: run }: { queue: RunMeasurements }): number => run.responseTime.mean / 1000;
const Wq = ({ queue: run }: { queue: RunMeasurements }): number => server1(run).waitTime.mean / 1000;
const waited = ({ queue: run }: { queue: RunMeasurements }): number => server1(run).waitTime.waited;
const utilization = ({ queue: run }: { queue: RunMeasurements }): number => server1(run).utilization;
const blocked = (run: RunMeasurements): number => {
  const { attempts, failures } = server1(run);
  return failures.overload / attempts;
};

/** Mean number waiting, and present. They are counted by who was there and for how long: V08 says that it is the same. */
const Lq = ({ queue: run }: { queue: RunMeasurements }): number =>
  run.throughput.accepted * (server1(run).waitTime.mean / 1000);
const L = ({ queue: run }: { queue: RunMeasurements }): number =>
  run.throughput.accepted * (run.acceptedTime.mean / 1000);

export const queues: Case[] = [
  published({
    key: 'V01',
    title: 'M/M/1: Poisson arrivals, exponential work, one slot',
    source: 'Erlang 1917; Kleinrock, Queueing Systems I',
    expected: formulas.mm1,
    sets: [
      { lam: 5, mu: 10 },
      { lam: 8, mu: 10 },
    ],
    quick: [0],
    trial: ({ lam, mu }, effort) =>
      trial({
        runs: {
          queue: queue('M/M/1', server(exponential(1 / mu)), lam, 1.3 * effort.requestsForQueue(lam / mu)),
        },
        figures: {
          rho: utilization,
          L,
          W,
          Wq,
          P_wait: waited,
          p50_W: ({ queue: run }) => run.responseTime.p50 / 1000,
          p95_W: ({ queue: run }) => run.responseTime.p95 / 1000,
          p99_W: ({ queue: run }) => run.responseTime.p99 / 1000,
        },
      }),
  }),
  published({
    key: 'V02-published',
    title: 'M/M/c: the share that has to wait',
    source: 'Erlang C; Brooker, Surprising Economics of Load-Balanced Systems',
    expected: ({ c, offered_erlangs }) => ({ P_wait: formulas.erlangC(c, offered_erlangs) }),
    sets: [
      { c: 5, offered_erlangs: 2.5 },
      { c: 10, offered_erlangs: 5 },
    ],
    quick: [],
    trial: ({ c, offered_erlangs: lam }, effort) =>
      trial({
        runs: { queue: queue('M/M/c', server(exponential(1), c), lam, effort.requests(100)) },
        figures: { P_wait: waited },
      }),
  }),
  published({
    key: 'V02',
    title: 'M/M/c: Poisson arrivals, exponential work, c slots',
    source: 'Erlang C',
    expected: formulas.mmc,
    sets: [
      { lam: 8, mu: 5, c: 2 },
      { lam: 12, mu: 2, c: 8 },
    ],
    quick: [],
    trial: ({ lam, mu, c }, effort) => {
      const { rho, P_wait } = formulas.mmc({ lam, mu, c });
      return trial({
        runs: {
          queue: queue(
            'M/M/c',
            server(exponential(1 / mu), c),
            lam,
            2 * effort.requestsForQueue(rho, P_wait),
          ),
        },
        figures: {
          rho: utilization,
          P_wait: waited,
          Wq,
          W,
          Lq,
          L,
          p95_Wq: ({ queue: run }) => server1(run).waitTime.p95 / 1000,
          p99_Wq: ({ queue: run }) => server1(run).waitTime.p99 / 1000,
        },
      });
    },
  }),
  published({
    key: 'V03',
    title: 'M/G/c/c: no waiting room, the loss is the same however work times are spread',
    source: 'Erlang B; Sevastyanov 1957',
    expected: formulas.loss,
    sets: [
      { c: 5, offered_erlangs: 3 },
      { c: 10, offered_erlangs: 8 },
    ],
    quick: [0],
    trial: ({ c, offered_erlangs: lam }, effort) => {
      const requests = effort.requests(40);
      const run = (latency: Mapping | string): Run => queue('M/G/c/c', server(latency, c, 0), lam, requests);
      const figure = (read: (run: RunMeasurements) => number) => ({
        exponential: (runs: { exponential: RunMeasurements }) => read(runs.exponential),
        constant: (runs: { constant: RunMeasurements }) => read(runs.constant),
        lognormal: (runs: { lognormal: RunMeasurements }) => read(runs.lognormal),
      });
      return trial({
        runs: {
          exponential: run(exponential(1)),
          constant: run('1s'),
          lognormal: run({ distribution: 'lognormal', mean: '1s', cv: 2 }),
        },
        figures: {
          P_block: figure(blocked),
          carried: figure((measured) => server1(measured).utilization * c),
          util: figure((measured) => server1(measured).utilization),
        },
      });
    },
  }),
  published({
    key: 'V04',
    title: 'M/M/c/K: a bounded waiting room',
    source: 'birth-death chain; Kleinrock, Queueing Systems I',
    expected: formulas.mmck,
    sets: [
      { lam: 9, mu: 10, c: 1, K_total: 5 },
      { lam: 12, mu: 10, c: 1, K_total: 10 },
    ],
    quick: [0],
    trial: ({ lam, mu, c, K_total }, effort) =>
      trial({
        runs: {
          queue: queue('M/M/c/K', server(exponential(1 / mu), c, K_total - c), lam, effort.requests(25)),
        },
        figures: {
          P_block: ({ queue: run }) => blocked(run),
          throughput: ({ queue: run }) => run.throughput.accepted,
          L,
          W_accepted: ({ queue: run }) => run.acceptedTime.mean / 1000,
          Wq_accepted: Wq,
          P_wait_accepted: waited,
        },
      }),
  }),
  published({
    key: 'V05',
    title: 'M/D/1: constant work waits half as long',
    source: 'Pollaczek-Khinchine',
    expected: formulas.md1,
    sets: [
      { lam: 5, service: 0.1 },
      { lam: 8, service: 0.1 },
    ],
    quick: [],
    trial: ({ lam, service }, effort) => {
      const requests = effort.requestsForQueue(lam * service);
      return trial({
        runs: {
          queue: queue('M/D/1', server(seconds(service)), lam, requests),
          exponential: queue('M/M/1', server(exponential(service)), lam, requests),
        },
        figures: {
          rho: utilization,
          Wq,
          W,
          ratio_to_MM1_Wq: (runs) => Wq(runs) / Wq({ queue: runs.exponential }),
        },
      });
    },
  }),
  published({
    key: 'V06',
    title: 'M/G/1: lognormal work, by its mean and coefficient of variation',
    source: 'Pollaczek-Khinchine',
    expected: formulas.mg1,
    sets: [
      { lam: 5, mean: 0.1, cv: 1 },
      { lam: 8, mean: 0.1, cv: 0.5 },
    ],
    quick: [],
    trial: ({ lam, mean, cv }, effort) =>
      trial({
        runs: {
          queue: queue(
            'M/G/1',
            server({ distribution: 'lognormal', mean: seconds(mean), cv }),
            lam,
            Math.ceil(effort.requestsForQueue(lam * mean) * Math.max(1, cv * cv * 1.5)),
          ),
        },
        figures: { rho: utilization, Wq, W, Lq },
      }),
  }),
  published({
    key: 'V07-D/M/1',
    title: 'D/M/1: constant arrivals are not Poisson ones',
    source: 'Kleinrock, Queueing Systems I, GI/M/1',
    expected: formulas.dm1,
    sets: [
      { lam: 5, mu: 10 },
      { lam: 8, mu: 10 },
    ],
    quick: [0],
    trial: ({ lam, mu }, effort) =>
      trial({
        runs: {
          queue: queue(
            'D/M/1',
            server(exponential(1 / mu)),
            lam,
            1.3 * effort.requestsForQueue(lam / mu),
            'constant',
          ),
        },
        figures: { sigma: waited, P_wait: waited, Wq, W },
      }),
  }),
];
