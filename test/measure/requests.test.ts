import { expect, test } from 'vitest';
import { doubleEffects, failedCallers, shareOfOffered, tally } from '../../src/measure/requests.js';
import { measured } from '../render/fixtures.js';

const run = measured({
  accepted: { completed: 1, partial: 2, nothing: 4, deadLettered: 8, lost: 16, inFlight: 32 },
  refused: { completed: 64, partial: 128, nothing: 256, deadLettered: 512, lost: 1024, inFlight: 2048 },
  timedOut: 100,
  services: { orders: { doubleEffects: 3 }, payment: { doubleEffects: 4 } },
});

test('every cell of what a request can come to is counted under one name', () => {
  expect(tally(run)).toEqual({
    good: 1,
    brokenPromises: 2 + 4 + 8 + 16,
    honestFailures: 256,
    orphans: 128 + 512 + 1024,
    ghosts: 64,
    late: 32 + 2048,
  });
});

test('failed callers are those told no and those told nothing in time', () => {
  expect(failedCallers(run)).toBe(64 + 128 + 256 + 512 + 1024 + 2048);
});

test('shares are of what was offered, and of nothing they are 0', () => {
  expect(shareOfOffered(63, run)).toBe(63 / 4095);
  expect(shareOfOffered(0, measured({ accepted: {} }))).toBe(0);
});

test('double effects are added up over the services', () => {
  expect(doubleEffects(run)).toBe(7);
});
