import { expect, test } from 'vitest';
import {
  doubleEffects,
  errorResponses,
  failedCallers,
  shareOfOffered,
  tally,
} from '../../src/measure/requests.js';
import { findHarm } from '../../src/compare/integrity.js';
import { dueOf } from '../../src/measure/due.js';
import type { Measurements } from '../../src/measure/measurements.js';
import { measured } from '../render/fixtures.js';

const run = measured({
  accepted: { completed: 1, partial: 2, nothing: 4, deadLettered: 8, lost: 16, inFlight: 32, declined: 4096 },
  refused: {
    completed: 64,
    partial: 128,
    nothing: 256,
    deadLettered: 512,
    lost: 1024,
    inFlight: 2048,
    declined: 8192,
  },
  timedOut: 100,
  services: { orders: { doubleEffects: 3 }, payment: { doubleEffects: 4 } },
});
const OFFERED = 16_383;

test('every cell of what a request can come to is counted under one name', () => {
  expect(tally(run)).toEqual({
    good: 1,
    late: 0,
    declinedAtOnce: 8192,
    honestFailures: 256,
    orphans: 128 + 512 + 1024,
    ghosts: 64,
    declinedLater: 4096,
    brokenPromises: 2 + 4 + 8 + 16,
    inFlight: 32 + 2048,
  });
});

test('what was accepted and completed is good, or late', () => {
  expect(tally(measured({ accepted: { completed: 10 }, late: 3 }))).toMatchObject({ good: 7, late: 3 });
});

const toldFalsely = (one: Measurements): number =>
  findHarm({ faults: [] }, one, undefined)
    .filter(({ harm }) => harm !== 'doubleEffects')
    .reduce((sum, { count }) => sum + count, 0);

test('told falsely are those that ended otherwise than their responses said, late ones and open ones not', () => {
  expect(toldFalsely(run)).toBe(2 + 4 + 8 + 16 + 4096 + 64 + 128 + 512 + 1024);
  expect(toldFalsely(measured({ accepted: { completed: 10, inFlight: 5 }, late: 3 }))).toBe(0);
});

test('due is all that was offered, less what was declined at once or later', () => {
  expect(dueOf(run.requests)).toBe(OFFERED - 4096 - 8192);
});

test('failed callers are those with an error response and those with none in time, not the declined', () => {
  expect(failedCallers(run)).toBe(64 + 128 + 256 + 512 + 1024 + 2048);
});

test('error responses are all that were no success, declines included', () => {
  expect(errorResponses(run)).toBe(failedCallers(run) + 8192);
});

test('shares are of what was offered, and of nothing they are 0', () => {
  expect(shareOfOffered(63, run)).toBe(63 / OFFERED);
  expect(shareOfOffered(0, measured({ accepted: {} }))).toBe(0);
});

test('double effects are added up over the services', () => {
  expect(doubleEffects(run)).toBe(7);
});
