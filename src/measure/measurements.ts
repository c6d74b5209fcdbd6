import type { Ending, Side, Told } from './outcomes.js';

/**
 * What one run of one mode comes to. These are the names of the JSON output (`--format json`), and a contract:
 * times in milliseconds of virtual time, shares from 0 to 1, rates per second.
 */

/** A distribution of times in milliseconds. Percentiles are nearest-rank, within 0.1 %. */
export interface Times {
  count: number;
  mean: number;
  /** Standard deviation (of the population). */
  sd: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/**
 * From a request's begin until its work was in place, over all requests that were due (offered, and not declined). What is
 * never completed counts as later than everything: a percentile that falls there is `null`.
 */
export interface EndToEnd {
  due: number;
  completed: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** `waitTime` also says which share of the attempts had to wait at all. */
interface WaitTimes extends Times {
  waited: number;
}

/** How the work of the requests ended; each counts under one of these. */
export type Endings = Record<Ending, number>;

/** Attempts that failed, as their caller (or their subscription) saw it. */
export interface Failures {
  injected: number;
  inherited: number;
  overload: number;
  timeout: number;
  breaker: number;
  declined: number;
}

export interface ServiceMeasurements {
  attempts: number;
  succeeded: number;
  effects: number;
  doubleEffects: number;
  duplicates: number;
  deadLettered: number;
  /** Events that the bus brought a second time; deliveries out of the order of publication. */
  copies: number;
  outOfOrder: number;
  /** Acknowledgements that the bus lost. */
  lostAcks: number;
  failures: Failures;
  waitTime: WaitTimes;
  serviceTime: Times;
  holdTime: Times;
  utilization: number;
  blockedShare: number;
  peakQueue: number;
}

/** `count` attempts failed at `victim` because of `origin`. A victim is a service, or `caller`; both may be the same. */
export interface Cascade {
  origin: string;
  victim: string;
  count: number;
}

export interface Phase {
  name: PhaseName;
  /** Milliseconds of virtual time. */
  from: number;
  to: number;
  offered: number;
  accepted: number;
  completed: number;
}

/** What became of the requests that were begun in one phase. */
export interface BegunPhase {
  offered: number;
  good: number;
  /** As a share of those that were due; `null` where none was. */
  goodput: number | null;
  responseTime: Times;
  endToEnd: EndToEnd;
  /** Attempts per request, at the busiest service. */
  amplification: number;
}

/** Before, during and after the faults; a phase that has no length is absent, and without faults all of them. */
export type BegunPhases = Partial<Record<PhaseName, BegunPhase>>;

export type PhaseName = 'before' | 'during' | 'after';

/** How busy a service was, interval by interval. */
export interface ServiceSeries {
  /** Slots in use, and slots held only to wait for others: means over the interval. */
  working: number[];
  blocked: number[];
  /** Attempts and messages in its queue, the mean over the interval. */
  waiting: number[];
  /** Attempts at it that failed in the interval, as their caller or their subscription saw it. */
  failed: number[];
}

/** Counts per interval of the virtual time, from 0 to the end of the run. */
export interface Series {
  /** Milliseconds. */
  interval: number;
  offered: number[];
  accepted: number[];
  completed: number[];
  /** Requests that became good in it: answered with success and completed, both within their objectives. */
  goodput: number[];
  /** Error responses and timeouts; declines are none. */
  errors: number[];
  /** Attempts and messages waiting at the end of the interval, and most of them at once in it. */
  backlog: number[];
  peakBacklog: number[];
  /** Completion times of what completed in the interval; `null` where nothing did. */
  p99: (number | null)[];
  /** Response times of what was answered in the interval, whatever the answer; `null` where nothing was. */
  responseP99: (number | null)[];
  services: Record<string, ServiceSeries>;
}

/** What one run of one mode measured by itself, before it is compared with its control run. */
export interface RunMeasurements {
  requests: Record<'offered' | Told | 'completed' | 'good' | 'late', number> & {
    outcomes: Record<Side, Endings>;
  };
  /**
   * Requests that were answered with success and completed, both within their objectives, as a share of those that were due
   * (offered, and not declined); `null` where none was.
   */
  goodput: number | null;
  throughput: { offered: number; accepted: number; completed: number; goodput: number; phases: Phase[] };
  responseTime: Times;
  acceptedTime: Times;
  completionTime: Times;
  endToEnd: EndToEnd;
  /** From acceptance to completion, for what was accepted and completed; 0 where the work was done first. */
  completionLag: Times;
  /** Most attempts and messages waiting at once, in queues, outboxes and for their redelivery. */
  peakBacklog: number;
  phases: BegunPhases;
  /** Attempts per request: all services', and the busiest service's; queries of a database are none. */
  amplification: { total: number; worst: number };
  /** Events that a subscriber will never have; one that two wait for counts twice. */
  lostEvents: number;
  cascades: Cascade[];
  services: Record<string, ServiceMeasurements>;
  series: Series;
  /**
   * Virtual time at which the run ended, and why: all quiet; the drain over; work left that nothing could move; clients that
   * would have asked for ever at one moment; the caller's wish.
   */
  end: {
    at: number;
    reason: 'quiet' | 'drained' | 'stuck' | 'spinning' | 'looping' | 'crowded' | 'interrupted';
  };
}

/** A mode's measurements as the comparison shows them. */
export interface Measurements extends RunMeasurements {
  /**
   * Milliseconds from the end of the last fault until backlog and p99 are back at the control run's level; `null`: never.
   * As the two figures below it is `null`, too, where an interrupt left the mode without its control run.
   */
  recoveryTime: number | null;
  /** Services without a fault that have collateral. */
  blastRadius: number | null;
  /** Services that had to change so that a new subscriber could join. */
  changedServices: number;
  /** Failures at services that have no fault, beyond the control run's. */
  collateral: number | null;
}
