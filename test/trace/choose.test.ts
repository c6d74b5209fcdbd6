import { describe, expect, it } from 'vitest';
import { chooseRequest as choose, type Wish } from '../../src/trace/choose.js';
import { compareWithControl, type Survey, type Trip } from '../../src/trace/survey.js';

type Told = Trip['told'];

/** By key from 1: what the caller was told, when, when it was done, and what else there is to it. */
function survey(
  ...trips: [told: Told, toldIn: number, completedIn?: number, more?: Partial<Trip>][]
): Survey {
  return new Map(
    trips.map(([told, toldIn, completedIn = Infinity, more], index) => [
      index + 1,
      {
        number: index + 1,
        begunAt: index,
        endedIn: Math.max(toldIn, completedIn),
        told,
        toldIn,
        completedIn,
        outcome: 'good',
        ending: 'completed',
        attempts: 2,
        hasReached: true,
        flaws: 0,
        isDeclined: told === 'declined',
        isAffected: false,
        isDeclinedAnyway: false,
        ...more,
      },
    ]),
  );
}

function chooseRequest(surveys: readonly Survey[], wish: Wish): number | undefined {
  return choose(surveys, wish)?.key;
}

/** Enough ordinary requests for a decline to be a rare one. */
const ORDINARY = Array.from({ length: 40 }, (): [Told, number, number] => ['accepted', 10, 10]);

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

describe('where faults have affected some requests', () => {
  const direct = survey(['failed', 3000], ['accepted', 10, 10], ['accepted', 20, 20]);
  const event = survey(['accepted', 5, 9000], ['accepted', 5, 10], ['accepted', 5, 40, { attempts: 3 }]);

  it('it is one of them, however little the modes differ in it, and says of how many', () => {
    compareWithControl(direct, direct);
    compareWithControl(event, survey(['accepted', 5, 9000], ['accepted', 5, 10], ['accepted', 5, 40]));
    expect(choose([direct, event], 'difference')).toEqual({ key: 3, remark: 'difference', affected: 1 });
  });

  it('a time that has changed by a tenth is none, and a request that only the faults have brought is', () => {
    const faulted = survey(['accepted', 10, 100], ['accepted', 10, 121], ['accepted', 10, 10]);
    compareWithControl(faulted, survey(['accepted', 10, 110], ['accepted', 10, 110]));
    expect([...faulted.values()].map(({ isAffected }) => isAffected)).toEqual([false, false, true]);
    compareWithControl(faulted, survey(['accepted', 10, 110], ['accepted', 10, 109], ['timedOut', 10, 10]));
    expect([...faulted.values()].map(({ isAffected }) => isAffected)).toEqual([false, true, true]);
  });

  it('it is one that only one mode did once, where the other did it twice', () => {
    const once = survey(['accepted', 900, 900], ['accepted', 10, 10]);
    const twice = survey(['accepted', 5, 90], ['accepted', 5, 9, { flaws: 1 }]);
    expect(chooseRequest([once, twice], 'difference')).toBe(2);
  });
});

describe('a declined request', () => {
  const declined: [Told, number, number, Partial<Trip>] = [
    'declined',
    500,
    Infinity,
    { isDeclinedAnyway: true },
  ];
  const accepted: [Told, number, number, Partial<Trip>] = [
    'accepted',
    5,
    Infinity,
    { isDeclined: true, isDeclinedAnyway: true },
  ];

  it('comes last where declines are rare, and have nothing to do with the faults', () => {
    expect(chooseRequest([survey(declined, ...ORDINARY), survey(accepted, ...ORDINARY)], 'difference')).toBe(
      2,
    );
    expect(chooseRequest([survey(declined), survey(accepted)], 'difference')).toBe(1);
  });

  it('is what is to be shown where declines are common', () => {
    const some = ORDINARY.slice(0, 5);
    expect(chooseRequest([survey(declined, ...some), survey(accepted, ...some)], 'difference')).toBe(1);
  });

  it('is not due, and so never the worst', () => {
    expect(chooseRequest([survey(declined, ['accepted', 5, 7])], 'worst')).toBe(2);
    expect(chooseRequest([survey(declined)], 'worst')).toBeUndefined();
  });
});

describe('the worst request', () => {
  it('was accepted and never completed; else never completed; else it took longest', () => {
    const slow = survey(['accepted', 10, 10], ['accepted', 800, 800], ['accepted', 800, 900]);
    expect(choose([slow], 'worst')).toEqual({ key: 3, remark: 'slowest', affected: 0 });
    const never = survey(['accepted', 10, 9000], ['failed', 800], ['timedOut', 3000]);
    expect(choose([slow, never], 'worst')).toEqual({ key: 3, remark: 'never', affected: 0 });
    const broken = survey(['accepted', 10, 9000], ['accepted', 5], ['timedOut', 3000]);
    expect(choose([never, broken], 'worst')).toEqual({ key: 2, remark: 'accepted-never', affected: 0 });
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
