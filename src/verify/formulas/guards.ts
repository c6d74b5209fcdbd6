import { sum } from './queues.js';
import { power } from './times.js';

/** What breakers, budgets and waits come to as the libraries have them whose names they bear. */

export interface HalfOpen {
  /** Each call fails with this probability, whatever the others do. */
  p: number;
  /** Calls that are let through in the half-open state, and the share of failures that opens the breaker again. */
  permitted: number;
  threshold: number;
  /** Calls that are refused while it is open, each time. */
  refused: number;
}

/**
 * A breaker that opens at the first failure, and lets `permitted` calls through when it has been open. From one opening to
 * the next: so many are refused, then tried; and where fewer of these have failed than the threshold says, more until the
 * next one fails. Renewal-reward; the failures of the calls let through have a binomial distribution.
 */
export function halfOpen({ p, permitted, threshold, refused }: HalfOpen) {
  const reopens = sum(
    Array.from({ length: permitted + 1 }, (_, failures) =>
      failures >= threshold * permitted ? binomial(permitted, failures, p) : 0,
    ),
  );
  return { refused: refused / (refused + permitted + (1 - reopens) / p) };
}

export interface SharedGuards {
  requests: number;
  /** Steps that one service calls of another, for each request. */
  steps: number;
  consecutive_failures: number;
  budget: number;
}

/** All calls fail: one breaker for all steps opens with the n-th of them, one budget earns its share of all of them. */
export function sharedGuards({ requests, steps, consecutive_failures, budget }: SharedGuards) {
  const calls = requests * steps;
  // Exact, where the share is one of whole percents.
  const retries = Math.floor((calls * Math.round(budget * 100)) / 100);
  return {
    attempts_with_one_breaker: consecutive_failures,
    refused: calls - consecutive_failures,
    attempts_with_one_budget: calls + retries,
  };
}

/** Waits of `initial_s` and from there on `multiplier` times as long, without a limit: when the n-th try begins. */
export function uncapped({
  initial_s,
  multiplier,
  tries,
}: {
  initial_s: number;
  multiplier: number;
  tries: number;
}) {
  const waits = Array.from({ length: tries - 1 }, (_, index) => initial_s * power(multiplier, index));
  return { last_try_at_s: sum(waits) };
}

/** Spikes and lulls that last at once, and factors on a service time: all of them multiply. */
export function product({ rate, factors, seconds }: { rate: number; factors: number[]; seconds: number }) {
  const all = factors.reduce((result, factor) => result * factor, 1);
  return { arrivals: rate * all * seconds, service_time: all };
}

/**
 * Work that takes longer than the bus waits for it: delivered again every `ack_wait_s` until the first delivery is
 * acknowledged, or as often as it may be where a late acknowledgement does not count.
 */
export function lateAck({
  work_s,
  ack_wait_s,
  max_deliveries,
}: {
  work_s: number;
  ack_wait_s: number;
  max_deliveries: number;
}) {
  const begun = Math.min(max_deliveries, Math.ceil(work_s / ack_wait_s));
  return {
    deliveries: begun,
    done_again: begun - 1,
    dead_letters: 0,
    deliveries_ignored: max_deliveries,
    dead_letters_ignored: 1,
  };
}

function binomial(n: number, k: number, p: number): number {
  let ways = 1;
  for (let index = 1; index <= k; index += 1) ways *= (n - k + index) / index;
  return ways * power(p, k) * power(1 - p, n - k);
}
