import { sum } from './queues.js';

/** Times without a queue: how several random ones add up, or how long the longest takes. */

/** All of n must be there, each with a share `a` of the time. */
export function serial({ a, n }: { a: number; n: number }) {
  return { A: power(a, n) };
}

/** One slow answer of n makes the whole slow. Dean & Barroso, *The Tail at Scale*, CACM 2013. */
export function fanOut({ p_slow, n }: { p_slow: number; n: number }) {
  return { P_slow: 1 - power(1 - p_slow, n) };
}

/** The longest of n exponential times: the mean grows with the harmonic numbers. */
export function longest({ n, mean_ms }: { n: number; mean_ms: number }) {
  const ranks = Array.from({ length: n }, (_, index) => index + 1);
  const percentile = (share: number): number => -mean_ms * Math.log(1 - Math.exp(Math.log(share) / n));
  return {
    mean: mean_ms * sum(ranks.map((rank) => 1 / rank)),
    sd: mean_ms * Math.sqrt(sum(ranks.map((rank) => 1 / (rank * rank)))),
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
  };
}

/** n exponential times one after another: Erlang's distribution. */
export function inTurn({ n, mean_ms }: { n: number; mean_ms: number }) {
  return {
    mean: n * mean_ms,
    sd: mean_ms * Math.sqrt(n),
    p50: mean_ms * erlangQuantile(n, 0.5),
    p95: mean_ms * erlangQuantile(n, 0.95),
    p99: mean_ms * erlangQuantile(n, 0.99),
  };
}

/** Total waits of all retries (ms). Brooker, *Exponential Backoff and Jitter*, AWS Architecture Blog, 2015. */
export function backoff({ base, cap, retries }: { base: number; cap: number; retries: number }) {
  const delays = Array.from({ length: retries }, (_, retry) => Math.min(cap, base * power(2, retry)));
  const none = sum(delays);
  const fullSd = Math.sqrt(sum(delays.map((delay) => delay * delay)) / 12);
  return {
    none,
    full_mean: none / 2,
    full_sd: fullSd,
    equal_mean: (3 * none) / 4,
    equal_sd: fullSd / 2,
  };
}

/** Where a sum of n exponential times of mean 1 stays below with this probability; by halving. */
function erlangQuantile(n: number, share: number): number {
  let low = 0;
  let high = 20 * n + 50;
  while (high - low > 1e-13 * high) {
    const middle = (low + high) / 2;
    if (erlangShareBelow(n, middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function erlangShareBelow(n: number, x: number): number {
  let term = Math.exp(-x);
  let beyond = 0;
  for (let k = 0; k < n; k += 1) {
    beyond += term;
    term *= x / (k + 1);
  }
  return 1 - beyond;
}

/** By multiplying out: the same bits everywhere. */
export function power(base: number, exponent: number): number {
  let result = 1;
  for (let time = 0; time < exponent; time += 1) result *= base;
  return result;
}
