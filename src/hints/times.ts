import type { Distribution } from '../engine/distributions.js';
import type { Plan, StepPlan } from '../plan/plan.js';
import { Strata } from './strata.js';

/** Values of each time that is estimated, and how many of all together at most. */
const SAMPLES = 1000;
const FEWEST_SAMPLES = 100;
const MOST_VALUES = 300_000;

/** Values of one time, in milliseconds; of the same index, those of one imagined request. */
export type Sample = Float64Array;

/** Mean and variance of a time, in milliseconds. */
type Moments = Pick<Distribution, 'mean' | 'variance'>;

/** How a step answers its caller in direct mode. */
interface Responses {
  time: Sample;
  /** 1 where its work is done, 0 where the business has declined it, or that of a critical step below. */
  done: Uint8Array;
}

/**
 * How long things take in a plan when nothing fails and nobody waits for a worker, by Latin hypercube sampling of all service
 * times, network latencies and declines: service times of different steps are independent, calls in parallel last as long
 * as the last of them, and a call lasts no longer than its timeout. Percentiles of one step's own work are exact. What a bound
 * of the moments decides is not sampled: that would take as long as the rest of a short run.
 */
export class Times {
  /** How many values there are of each. */
  readonly size: number;
  private readonly ofLongestCalls = new Map<number, Moments>();
  private readonly ofWork = new Map<number, Sample>();
  private readonly ofCalls = new Map<number, Sample>();
  private readonly ofResponses = new Map<number, Responses>();
  private readonly ofReach = new Map<number, Uint8Array>();
  private readonly ofDeclines = new Map<number, Uint8Array | undefined>();

  constructor(private readonly plan: Plan) {
    const fitting = Math.floor(MOST_VALUES / Math.max(1, plan.steps.length));
    this.size = Math.min(SAMPLES, Math.max(FEWEST_SAMPLES, fitting));
  }

  /** Is the p99 of a step's own work above a limit? */
  isWorkLonger(step: StepPlan, limit: number): boolean {
    const { latency } = step.service;
    return !isSurelyBelow(latency, limit) && limit < p99Of(this.work(step));
  }

  /** Is the p99 of a call in direct mode above a limit? */
  isCallLonger(step: StepPlan, limit: number): boolean {
    return !isSurelyBelow(this.longestCall(step), limit) && limit < p99Of(this.call(step));
  }

  /** Is the p99 of a call above a limit that is answered when the step's own work is done? */
  isCallOfWorkLonger(step: StepPlan, limit: number): boolean {
    const { mean, variance } = step.service.latency;
    return (
      !isSurelyBelow(overNetwork(step, { mean, variance }), limit) && limit < p99Of(this.callOfWork(step))
    );
  }

  /** The mean of what a step waits for in direct mode, if it called all of them one after another: never less than it is. */
  longestWait(step: StepPlan): number {
    return this.longestCall(step).mean - step.service.latency.mean - (step.policy.networkLatency?.mean ?? 0);
  }

  /** A call of which everything comes one after another. */
  private longestCall(step: StepPlan): Moments {
    return kept(this.ofLongestCalls, step, () => {
      const { mean, variance } = step.service.latency;
      const below = step.callees
        .flatMap((index) => this.plan.steps[index] ?? [])
        .map((callee) => this.longestCall(callee));
      return overNetwork(step, {
        mean: below.reduce((sum, one) => sum + one.mean, mean),
        variance: below.reduce((sum, one) => sum + one.variance, variance),
      });
    });
  }

  /** A step's own work. */
  work(step: StepPlan): Sample {
    return kept(this.ofWork, step, () => this.sample(step.service.latency, 'work', step.name));
  }

  /** In direct mode: a step's own work, and all that it waits for. */
  response(step: StepPlan): Sample {
    return this.responses(step).time;
  }

  /** In direct mode: a call from its sending to its answer, by the caller's timeout if it is let wait for so long. */
  call(step: StepPlan): Sample {
    return kept(this.ofCalls, step, () => this.overNetwork(step, this.response(step)));
  }

  /** The call of a step that answers when its own work is done. */
  callOfWork(step: StepPlan): Sample {
    return this.overNetwork(step, this.work(step));
  }

  /** The share of the requests that come to a step: of the others, the business has declined one before. */
  reach(step: StepPlan): number {
    const reached = this.reached(step);
    return reached.reduce((sum, one) => sum + one, 0) / this.size;
  }

  private overNetwork(step: StepPlan, served: Sample): Sample {
    const { networkLatency } = step.policy;
    if (networkLatency === undefined) return served;
    const network = this.sample(networkLatency, 'network', step.name);
    return served.map((time, index) => time + at(network, index));
  }

  private responses(step: StepPlan): Responses {
    return kept(this.ofResponses, step, () => this.respond(step));
  }

  private respond(step: StepPlan): Responses {
    const work = this.work(step);
    const declines = this.declines(step);
    const callees = step.callees.flatMap((index) => this.plan.steps[index] ?? []);
    const calls = callees.map((callee) => ({
      callee,
      time: this.call(callee),
      done: this.responses(callee).done,
      after: callee.after.map((sibling) => callees.findIndex(({ index }) => index === sibling)),
    }));
    const time = new Float64Array(this.size);
    const done = new Uint8Array(this.size);
    const ends = new Float64Array(calls.length);
    const areDone = new Uint8Array(calls.length);
    const isParallel = this.plan.fanOut === 'parallel';
    for (let index = 0; index < this.size; index += 1) {
      const worked = at(work, index);
      time[index] = worked;
      if (declines?.[index] === 1) continue;
      let last = 0;
      // The moment at which a critical step has declined: then its caller answers at once.
      let declinedAt = Infinity;
      for (const [place, { callee, time: lasts, done: isDone, after }] of calls.entries()) {
        let start = isParallel ? 0 : last;
        let isSkipped = false;
        for (const sibling of after) {
          start = Math.max(start, at(ends, sibling));
          if (areDone[sibling] === 0) isSkipped = true;
        }
        const end = isSkipped ? start : start + Math.min(at(lasts, index), callee.policy.timeout);
        ends[place] = end;
        areDone[place] = isSkipped ? 0 : (isDone[index] ?? 0);
        last = Math.max(last, end);
        if (isSkipped || areDone[place] === 1 || !callee.critical) continue;
        declinedAt = Math.min(declinedAt, end);
        if (!isParallel) break;
      }
      time[index] = worked + Math.min(last, declinedAt);
      done[index] = declinedAt === Infinity ? 1 : 0;
    }
    return { time, done };
  }

  private reached(step: StepPlan): Uint8Array {
    return kept(this.ofReach, step, () => {
      const inputs = step.inputs.flatMap((index) => this.plan.steps[index] ?? []);
      const before = inputs.map((input) => ({
        reached: this.reached(input),
        declines: this.declines(input),
      }));
      return Uint8Array.from({ length: this.size }, (_, index) =>
        before.every(({ reached, declines }) => reached[index] === 1 && declines?.[index] !== 1) ? 1 : 0,
      );
    });
  }

  /** Which requests the business declines at a step; `undefined` where it declines none. */
  private declines(step: StepPlan): Uint8Array | undefined {
    return kept(this.ofDeclines, step, () => {
      const { declineRate } = step.service;
      if (declineRate === 0) return undefined;
      const strata = new Strata(this.size, ['decline', step.name]);
      return Uint8Array.from({ length: this.size }, (_, index) =>
        strata.at(index).next() < declineRate ? 1 : 0,
      );
    });
  }

  private sample(of: Distribution, ...names: string[]): Sample {
    const strata = new Strata(this.size, names);
    return Float64Array.from({ length: this.size }, (_, index) => of.sample(strata.at(index)));
  }
}

function overNetwork({ policy: { networkLatency } }: StepPlan, { mean, variance }: Moments): Moments {
  if (networkLatency === undefined) return { mean, variance };
  return { mean: mean + networkLatency.mean, variance: variance + networkLatency.variance };
}

/** No more than 1 % of any distribution lies so many standard deviations above its mean (Cantelli's inequality): √99. */
const DEVIATIONS = 9.95;

/** Is a p99 below a limit, whatever the distribution? Most are by far, and then nothing needs to be sampled. */
function isSurelyBelow({ mean, variance }: Moments, limit: number): boolean {
  return mean + DEVIATIONS * Math.sqrt(variance) <= limit;
}

/** The 99th percentile, between the two values that lie next to it. */
export function p99Of(sample: Sample): number {
  const sorted = Float64Array.from(sample).sort();
  const place = 0.99 * sorted.length - 0.5;
  const below = Math.floor(place);
  const low = at(sorted, below);
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (place - below);
}

export function meanOf(sample: Sample): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length;
}

/** The share of the values that are above a bound. */
export function shareAbove(sample: Sample, bound: number): number {
  return sample.reduce((count, value) => count + (value > bound ? 1 : 0), 0) / sample.length;
}

function at(sample: Sample, index: number): number {
  return sample[index] ?? 0;
}

function kept<T>(map: Map<number, T>, { index }: StepPlan, make: () => T): T {
  const known = map.get(index);
  if (known !== undefined || map.has(index)) return known as T;
  const made = make();
  map.set(index, made);
  return made;
}
