import { type FaultPlanOn, takesEffectOn } from '../faults/effects.js';
import { type Multiplier, stretchesOf } from '../faults/load-profile.js';
import { planFaults } from '../faults/planning.js';
import type { Distribution, Scenario } from './scenario.js';
import { parseDuration, parseRate } from './units.js';

/** No run, and no lot of runs, has more. */
export const MOST_REQUESTS = 100_000_000;

/** `250 million`. */
export function describeRequests(count: number): string {
  if (count >= 1e12) return 'a million million';
  return `${Math.round(count / 1e6).toLocaleString('en-US')} million`;
}

/**
 * About how many requests the load begins, those among them that a lull takes away; of a closed loop, how many it would if
 * nothing ever waited.
 */
export function estimateRequests(scenario: Scenario): number {
  const { load } = scenario;
  const most = load.requests ?? Infinity;
  const multipliers = multipliersOf(scenario);
  const rest = stretchesOf(multipliers, 0, Infinity).at(-1)?.factor ?? 1;
  // They take as many more arrivals as the lull that lasts leaves fewer of them.
  if (load.duration === undefined) return rest > 0 && rest < 1 ? most / rest : most;
  const duration = parseDuration(load.duration);
  if ('clients' in load) return Math.min(most, (load.clients * duration) / estimateRound(scenario));
  const perMillisecond = parseRate(load.rate) / 1000;
  const spikes = multipliers.filter(({ multiply }) => multiply > 1);
  return Math.min(most, perMillisecond * multiplied(spikes, duration));
}

/**
 * About how many requests begin before the warm-up is over, on average; of a closed loop, how many do so at least: each
 * client's first.
 */
export function estimateWarmup(scenario: Scenario): number {
  const { load } = scenario;
  const warmup = parseDuration(load.warmup);
  if (warmup === 0) return 0;
  if ('clients' in load) return load.clients;
  const count = (parseRate(load.rate) / 1000) * multiplied(multipliersOf(scenario), warmup);
  return load.arrivals === 'constant' ? Math.ceil(count) : count;
}

function multipliersOf({ faults }: Scenario): FaultPlanOn<'load'>[] {
  // What multiplies the load asks for nobody's slots.
  return planFaults(faults, () => 0).filter(takesEffectOn('load'));
}

/** How long a load would have to be, to begin as many requests as with these in so many milliseconds. */
function multiplied(multipliers: readonly Multiplier[], duration: number): number {
  return stretchesOf(multipliers, 0, duration).reduce(
    (sum, { from, until, factor }) => sum + factor * (until - from),
    0,
  );
}

/** Milliseconds from one request of a client to its next. */
function estimateRound({ load, caller, steps, services }: Scenario): number {
  const entry = steps.find((step) => step.on.length === 0);
  const work = entry && services[entry.service]?.latency;
  const think = 'clients' in load ? load.thinkTime : undefined;
  return [think, caller.networkLatency, work].reduce((sum, part) => sum + (part ? typicalTime(part) : 0), 0);
}

/** The mean in milliseconds; of a lognormal and an empirical distribution the median or thereabouts. */
function typicalTime(latency: Distribution): number {
  switch (latency.distribution) {
    case 'constant':
      return parseDuration(latency.value);
    case 'uniform':
      return (parseDuration(latency.min) + parseDuration(latency.max)) / 2;
    case 'exponential':
    case 'erlang':
      return parseDuration(latency.mean);
    case 'lognormal':
      return parseDuration('cv' in latency ? latency.mean : latency.p50);
    case 'mixture': {
      const weight = latency.of.reduce((sum, part) => sum + part.weight, 0);
      return latency.of.reduce((sum, part) => sum + (part.weight / weight) * typicalTime(part), 0);
    }
    case 'empirical': {
      const values = Object.values(latency.percentiles).map(parseDuration);
      return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    }
  }
}
