import { describe, expect, it } from 'vitest';
import { outcomeWords } from '../../src/measure/outcomes.js';
import { findRequests, type Search } from '../../src/trace/find.js';
import { listRequests } from '../../src/trace/request-list.js';
import type { Survey, Trip } from '../../src/trace/survey.js';

/** A request that was answered and completed 10 ms after it began. */
function trip(begunAt: number, more: Partial<Trip> = {}): Trip {
  return {
    number: begunAt / 100 + 1,
    begunAt,
    endedIn: 10,
    told: 'accepted',
    toldIn: 10,
    completedIn: 10,
    outcome: 'good',
    ending: 'completed',
    attempts: 1,
    hasReached: true,
    flaws: 0,
    isDeclined: false,
    isAffected: false,
    isDeclinedAnyway: false,
    ...more,
  };
}

const PARTIAL: Partial<Trip> = { outcome: 'orphans', ending: 'partial', completedIn: Infinity };

function find(surveys: readonly Survey[], search: Search): [key: number, modes: number[]][] {
  return [...findRequests(surveys, search).modes];
}

describe('requests are found', () => {
  it('by the outcome that they have in some mode', () => {
    const direct: Survey = new Map([
      [1, trip(0, PARTIAL)],
      [2, trip(100)],
    ]);
    const event: Survey = new Map([
      [1, trip(0)],
      [2, trip(100)],
    ]);
    expect(find([direct, event], { outcome: 'partial' })).toEqual([[1, [0]]]);
    expect(find([direct, event], { outcome: 'ok' })).toEqual([
      [1, [1]],
      [2, [0, 1]],
    ]);
  });

  it('by how their work ended, where that says more', () => {
    const event: Survey = new Map([[7, trip(0, { outcome: 'brokenPromises', ending: 'deadLettered' })]]);
    for (const outcome of ['never-completed', 'dead-lettered']) {
      expect(find([event], { outcome })).toEqual([[7, [0]]]);
    }
    expect(find([event], { outcome: 'lost' })).toEqual([]);
  });

  it('by the service at which they failed; only where none did, by having reached it', () => {
    const failed = trip(0, { failedAt: ['payment'] });
    const survey: Survey = new Map([
      [1, failed],
      [2, trip(100)],
      [3, trip(200, { hasReached: false })],
    ]);
    expect(findRequests([survey], { service: 'payment' })).toEqual({
      modes: new Map([[1, [0]]]),
      service: 'failed',
    });
    expect(findRequests([survey], { service: 'orders' })).toEqual({
      modes: new Map([
        [1, [0]],
        [2, [0]],
      ]),
      service: 'reached',
    });
  });

  it('by a time at which they were active, its ends included', () => {
    const survey: Survey = new Map([
      [1, trip(0)],
      [2, trip(100)],
      [3, trip(100, { endedIn: Infinity })],
    ]);
    for (const at of [100, 105, 110]) expect(find([survey], { at }).map(([key]) => key)).toEqual([2, 3]);
    expect(find([survey], { at: 111 }).map(([key]) => key)).toEqual([3]);
    expect(find([survey], { at: 50 })).toEqual([]);
  });

  it('by all of it in one and the same mode', () => {
    const direct: Survey = new Map([[1, trip(0, PARTIAL)]]);
    const event: Survey = new Map([[1, trip(0, { failedAt: ['payment'] })]]);
    expect(find([direct, event], { outcome: 'partial', service: 'payment' })).toEqual([[1, [0]]]);
    expect(findRequests([direct, event], { outcome: 'partial', service: 'payment' }).service).toBe('reached');
    expect(find([direct, event], { outcome: 'partial', at: 11 })).toEqual([]);
  });

  it('in the order in which they began, whichever mode has them', () => {
    const direct: Survey = new Map([[5, trip(500)]]);
    const event: Survey = new Map([
      [9, trip(100)],
      [5, trip(500)],
    ]);
    expect(find([direct, event], {}).map(([key]) => key)).toEqual([9, 5]);
  });
});

describe('a list of them', () => {
  it('has the number that --request takes, and what became of each in every mode that began it', () => {
    const direct: Survey = new Map([[5, trip(500, PARTIAL)]]);
    const event: Survey = new Map([
      [9, trip(100)],
      [5, trip(400)],
    ]);
    const found = findRequests([direct, event], { outcome: 'ok' });
    const { requests, counted } = listRequests([], ['direct', 'event'], [direct, event], found);
    expect(counted).toBe(2);
    expect(requests).toMatchObject([
      { key: 9, number: undefined, begunAt: 100, modes: { event: { matches: true } } },
      {
        key: 5,
        number: 6,
        begunAt: 500,
        modes: { direct: { matches: false, trip: PARTIAL }, event: { matches: true } },
      },
    ]);
    expect(requests[0]?.modes.direct).toBeUndefined();
  });
});

it('each outcome has a word of its own', () => {
  const words = outcomeWords();
  expect(new Set(words).size).toBe(words.length);
  for (const word of words) expect(word).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
});
