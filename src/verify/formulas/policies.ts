import { sum } from './queues.js';
import { power } from './times.js';

/** What retries, redeliveries, pools and breakers come to. */

/** Independent attempts that fail with probability p, at most `retries` more after the first. */
export function retry({ p, retries }: { p: number; retries: number }) {
  const tries = retries + 1;
  return {
    success: 1 - power(p, tries),
    attempts: triesNeeded(p, tries),
    p_exactly: Array.from({ length: tries }, (_, index) => power(p, index) * (index < retries ? 1 - p : 1)),
  };
}

/**
 * Layers that each try again: what reaches the bottom is multiplied, layer by layer.
 * Google, *Site Reliability Engineering*, 2016, chapter 22; Brooker, *Timeouts, Retries and Backoff with Jitter*, Amazon Builders' Library.
 */
export function layers(params: { p_bottom_fail: number; retries_per_layer: number; layers: number }) {
  const tries = params.retries_per_layer + 1;
  let failure = params.p_bottom_fail;
  let attempts = 1;
  for (let layer = 0; layer < params.layers; layer += 1) {
    attempts *= triesNeeded(failure, tries);
    failure = power(failure, tries);
  }
  return { bottom_attempts_per_request: attempts, user_failure: failure };
}

/**
 * A backend that takes `capacity` a second is asked `offered` times a second, and what it refuses comes again
 * `retry_gap_s` (whole seconds) later. Google, *Site Reliability Engineering*, chapter 22.
 */
export function retryStorm(params: {
  capacity: number;
  offered: number;
  max_attempts: number;
  retry_gap_s: number;
}) {
  const { capacity, offered, max_attempts, retry_gap_s } = params;
  return {
    first_5_seconds_attempts: Array.from({ length: 5 }, (_, second) => {
      const generations = Math.min(Math.floor(second / retry_gap_s), max_attempts - 1);
      return offered + generations * (offered - capacity);
    }),
  };
}

/** Every call hangs until its timeout: Little's law gives the rate. Nygard, *Release It!*, 2007. */
export function hungPool({ pool, timeout }: { pool: number; timeout: number }) {
  return { max_rate_all_hung: pool / timeout };
}

/**
 * A full pool and its queue take nothing more in. A process that hangs has room for as many as they hold, who time out, and
 * refuses the others at once. One that is stopped refuses nobody: all who came more than `timeout` before its end have timed
 * out. As it goes on it takes the oldest in, whose callers have gone, and refuses those who still wait: where more than it has room for have gone by then.
 */
export function frozenOrHung({ lam, outage, timeout, slots, queue }: StandstillParams) {
  const room = slots + queue;
  return {
    refused_hung: lam * outage - room,
    timed_out_hung: room,
    refused_frozen: lam * timeout,
    timed_out_frozen: lam * (outage - timeout),
    done_for_nobody: room,
  };
}

/** `lam` calls a second; it stands still for `outage` seconds, and its callers wait for `timeout`. */
export interface StandstillParams {
  lam: number;
  outage: number;
  timeout: number;
  slots: number;
  queue: number;
}

/** What is at work when the broker is killed (Little) comes again, each time; and nothing is lost. */
export function brokerKilled({ lam, work_s, kills }: { lam: number; work_s: number; kills: number }) {
  return {
    doubled: kills * lam * work_s,
    lost: 0,
    dead_letters: 0,
    doubled_by_outages: 0,
  };
}

/** The last one that a full queue takes in. Google, *Site Reliability Engineering*, chapter 22. */
export function fullQueue({
  threads,
  queue,
  service_ms,
}: {
  threads: number;
  queue: number;
  service_ms: number;
}) {
  return { latency_ms_of_last_accepted: (Math.ceil(queue / threads) + 1) * service_ms };
}

/** A backlog after an outage, as a fluid. *Avoiding Insurmountable Queue Backlogs*, Amazon Builders' Library. */
export function backlog({ lam, mu, outage }: { lam: number; mu: number; outage: number }) {
  const drain = (lam * outage) / (mu - lam);
  return {
    backlog_at_end: lam * outage,
    drain,
    max_age_FIFO: outage,
    affected_msgs: lam * (outage + drain),
    mean_delay_affected: outage / 2,
  };
}

/** Below this a share is too rare to be measured within 2 % in a run of ordinary length. */
const RARE = 0.005;

/** An acknowledgement is lost with probability p, and then the message comes again. */
export function duplicates({ p_ack_lost: p }: { p_ack_lost: number }) {
  return {
    deliveries: 1 / (1 - p),
    duplicates: p / (1 - p),
    P_at_least_one_dup: p,
    ...(p * p < RARE ? {} : { P_at_least_two: p * p }),
  };
}

/** A delivery fails with probability p; after `max` of them the message is dead-lettered. */
export function deadLetters({ p, max }: { p: number; max: number }) {
  return { dlq: power(p, max), deliveries: triesNeeded(p, max), unaccounted: 0 };
}

/**
 * A breaker that opens at the first failure, in a full outage: open, then waiting for the next call, which is the probe, then
 * waiting for its failure. Renewal-reward.
 */
export function breaker({ lam, open, probe_latency }: { lam: number; open: number; probe_latency: number }) {
  const admitted_rate = 1 / (open + 1 / lam + probe_latency);
  return { rejected: 1 - admitted_rate / lam, admitted_rate };
}

export interface MetastableParams {
  servers: number;
  /** Exponential, its mean in seconds. */
  service_s: number;
  load: number;
  maxAttempts: number;
  timeout_s: number;
  hang_at_s: number;
  hang_for_s: number;
}

/**
 * After the hang every call waits longer than its caller does. With retries that together are more than the servers can
 * do, it stays so; without, the backlog drains. Bronson et al., *Metastable Failures in Distributed Systems*, HotOS 2021.
 */
export function metastable({ servers, service_s, load, maxAttempts }: MetastableParams) {
  const recovers = load * maxAttempts < servers / service_s;
  return {
    recovers,
    ...(recovers ? {} : { offered_to_service_per_s_after: load * maxAttempts, goodput_after: 0 }),
    event_mode_recovers: true,
    event_mode_lost: 0,
  };
}

/** The backlog of the hang, where arrivals and work are a steady stream and nobody tries again. */
export function fluidDrain({ servers, service_s, load, hang_for_s }: MetastableParams) {
  return { fluid_drain_s: backlog({ lam: load, mu: servers / service_s, outage: hang_for_s }).drain };
}

/** Mean number of tries, of which each fails with probability p and the last one ends it. */
function triesNeeded(p: number, tries: number): number {
  return sum(Array.from({ length: tries }, (_, index) => power(p, index)));
}
