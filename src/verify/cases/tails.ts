import type { RunMeasurements, Times } from '../../measure/measurements.js';
import type { Mapping } from '../../scenario/values.js';
import {
  fannedOut,
  inARow,
  INSTANT,
  milliseconds,
  numbered,
  openLoad,
  scenario,
  server,
} from '../authored.js';
import { type Case, published, trial } from '../case.js';
import type { Effort } from '../effort.js';
import * as formulas from '../formulas/times.js';

/** An instant entry that needs `n` others. */
function needing(n: number, title: string, other: Mapping, requests: number, more: Mapping = {}): Mapping {
  const names = numbered('part', n);
  return scenario(title, {
    services: { entry: INSTANT, ...Object.fromEntries(names.map((name) => [name, other])) },
    steps: fannedOut('entry', names),
    load: openLoad(100, requests),
    ...more,
  });
}

const exponentialPart = (mean_ms: number): Mapping =>
  server({ distribution: 'exponential', mean: milliseconds(mean_ms) }, 'unbounded');

/** The same five figures, by direct calls and by events. */
function inBothModes(direct: Mapping, events: Mapping) {
  const figure = (name: Exclude<keyof Times, 'count' | 'max'>) => ({
    direct: (runs: { direct: RunMeasurements }) => runs.direct.responseTime[name],
    event: (runs: { event: RunMeasurements }) => runs.event.completionTime[name],
  });
  return trial({
    runs: { direct: { mode: 'direct', scenario: direct }, event: { mode: 'event', scenario: events } },
    figures: {
      mean: figure('mean'),
      sd: figure('sd'),
      p50: figure('p50'),
      p95: figure('p95'),
      p99: figure('p99'),
    },
  });
}

/** For the standard deviation of one exponential time, which is the noisiest of the five. */
const requestsForTimes = (effort: Effort): number => effort.requests(4);

/** Many parts: how sure, and how slow, is the whole? No queues here. */
export const tails: Case[] = [
  published({
    key: 'V20-serial',
    title: 'each of n must work: availability multiplies',
    source: 'Hystrix wiki, How it works',
    expected: formulas.serial,
    sets: [
      { a: 0.99, n: 1 },
      { a: 0.99, n: 2 },
      { a: 0.99, n: 5 },
      { a: 0.99, n: 10 },
      { a: 0.9999, n: 30 },
      { a: 0.999, n: 5 },
    ],
    quick: [0],
    trial: ({ a, n }, effort) => {
      const names = numbered('service', n);
      return trial({
        runs: {
          direct: {
            mode: 'direct',
            scenario: scenario('serial availability', {
              services: Object.fromEntries(names.map((name) => [name, INSTANT])),
              steps: inARow(names),
              load: openLoad(100, effort.requests(1)),
              faults: names.map((target) => ({ kind: 'errors', target, rate: 1 - a })),
            }),
          },
        },
        figures: { A: ({ direct }) => direct.requests.accepted / direct.requests.offered },
      });
    },
  }),
  published({
    key: 'V22-fanout',
    title: 'one slow answer of n makes the whole slow',
    source: 'Dean & Barroso, The Tail at Scale',
    expected: formulas.fanOut,
    sets: [
      { p_slow: 0.01, n: 1 },
      { p_slow: 0.01, n: 10 },
      { p_slow: 0.01, n: 100 },
      { p_slow: 0.001, n: 100 },
    ],
    quick: [],
    trial: ({ p_slow, n }, effort) => {
      const { P_slow } = formulas.fanOut({ p_slow, n });
      const sometimesSlow = {
        distribution: 'mixture',
        of: [
          { weight: 1 - p_slow, distribution: 'constant', value: '10ms' },
          { weight: p_slow, distribution: 'constant', value: '1s' },
        ],
      };
      return trial({
        runs: {
          direct: {
            mode: 'direct',
            scenario: needing(
              n,
              'fan-out',
              server(sometimesSlow, 'unbounded'),
              effort.requestsForShare(P_slow),
              {
                // Who has no answer by then has met a slow one.
                caller: { timeout: '500ms' },
              },
            ),
          },
        },
        figures: { P_slow: ({ direct }) => direct.requests.timedOut / direct.requests.offered },
      });
    },
  }),
  published({
    key: 'V23-max-exp',
    title: 'the longest of n exponential times',
    source: 'order statistics; Dean & Barroso, The Tail at Scale',
    expected: formulas.longest,
    sets: [
      { n: 2, mean_ms: 100 },
      { n: 5, mean_ms: 100 },
      { n: 10, mean_ms: 100 },
    ],
    quick: [0],
    trial: ({ n, mean_ms }, effort) => {
      const parallel = needing(n, 'parallel parts', exponentialPart(mean_ms), requestsForTimes(effort));
      return inBothModes(parallel, parallel);
    },
  }),
  published({
    key: 'V23-sum-exp',
    title: 'n exponential times one after another',
    source: 'Erlang distribution',
    expected: formulas.inTurn,
    sets: [
      { n: 2, mean_ms: 100 },
      { n: 5, mean_ms: 100 },
    ],
    quick: [],
    trial: ({ n, mean_ms }, effort) => {
      const requests = requestsForTimes(effort);
      const names = numbered('part', n);
      const sequential = needing(n, 'parts in turn', exponentialPart(mean_ms), requests, {
        calls: { fanOut: 'sequential' },
      });
      const row = scenario('parts in a row', {
        services: Object.fromEntries(names.map((name) => [name, exponentialPart(mean_ms)])),
        steps: inARow(names),
        load: openLoad(100, requests),
      });
      return inBothModes(sequential, row);
    },
  }),
];
