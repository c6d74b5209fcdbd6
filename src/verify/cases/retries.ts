import type { RunMeasurements } from '../../measure/measurements.js';
import type { Mapping } from '../../scenario/values.js';
import {
  inARow,
  INSTANT,
  milliseconds,
  numbered,
  openLoad,
  perSecond,
  scenario,
  seconds,
  server,
} from '../authored.js';
import { type Case, published, type Run, serviceOf, trial } from '../case.js';
import * as formulas from '../formulas/policies.js';
import { backoff } from '../formulas/times.js';

/** Tries so often, at once. */
const tries = (maxAttempts: number): Mapping => ({ maxAttempts, initialDelay: '0ms', jitter: 'none' });

const shareAccepted = ({ requests }: RunMeasurements): number => requests.accepted / requests.offered;

/** Retries, what they cost, and what stops them. */
export const retries: Case[] = [
  published({
    key: 'V24-retry',
    title: 'success and attempts under retry',
    source: 'geometric distribution; Google SRE book, chapter 22',
    expected: formulas.retry,
    sets: [
      { p: 0.1, retries: 3 },
      { p: 0.3, retries: 2 },
      { p: 0.5, retries: 3 },
      { p: 0.75, retries: 3 },
    ],
    quick: [2],
    trial: ({ p, retries: most }, effort) => {
      const rarest = Math.min(...formulas.retry({ p, retries: most }).p_exactly);
      // All within a second, and tries ten seconds apart: when a request is accepted tells how many it took.
      const gap = 10;
      return trial({
        runs: {
          burst: {
            mode: 'direct',
            scenario: scenario('retry', {
              caller: {
                retry: {
                  maxAttempts: most + 1,
                  initialDelay: seconds(gap),
                  multiplier: 1,
                  maxDelay: seconds(gap),
                  jitter: 'none',
                },
              },
              services: { server: INSTANT },
              steps: inARow(['server']),
              load: { rate: perSecond(effort.requestsForShare(rarest)), duration: '1s' },
              faults: [{ kind: 'errors', target: 'server', rate: p }],
            }),
          },
        },
        figures: {
          success: ({ burst }) => shareAccepted(burst),
          attempts: ({ burst }) => burst.amplification.total,
          p_exactly: ({ burst }) => {
            const shares = Array.from({ length: most }, (_, n) => acceptedIn(burst, n * gap * 1000, 1000));
            return [...shares, 1 - shares.reduce((sum, share) => sum + share, 0)];
          },
        },
      });
    },
  }),
  published({
    key: 'V25-layers',
    title: 'layers that each try again multiply',
    source: "Google SRE book, chapter 22 (64); Amazon Builders' Library (243)",
    expected: formulas.layers,
    sets: [
      { p_bottom_fail: 1, retries_per_layer: 3, layers: 3 },
      { p_bottom_fail: 1, retries_per_layer: 2, layers: 5 },
      { p_bottom_fail: 1, retries_per_layer: 3, layers: 5 },
    ],
    quick: [0, 1, 2],
    trial: ({ p_bottom_fail, retries_per_layer, layers }, effort) => {
      const isCertain = p_bottom_fail === 1 || p_bottom_fail === 0;
      const { user_failure } = formulas.layers({ p_bottom_fail, retries_per_layer, layers });
      const names = numbered('layer', layers);
      const bottom = `layer-${layers}`;
      const retry = tries(retries_per_layer + 1);
      return trial({
        ...(isCertain ? { seeds: 1 } : {}),
        runs: {
          direct: {
            mode: 'direct',
            scenario: scenario('layers of retries', {
              caller: { retry },
              calls: { retry },
              services: Object.fromEntries(names.map((name) => [name, INSTANT])),
              steps: inARow(names),
              load: isCertain
                ? { rate: '1/s', requests: 5 }
                : openLoad(100, effort.requestsForShare(user_failure)),
              faults: [{ kind: 'errors', target: bottom, rate: p_bottom_fail }],
            }),
          },
        },
        figures: {
          bottom_attempts_per_request: ({ direct }) =>
            serviceOf(direct, bottom).attempts / direct.requests.offered,
          user_failure: ({ direct }) => 1 - shareAccepted(direct),
        },
        within: isCertain ? { bottom_attempts_per_request: 0, user_failure: 0 } : {},
      });
    },
  }),
  published({
    key: 'V27-retrystorm',
    title: 'a little too much, tried again: attempts per second grow',
    source: 'Google SRE book, chapter 22',
    expected: formulas.retryStorm,
    sets: [
      { capacity: 100, offered: 101, max_attempts: 10, retry_gap_s: 1 },
      { capacity: 10_000, offered: 10_100, max_attempts: 10, retry_gap_s: 1 },
    ],
    quick: [0],
    trial: ({ capacity, offered, max_attempts, retry_gap_s }) => {
      const names = numbered('until', 5);
      // As many slots as it takes in a second, each taken for just under one: the next second begins with all of them free.
      const justUnderASecond = seconds(1 - 1 / (10 * offered));
      const until = (end: number): Run => ({
        mode: 'direct',
        scenario: scenario('retry storm', {
          caller: {
            retry: {
              maxAttempts: max_attempts,
              initialDelay: seconds(retry_gap_s),
              multiplier: 1,
              maxDelay: seconds(retry_gap_s),
              jitter: 'none',
            },
          },
          services: { backend: server(justUnderASecond, capacity, 0) },
          steps: inARow(['backend']),
          load: {
            rate: perSecond(offered),
            arrivals: 'constant',
            duration: seconds(end),
            drain: '0ms',
          },
        }),
      });
      return trial({
        seeds: 1,
        runs: Object.fromEntries(names.map((name, second) => [name, until(second + 1)])),
        figures: {
          first_5_seconds_attempts: (measured) => {
            const sums = [0, ...names.map((name) => serviceOf(runOf(measured, name), 'backend').attempts)];
            return sums.slice(1).map((attempts, second) => attempts - (sums[second] ?? 0));
          },
        },
        within: { first_5_seconds_attempts: 0 },
      });
    },
  }),
  published({
    key: 'V28-backoff',
    title: 'how long the waits between tries are, all together',
    source: 'AWS Architecture Blog, Exponential Backoff and Jitter',
    expected: backoff,
    sets: [
      { base: 100, cap: 10_000, retries: 4 },
      { base: 50, cap: 1000, retries: 8 },
    ],
    quick: [],
    trial: ({ base, cap, retries: most }, effort) => {
      const run = (jitter: string): Run => ({
        mode: 'direct',
        scenario: scenario(`backoff, jitter ${jitter}`, {
          caller: {
            retry: {
              maxAttempts: most + 1,
              initialDelay: milliseconds(base),
              multiplier: 2,
              maxDelay: milliseconds(cap),
              jitter,
            },
          },
          services: { server: INSTANT },
          steps: inARow(['server']),
          load: openLoad(100, effort.requests(0.6)),
          faults: [{ kind: 'errors', target: 'server', rate: 1 }],
        }),
      });
      return trial({
        runs: { none: run('none'), full: run('full'), equal: run('equal') },
        figures: {
          none: ({ none }) => none.responseTime.mean,
          full_mean: ({ full }) => full.responseTime.mean,
          full_sd: ({ full }) => full.responseTime.sd,
          equal_mean: ({ equal }) => equal.responseTime.mean,
          equal_sd: ({ equal }) => equal.responseTime.sd,
        },
        within: { none: 0 },
      });
    },
  }),
  published({
    key: 'V36-breaker-fulloutage',
    title: 'a breaker in a full outage: what it refuses, and what it lets through to see',
    source: 'renewal-reward theorem',
    expected: formulas.breaker,
    sets: [
      { lam: 20, open: 5, probe_latency: 1 },
      { lam: 100, open: 5, probe_latency: 1 },
    ],
    quick: [0],
    trial: ({ lam, open, probe_latency }, effort) => {
      const cycle = 1 / formulas.breaker({ lam, open, probe_latency }).admitted_rate;
      // Whole cycles, or the ends of the window would count more or fewer of them than its length says.
      const cycles = Math.ceil(effort.requests(1) / 4);
      const warmup = Math.ceil(cycles / 20);
      return trial({
        runs: {
          outage: {
            mode: 'direct',
            scenario: scenario('breaker in a full outage', {
              caller: { circuitBreaker: { consecutiveFailures: 1, waitDurationInOpenState: seconds(open) } },
              services: { server: server(seconds(probe_latency), 'unbounded') },
              steps: inARow(['server']),
              load: {
                rate: perSecond(lam),
                warmup: seconds((warmup + 0.5) * cycle),
                duration: seconds((warmup + cycles + 0.5) * cycle),
              },
              faults: [{ kind: 'errors', target: 'server', rate: 1 }],
            }),
          },
        },
        figures: {
          rejected: ({ outage }) => serviceOf(outage, 'server').failures.breaker / outage.requests.offered,
          admitted_rate: ({ outage }) => serviceOf(outage, 'server').attempts / (cycles * cycle),
        },
      });
    },
  }),
];

/** Share of the requests that were accepted from `from` on, for so many milliseconds. */
function acceptedIn({ series, requests }: RunMeasurements, from: number, length: number): number {
  const first = Math.round(from / series.interval);
  const counts = series.accepted.slice(first, first + Math.round(length / series.interval));
  return counts.reduce((sum, count) => sum + count, 0) / requests.offered;
}

function runOf(runs: Record<string, RunMeasurements>, name: string): RunMeasurements {
  const run = runs[name];
  if (run === undefined) throw new RangeError(`no run ${name}`);
  return run;
}
