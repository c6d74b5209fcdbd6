import { findMode } from '../modes/registry.js';
import type { Fault, Scenario } from '../scenario/scenario.js';
import { parseDuration } from '../scenario/units.js';
import { formatMoment, formatFactor, formatChosenShare, formatPlural } from './quantities.js';
import { list } from './words.js';

/** Milliseconds of virtual time; `until` is Infinity for the rest of the run. */
export interface FaultWindow {
  from: number;
  until: number;
}

export function faultWindow(fault: Fault): FaultWindow {
  const from = fault.at === undefined ? 0 : parseDuration(fault.at);
  return { from, until: fault.for === undefined ? Infinity : from + parseDuration(fault.for) };
}

/** From the first start to the last end; `undefined` without faults. */
export function faultsWindow(faults: readonly Fault[]): FaultWindow | undefined {
  if (faults.length === 0) return undefined;
  const windows = faults.map(faultWindow);
  return {
    from: Math.min(...windows.map((window) => window.from)),
    until: Math.max(...windows.map((window) => window.until)),
  };
}

/** `from 20 s to 40 s`, `from 20 s on`, `throughout`. */
export function describeWindow({ from, until }: FaultWindow): string {
  if (until === Infinity) return from === 0 ? 'throughout' : `from ${formatMoment(from)} on`;
  return `from ${formatMoment(from)} to ${formatMoment(until)}`;
}

/** The services that have a fault of their own, the database among them; and those that are new in what they do. */
export function faultedServices(scenario: Scenario): Set<string> {
  return new Set(
    scenario.faults
      .map((fault) => (fault.kind === 'subscriber' ? fault.step.service : fault.target))
      .filter((target) => target === 'database' || Object.hasOwn(scenario.services, target)),
  );
}

/**
 * The services that have to change so that others can join: who calls them, where they are called. Those who publish an
 * event do not know who hears of it.
 */
export function changedServices({ faults, steps }: Scenario, mode: string): string[] {
  if (findMode(mode)?.entry.changeToJoin !== 'callers') return [];
  const callers = faults.flatMap((fault) => (fault.kind === 'subscriber' ? [fault.step.calledBy] : []));
  return [...new Set(steps.filter(({ name }) => callers.includes(name)).map(({ service }) => service))];
}

/** `payment is slow`, or with `was`. */
export function describeState(fault: Fault, be: 'is' | 'was'): string {
  return `${named(fault)} ${be} ${state(fault)}`;
}

function named(fault: Fault): string {
  const { target } = fault;
  if (fault.kind === 'subscriber') return fault.step.name;
  return NOT_A_SERVICE.has(target) ? `the ${target}` : target;
}

/** `a, b and c were down`, where the same happened to all of them at the same time. */
export function describeAlike(faults: readonly Fault[]): string | undefined {
  const [first] = faults;
  const isAlike = (fault: Fault): boolean =>
    first !== undefined &&
    state(fault) === state(first) &&
    describeWindow(faultWindow(fault)) === describeWindow(faultWindow(first));
  return first !== undefined && faults.every(isAlike)
    ? `${list(faults.map(named))} were ${state(first)}`
    : undefined;
}

/** The same in as few words as will do, without its numbers: `payment is failing`. */
export function describeBriefly(fault: Fault): string {
  const { target } = fault;
  switch (fault.kind) {
    case 'errors':
      return `${target} is failing`;
    case 'random-outages':
      return `${target} is up and down`;
    case 'poison':
      return `${target} is poisoned`;
    case 'decline':
      return `${target} is declining`;
    case 'crash':
      return `${target} is down`;
    case 'subscriber':
      return `${fault.step.name} is part of it`;
    case 'deploy':
      return `${target} is deployed`;
    case 'network':
      return `${target} is ${(fault.loss ?? 0) > 0 ? 'losing packets' : 'far away'}`;
    case 'ack-loss':
      return `the ${target} is losing acks`;
    case 'duplicates':
      return `the ${target} is repeating`;
    case 'delay':
      return `the ${target} is late`;
    case 'reorder':
      return `the ${target} is reordering`;
    case 'spike':
      return `the ${target} is high`;
    default:
      return describeState(fault, 'is');
  }
}

/** What exactly was done to it: `payment +2 s`. */
export function describeInjection(fault: Fault): string {
  const target = named(fault);
  switch (fault.kind) {
    case 'latency': {
      const changes = [
        ...(fault.multiply === undefined ? [] : [`takes ${formatFactor(fault.multiply)} times as long`]),
        ...(fault.add === undefined ? [] : [`takes ${formatMoment(parseDuration(fault.add))} longer`]),
      ];
      return `${target} ${changes.join(' and ')}`;
    }
    case 'errors':
      return `${target} fails ${formatChosenShare(fault.rate)} of attempts`;
    case 'outage':
      return `${target} is down`;
    case 'hang':
      return `${target} hangs`;
    case 'crash':
      return `${target} crashes`;
    case 'random-outages': {
      const up = formatMoment(parseDuration(fault.mttf));
      const down = formatMoment(parseDuration(fault.mttr));
      return `${target} has random ${PLURAL[fault.what]} (mean up ${up}, down ${down})`;
    }
    case 'slots':
      return `${target} has ${fault.concurrency} ${fault.concurrency === 1 ? 'slot' : 'slots'}`;
    case 'poison':
      return `${target} fails ${formatChosenShare(fault.rate)} of requests at every attempt`;
    case 'decline':
      return `${target} declines ${formatChosenShare(fault.rate)} of requests`;
    case 'subscriber':
      return `${fault.step.name} joins on ${fault.step.on.join(' and ')} (direct: ${fault.step.calledBy ?? 'a caller'} has to call it; event: nobody changes)`;
    case 'deploy':
      return `${target} restarts, one of ${formatPlural(fault.instances, 'instance')} after another`;
    case 'network': {
      const changes = [
        ...(fault.loss === undefined ? [] : [`loses ${formatChosenShare(fault.loss)}`]),
        ...(fault.add === undefined ? [] : [`takes ${formatMoment(parseDuration(fault.add))} longer`]),
      ];
      return `${target}'s link ${changes.join(' and ')}${fault.way === 'both' ? '' : `, on the way ${fault.way}`}`;
    }
    case 'ack-loss':
      return `${target} loses ${formatChosenShare(fault.rate)} of acknowledgements`;
    case 'duplicates':
      return `${target} brings ${formatChosenShare(fault.rate)} of messages twice`;
    case 'delay':
      return `${target} brings ${formatChosenShare(fault.rate)} of messages ${formatMoment(parseDuration(fault.by))} late`;
    case 'reorder':
      return `${target} lets ${formatChosenShare(fault.rate)} of messages overtake`;
    case 'spike':
      return `${target} is multiplied by ${formatFactor(fault.multiply)}`;
  }
}

const NOT_A_SERVICE = new Set(['bus', 'database', 'load']);
const OVER_LINK = { in: 'what comes to it', out: 'what it sends', both: 'what goes over its link' };
const PLURAL = { outage: 'outages', hang: 'hangs', crash: 'crashes' };

/** What comes after "payment is" and "payment was" alike. */
function state(fault: Fault): string {
  switch (fault.kind) {
    case 'latency':
      return fault.add !== undefined || (fault.multiply ?? 1) >= 1 ? 'slow' : 'quick';
    case 'errors':
      return `failing ${formatChosenShare(fault.rate)} of attempts`;
    case 'outage':
      return 'down';
    case 'hang':
      return 'hanging';
    case 'crash':
      return 'down after a crash';
    case 'random-outages':
      return fault.what === 'hang' ? 'hanging now and then' : 'down now and then';
    case 'slots':
      return `down to ${fault.concurrency} ${fault.concurrency === 1 ? 'slot' : 'slots'}`;
    case 'poison':
      return `failing ${formatChosenShare(fault.rate)} of requests at every attempt`;
    case 'decline':
      return `declining ${formatChosenShare(fault.rate)} of requests`;
    case 'subscriber':
      return 'a new subscriber';
    case 'deploy':
      return `being deployed, one of ${formatPlural(fault.instances, 'instance')} after another`;
    case 'network':
      return (fault.loss ?? 0) > 0
        ? `losing ${formatChosenShare(fault.loss ?? 0)} of ${OVER_LINK[fault.way]}`
        : `${formatMoment(parseDuration(fault.add ?? '0ms'))} further away`;
    case 'ack-loss':
      return `losing ${formatChosenShare(fault.rate)} of acknowledgements`;
    case 'duplicates':
      return `bringing ${formatChosenShare(fault.rate)} of messages twice`;
    case 'delay':
      return `bringing ${formatChosenShare(fault.rate)} of messages ${formatMoment(parseDuration(fault.by))} late`;
    case 'reorder':
      return `letting ${formatChosenShare(fault.rate)} of messages overtake`;
    case 'spike':
      return `${formatFactor(fault.multiply)} times as high`;
  }
}
