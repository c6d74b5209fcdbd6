/**
 * Queues in closed form. Parameters and results have the names of the published tables: `lam` and `mu` per second,
 * times in seconds, `rho` and `util` as shares.
 */

/** Erlang B: the share of arrivals that c servers without a waiting room turn away. Erlang 1917; here by its recursion. */
function erlangB(c: number, erlangs: number): number {
  let blocked = 1;
  for (let servers = 1; servers <= c; servers += 1) {
    blocked = (erlangs * blocked) / (servers + erlangs * blocked);
  }
  return blocked;
}

/** Erlang C: the share of arrivals that have to wait for one of c servers. */
export function erlangC(c: number, erlangs: number): number {
  const blocked = erlangB(c, erlangs);
  return (c * blocked) / (c - erlangs * (1 - blocked));
}

/** M/M/1: the time in the system is exponential. */
export function mm1({ lam, mu }: { lam: number; mu: number }) {
  const rho = lam / mu;
  const W = 1 / (mu - lam);
  return {
    rho,
    L: rho / (1 - rho),
    W,
    Wq: rho * W,
    P_wait: rho,
    p50_W: Math.log(2) * W,
    p95_W: Math.log(20) * W,
    p99_W: Math.log(100) * W,
  };
}

/** M/M/c: who has to wait (Erlang C) waits for an exponential time. */
export function mmc({ lam, mu, c }: { lam: number; mu: number; c: number }) {
  const P_wait = erlangC(c, lam / mu);
  const spare = c * mu - lam;
  const Wq = P_wait / spare;
  const W = Wq + 1 / mu;
  const percentile = (beyond: number): number => Math.max(0, Math.log(P_wait / beyond) / spare);
  return {
    rho: lam / (c * mu),
    P_wait,
    Wq,
    W,
    Lq: lam * Wq,
    L: lam * W,
    p95_Wq: percentile(0.05),
    p99_Wq: percentile(0.01),
  };
}

/** M/G/c/c: the loss does not depend on how service times are spread (Sevastyanov 1957). */
export function loss({ c, offered_erlangs }: { c: number; offered_erlangs: number }) {
  const P_block = erlangB(c, offered_erlangs);
  const carried = offered_erlangs * (1 - P_block);
  return { P_block, carried, util: carried / c };
}

/** M/M/c/K as a birth-death chain; K counts those in service. */
export function mmck({ lam, mu, c, K_total }: { lam: number; mu: number; c: number; K_total: number }) {
  const weights = birthDeath(
    K_total,
    () => lam,
    (n) => Math.min(n, c) * mu,
  );
  const total = sum(weights);
  const P_block = (weights[K_total] ?? 0) / total;
  const throughput = lam * (1 - P_block);
  const L = sum(weights.map((weight, n) => (n * weight) / total));
  const W_accepted = L / throughput;
  return {
    P_block,
    throughput,
    L,
    W_accepted,
    Wq_accepted: W_accepted - 1 / mu,
    P_wait_accepted: sum(weights.slice(c, K_total)) / total / (1 - P_block),
  };
}

/** M/G/1, Pollaczek-Khinchine, by the service time's mean and coefficient of variation. */
export function mg1({ lam, mean, cv }: { lam: number; mean: number; cv: number }) {
  const rho = lam * mean;
  const Wq = (rho * mean * (1 + cv * cv)) / (2 * (1 - rho));
  return { rho, Wq, W: Wq + mean, Lq: lam * Wq };
}

/** M/D/1 waits half as long as M/M/1. */
export function md1({ lam, service }: { lam: number; service: number }) {
  const { rho, Wq, W } = mg1({ lam, mean: service, cv: 0 });
  return { rho, Wq, W, ratio_to_MM1_Wq: Wq / mm1({ lam, mu: 1 / service }).Wq };
}

/**
 * D/M/1: `sigma`, the share that has to wait, is the root below 1 of σ = A*(μ − μσ), where A* is the Laplace transform of
 * the time between arrivals. Kleinrock, *Queueing Systems I*, 1975, section 6.
 */
export function dm1({ lam, mu }: { lam: number; mu: number }) {
  const sigma = fixedPoint((guess) => Math.exp((-mu * (1 - guess)) / lam));
  const W = 1 / (mu * (1 - sigma));
  return { sigma, P_wait: sigma, Wq: sigma * W, W };
}

/** Poisson arrivals pass a row of M/M/c queues as if each stood alone. Burke 1956, Jackson 1957. */
export function tandem({
  lam,
  stages_mu_c,
}: {
  lam: number;
  stages_mu_c: readonly (readonly [number, number])[];
}) {
  const W_each = stages_mu_c.map(([mu, c]) => mmc({ lam, mu, c }).W);
  const W_total = sum(W_each);
  return { W_each, W_total, L_total: lam * W_total };
}

/**
 * A chain of exponential stages, one slot each. Called directly, the head is M/G/1 with the sum of the stages as its
 * service, because it holds its slot all the while; by events, each stage is an M/M/1 of its own.
 */
export function nestedChain({ lam, exp_means }: { lam: number; exp_means: readonly number[] }) {
  const whole = sum(exp_means);
  const secondMoment = sum(exp_means.map((mean) => mean * mean)) + whole * whole;
  const rho_head = lam * whole;
  const Wq = (lam * secondMoment) / (2 * (1 - rho_head));
  return {
    rho_head,
    capacity: 1 / whole,
    W: Wq + whole,
    Wq,
    event_mode_W: sum(exp_means.map((mean) => mean / (1 - lam * mean))),
    event_mode_capacity: 1 / Math.max(...exp_means),
    util_each: exp_means.map((_, stage) => lam * sum(exp_means.slice(stage))),
  };
}

/** Two M/M/1 queues fed by the same arrivals: one alone (`R1`), and until both are done (`R2`). Flatto & Hahn 1984; Nelson & Tantawi 1988. */
export function forkJoin({ lam, mu }: { lam: number; mu: number }) {
  const R1 = 1 / (mu - lam);
  return { R1, R2: ((12 - lam / mu) / 8) * R1 };
}

/** M/M/1 whose callers give up after `timeout`, while the work goes on: nothing changes for the queue. */
export function impatient({ lam, mu, timeout }: { lam: number; mu: number; timeout: number }) {
  const W = 1 / (mu - lam);
  const P_timeout = Math.exp(-timeout / W);
  return { P_timeout, util: lam / mu, mean_client_latency: W * (1 - P_timeout) };
}

/**
 * The machine repairman: N clients think for an exponential time of mean Z, then ask c servers, which take an exponential
 * time of mean S. `N_star` is where the asymptotes of the throughput cross. Lazowska et al., *Quantitative System Performance*, 1984.
 */
export function closedLoop({ N, Z, S, c }: { N: number; Z: number; S: number; c: number }) {
  const weights = birthDeath(
    N,
    (n) => (N - n) / Z,
    (n) => Math.min(n, c) / S,
  );
  const L = sum(weights.map((weight, n) => n * weight)) / sum(weights);
  const X = (N - L) / Z;
  return {
    X,
    R: N / X - Z,
    util: (X * S) / c,
    L,
    N_star: (c * (Z + S)) / S,
    X_upper: Math.min(N / (Z + S), c / S),
  };
}

/** Weights of the states 0 to `most` of a birth-death chain, not yet shares. */
function birthDeath(most: number, birth: (n: number) => number, death: (n: number) => number): number[] {
  const weights = [1];
  for (let n = 1; n <= most; n += 1) weights.push(((weights[n - 1] ?? 0) * birth(n - 1)) / death(n));
  return weights;
}

/** Where `f` meets the diagonal first, from 0; `f` rises. */
function fixedPoint(f: (x: number) => number): number {
  let x = 0;
  for (let next = f(x); Math.abs(next - x) > 1e-15; next = f(x)) x = next;
  return x;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
