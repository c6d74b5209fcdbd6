import { exponential, inARow, lasting, openLoad, perSecond, scenario, seconds, server } from '../authored.js';
import type { RunMeasurements } from '../../measure/measurements.js';
import { type Case, published, type Run, serviceOf, trial } from '../case.js';
import * as formulas from '../formulas/queues.js';
import { backlog, frozenOrHung, fullQueue, hungPool } from '../formulas/policies.js';
import { INSTANT } from '../authored.js';

/** N clients who think and ask. */
function clients(count: number, Z: number, S: number, slots: number, duration: number): Run {
  return {
    mode: 'direct',
    scenario: scenario('closed loop', {
      services: { server: server(exponential(S), slots) },
      steps: inARow(['server']),
      load: { clients: count, thinkTime: exponential(Z), ...lasting(duration) },
    }),
  };
}

/** Time limits, bounded pools, closed loops and what an outage leaves behind. */
export const limits: Case[] = [
  published({
    key: 'V16-timeout-noretry',
    title: 'callers give up, the work goes on',
    source: 'M/M/1 tail',
    expected: formulas.impatient,
    sets: [
      { lam: 5, mu: 10, timeout: 0.5 },
      { lam: 8, mu: 10, timeout: 1 },
    ],
    quick: [],
    trial: ({ lam, mu, timeout }, effort) =>
      trial({
        runs: {
          calls: {
            mode: 'direct',
            scenario: scenario('timeout without retry', {
              caller: { timeout: seconds(timeout) },
              services: { server: server(exponential(1 / mu)) },
              steps: inARow(['server']),
              load: openLoad(lam, 3 * effort.requestsForQueue(lam / mu)),
            }),
          },
        },
        figures: {
          P_timeout: ({ calls }) => calls.requests.timedOut / calls.requests.offered,
          util: ({ calls }) => serviceOf(calls, 'server').utilization,
          mean_client_latency: ({ calls }) => calls.responseTime.mean / 1000,
        },
      }),
  }),
  published({
    key: 'V18-closed-loop',
    title: 'closed loop: N clients think and ask, R = N/X - Z',
    source: 'machine repairman; Lazowska et al., Quantitative System Performance',
    expected: formulas.closedLoop,
    sets: [
      { N: 3, Z: 1, S: 0.5, c: 1 },
      { N: 50, Z: 2, S: 0.2, c: 4 },
    ],
    quick: [0],
    trial: ({ N, Z, S, c }, effort) => {
      const { X, N_star } = formulas.closedLoop({ N, Z, S, c });
      const requests = effort.requests(10);
      const crowd = Math.ceil(5 * N_star);
      return trial({
        runs: {
          loop: clients(N, Z, S, c, requests / X),
          alone: clients(1, Z, S, c, requests * (Z + S)),
          crowd: clients(crowd, Z, S, c, (requests * S) / c),
        },
        figures: {
          X: ({ loop }) => loop.throughput.accepted,
          R: ({ loop }) => loop.responseTime.mean / 1000,
          util: ({ loop }) => serviceOf(loop, 'server').utilization,
          L: ({ loop }) => (loop.throughput.accepted * loop.responseTime.mean) / 1000,
          N_star: ({ alone, crowd: full }) => full.throughput.accepted / alone.throughput.accepted,
          // The asymptote that binds; the lesser of two measured ones would be too low where they meet.
          X_upper: ({ alone, crowd: full }) =>
            N <= N_star ? N * alone.throughput.accepted : full.throughput.accepted,
        },
      });
    },
  }),
  published({
    key: 'V29-pool',
    title: 'all calls hang: the highest rate is the pool over the timeout',
    source: 'Nygard, Release It!; Little',
    expected: hungPool,
    sets: [
      { pool: 10, timeout: 30 },
      { pool: 200, timeout: 5 },
      { pool: 50, timeout: 2 },
    ],
    quick: [0, 1, 2],
    trial: ({ pool, timeout }) => {
      // Of three pools of clients one is served, one waits and one thinks. A generation of calls ends every `timeout`; the
      // window begins and ends between two of them.
      const generations = 20;
      return trial({
        seeds: 1,
        runs: {
          hung: {
            mode: 'direct',
            scenario: scenario('pool of hung calls', {
              calls: { timeout: seconds(timeout) },
              services: { pool: server('0ms', pool), backend: INSTANT },
              steps: inARow(['pool', 'backend']),
              load: {
                clients: 3 * pool,
                thinkTime: seconds(timeout),
                duration: seconds((generations + 1.5) * timeout),
                warmup: seconds(1.5 * timeout),
              },
              faults: [{ kind: 'hang', target: 'backend' }],
            }),
          },
        },
        figures: {
          max_rate_all_hung: ({ hung }) => hung.requests.failed / (generations * timeout),
        },
        within: { max_rate_all_hung: 0 },
      });
    },
  }),
  published({
    key: 'V31-SRE-fullqueue',
    title: 'what a full queue has taken in waits for all that is before it',
    source: 'Google SRE book, chapter 22',
    expected: fullQueue,
    sets: [{ threads: 10, queue: 100, service_ms: 100 }],
    quick: [0],
    trial: ({ threads, queue, service_ms }) =>
      trial({
        seeds: 1,
        runs: {
          burst: {
            mode: 'direct',
            scenario: scenario('full queue', {
              services: { server: server(seconds(service_ms / 1000), threads, queue) },
              steps: inARow(['server']),
              // All at once, and never again.
              load: { clients: 2 * (threads + queue), thinkTime: '1h', duration: '1m' },
            }),
          },
        },
        figures: { latency_ms_of_last_accepted: ({ burst }) => burst.acceptedTime.max },
        within: { latency_ms_of_last_accepted: 0 },
      }),
  }),
  published({
    key: 'V46-freeze',
    title: 'a hung process refuses at once, a frozen one when it goes on, and works for nobody first',
    source: 'listen(2), signal(7): the backlog of a stopped process; counted',
    expected: frozenOrHung,
    sets: [
      { lam: 100, outage: 20, timeout: 5, slots: 10, queue: 100 },
      { lam: 50, outage: 30, timeout: 2, slots: 20, queue: 0 },
    ],
    quick: [0, 1],
    trial: ({ lam, outage, timeout, slots, queue }) => {
      // It stands still between two calls, when the one before is done.
      const at = 5 + 0.5 / lam;
      const run = (kind: string): Run => ({
        mode: 'direct',
        scenario: scenario('a process that stands still', {
          caller: { timeout: seconds(timeout) },
          services: { server: server(seconds(0.2 / lam), slots, queue) },
          steps: inARow(['server']),
          load: { rate: perSecond(lam), arrivals: 'constant', duration: seconds(at + outage + 5) },
          faults: [{ kind, target: 'server', at: seconds(at), for: seconds(outage) }],
        }),
      });
      const refused = (of: RunMeasurements): number => serviceOf(of, 'server').failures.overload;
      return trial({
        seeds: 1,
        runs: { hung: run('hang'), frozen: run('freeze') },
        figures: {
          refused_hung: ({ hung }) => refused(hung),
          timed_out_hung: ({ hung }) => hung.requests.timedOut,
          refused_frozen: ({ frozen }) => refused(frozen),
          timed_out_frozen: ({ frozen }) => frozen.requests.timedOut,
          done_for_nobody: ({ frozen }) => frozen.requests.completed - frozen.requests.accepted,
        },
        within: {
          refused_hung: 0,
          timed_out_hung: 0,
          refused_frozen: 0,
          timed_out_frozen: 0,
          done_for_nobody: 0,
        },
      });
    },
  }),
  published({
    key: 'V33-backlog',
    title: 'event mode: the backlog of an outage, and how long it takes to drain',
    source: "Amazon Builders' Library, Avoiding insurmountable queue backlogs",
    expected: (params: { lam: number; mu: number; outage: number }) => ({ ...backlog(params), lost: 0 }),
    sets: [
      { lam: 280, mu: 300, outage: 10 },
      { lam: 50, mu: 80, outage: 600 },
    ],
    quick: [0],
    trial: ({ lam, mu, outage }) => {
      const before = 10;
      const { drain } = backlog({ lam, mu, outage });
      const event = 1 / lam + 1 / mu;
      const affected = (run: Parameters<typeof serviceOf>[0]): number => {
        const { waited, count } = serviceOf(run, 'worker').waitTime;
        return waited * count;
      };
      return trial({
        seeds: 1,
        runs: {
          events: {
            mode: 'event',
            scenario: scenario('backlog of an outage', {
              services: { entry: INSTANT, worker: server(seconds(1 / mu)) },
              steps: inARow(['entry', 'worker']),
              load: {
                rate: perSecond(lam),
                arrivals: 'constant',
                duration: seconds(before + outage + drain + 10),
              },
              faults: [{ kind: 'outage', target: 'worker', at: seconds(before), for: seconds(outage) }],
            }),
          },
        },
        figures: {
          backlog_at_end: ({ events }) => events.peakBacklog,
          // Everything that had to wait came during the outage, or while the backlog was drained.
          drain: ({ events }) => affected(events) / lam - outage,
          max_age_FIFO: ({ events }) => events.completionTime.max / 1000,
          affected_msgs: ({ events }) => affected(events),
          mean_delay_affected: ({ events }) => {
            const { mean, waited } = serviceOf(events, 'worker').waitTime;
            return mean / 1000 / waited;
          },
          lost: ({ events }) => events.requests.offered - events.requests.completed,
        },
        within: {
          backlog_at_end: 1,
          drain: event,
          max_age_FIFO: event,
          affected_msgs: 1,
          mean_delay_affected: event,
          lost: 0,
        },
      });
    },
  }),
];
