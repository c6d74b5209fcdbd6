import { describe, expect, it } from 'vitest';
import { chooseRequest } from '../../src/trace/choose.js';
import type { Survey, Trip } from '../../src/trace/survey.js';

type Told = Trip['told'];

/** By key from 1: what the caller was told, when, and when it was done. */
function survey(...trips: [told: Told, toldIn: number, completedIn?: number][]): Survey {
  return new Map(
    trips.map(([told, toldIn, completedIn = Infinity], index) => [index + 1, { told, toldIn, completedIn }]),
  );
}

describe('the request that shows the difference best', () => {
  it('is one that only one mode served, however far apart others are', () => {
    const direct = survey(['accepted', 10, 10], ['failed', 20], ['accepted', 10, 10]);
    const event = survey(['accepted', 5, 9000], ['accepted', 5, 50], ['accepted', 5, 10]);
    expect(chooseRequest([direct, event], 'difference')).toBe(2);
  });

  it('is of several such ones that with the answers farthest apart', () => {
    const direct = survey(['failed', 20], ['timedOut', 3000], ['failed', 500]);
    const event = survey(['accepted', 5, 9000], ['accepted', 5, 50], ['accepted', 5, 10]);
    expect(chooseRequest([direct, event], 'difference')).toBe(2);
  });

  it('is the one with the times farthest apart when all fare alike', () => {
    const direct = survey(['accepted', 10, 10], ['accepted', 20, 20], ['failed', 30]);
    const event = survey(['accepted', 5, 30], ['accepted', 5, 90], ['failed', 40]);
    expect(chooseRequest([direct, event], 'difference')).toBe(2);
  });

  it('is the first of those that are equally far apart', () => {
    const both = survey(['accepted', 10, 10], ['accepted', 10, 10]);
    expect(chooseRequest([both, both], 'difference')).toBe(1);
  });

  it('was counted in every mode', () => {
    const direct = survey(['failed', 10]);
    const event = survey(['accepted', 5, 5], ['accepted', 5, 9000]);
    expect(chooseRequest([event, direct], 'difference')).toBe(1);
    expect(chooseRequest([event, survey()], 'difference')).toBeUndefined();
  });
});

describe('where no request was served by one mode alone', () => {
  it('it is one that the modes told different things: no, and a promise that was broken', () => {
    const direct = survey(['accepted', 10, 10], ['failed', 20], ['failed', 200]);
    const event = survey(['accepted', 5, 9000], ['accepted', 5], ['failed', 5]);
    expect(chooseRequest([direct, event], 'difference')).toBe(2);
  });
});

describe('the worst request', () => {
  it('took longest to be done in some mode; what never was does not count', () => {
    const direct = survey(['accepted', 10, 10], ['timedOut', 3000], ['accepted', 800, 800]);
    const event = survey(['accepted', 5, 900], ['accepted', 5, 50], ['accepted', 5, 10]);
    expect(chooseRequest([direct, event], 'worst')).toBe(1);
    expect(chooseRequest([survey(['failed', 1])], 'worst')).toBeUndefined();
  });
});

describe('the failed request', () => {
  it('is a declined one only where nothing failed', () => {
    expect(chooseRequest([survey(['declined', 10], ['failed', 10])], 'failed')).toBe(2);
    expect(chooseRequest([survey(['accepted', 1, 1], ['declined', 10])], 'failed')).toBe(2);
  });

  it('is the first whose caller was told no, or gave up, in some mode', () => {
    const direct = survey(['accepted', 10, 10], ['accepted', 20, 20], ['failed', 30]);
    const event = survey(['accepted', 5, 30], ['timedOut', 5], ['accepted', 5, 9]);
    expect(chooseRequest([direct, event], 'failed')).toBe(2);
    expect(chooseRequest([direct], 'failed')).toBe(3);
    expect(chooseRequest([survey(['accepted', 1, 1])], 'failed')).toBeUndefined();
  });
});
