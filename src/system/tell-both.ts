import type { Facts } from './facts.js';

/** Tells one what happens, and then the other. Written out: it is done a million times in a run. */
export function tellBoth(one: Facts, other: Facts): Facts {
  return {
    begun: (request) => {
      one.begun(request);
      other.begun(request);
    },
    loadEnds: (at) => {
      one.loadEnds(at);
      other.loadEnds(at);
    },
    responded: (request, origin) => {
      one.responded(request, origin);
      other.responded(request, origin);
    },
    completed: (request) => {
      one.completed(request);
      other.completed(request);
    },
    ended: (request) => {
      one.ended(request);
      other.ended(request);
    },
    reached: (attempt) => {
      one.reached(attempt);
      other.reached(attempt);
    },
    waits: (attempt) => {
      one.waits(attempt);
      other.waits(attempt);
    },
    waited: (attempt) => {
      one.waited(attempt);
      other.waited(attempt);
    },
    started: (attempt) => {
      one.started(attempt);
      other.started(attempt);
    },
    released: (attempt) => {
      one.released(attempt);
      other.released(attempt);
    },
    succeeded: (attempt) => {
      one.succeeded(attempt);
      other.succeeded(attempt);
    },
    duplicate: (attempt) => {
      one.duplicate(attempt);
      other.duplicate(attempt);
    },
    effect: (attempt, first) => {
      one.effect(attempt, first);
      other.effect(attempt, first);
    },
    failed: (request, step, failure, attempt) => {
      one.failed(request, step, failure, attempt);
      other.failed(request, step, failure, attempt);
    },
    declined: (request, step, attempt) => {
      one.declined(request, step, attempt);
      other.declined(request, step, attempt);
    },
    copied: (request, step) => {
      one.copied(request, step);
      other.copied(request, step);
    },
    outOfOrder: (attempt) => {
      one.outOfOrder(attempt);
      other.outOfOrder(attempt);
    },
    ackLost: (attempt) => {
      one.ackLost(attempt);
      other.ackLost(attempt);
    },
    ackedLate: (attempt) => {
      one.ackedLate(attempt);
      other.ackedLate(attempt);
    },
    deadLettered: (request, step) => {
      one.deadLettered(request, step);
      other.deadLettered(request, step);
    },
    lost: (request, step) => {
      one.lost(request, step);
      other.lost(request, step);
    },
    parked: (change) => {
      one.parked(change);
      other.parked(change);
    },
    left: (attempt, waiting) => {
      one.left(attempt, waiting);
      other.left(attempt, waiting);
    },
  };
}
