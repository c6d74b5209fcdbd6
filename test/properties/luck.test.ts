import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenario/scenario.js';
import { holdsForAll } from './holds.js';
import type { Drawn } from './books/books.js';
import { keepBooks, type Run } from './books/keep-books.js';
import { scenarios } from './random/scenarios.js';
import {
  halfAsFast,
  steady,
  UNRELATED,
  withSubscriber,
  withUnrelatedStep,
  withVainFaults,
} from './variants.js';

const MODES = ['direct', 'event', 'shared-database'] as const;

describe('the n-th attempt of a step for a request takes equally long and ends equally', () => {
  it('in all modes, with other policies, and with one more step', async () => {
    let compared = 0;
    await holdsForAll(
      scenarios().map(steady),
      async (scenario) => {
        const direct = await keepBooks(scenario, 'direct');
        const others = {
          'in event mode': await keepBooks(scenario, 'event'),
          'in shared-database mode': await keepBooks(scenario, 'shared-database'),
          'with other policies': await keepBooks(withoutPatience(scenario), 'direct'),
          'with one more step': await keepBooks(withUnrelatedStep(scenario), 'direct'),
        };
        return Object.entries(others).flatMap(([name, other]) => {
          const { found, count } = differences(direct, other);
          compared += count;
          return found.map((what) => `${name}: ${what}`);
        });
      },
      60,
    );
    expect(compared).toBeGreaterThan(5000);
  });
});

describe('the same requests arrive', () => {
  it('in all modes and in the control run, at the same times', async () => {
    await holdsForAll(
      scenarios().filter(({ load }) => 'rate' in load),
      async (scenario) => {
        const control = arrivals(await keepBooks(scenario, 'direct', false));
        const found: string[] = [];
        for (const mode of MODES) {
          // A spike's requests are others, and may use up `requests` sooner.
          const base = arrivals(await keepBooks(scenario, mode));
          const expected = control.slice(0, base.length);
          if (JSON.stringify(base) !== JSON.stringify(expected)) found.push(`${mode}: other arrivals`);
          if (
            'duration' in scenario.load &&
            scenario.load.requests === undefined &&
            base.length < control.length
          )
            found.push(`${mode}: ${base.length} arrivals, ${control.length} in the control run`);
        }
        return found;
      },
      60,
    );
  });
});

describe('nothing happens otherwise', () => {
  it('when there are faults that never meet anything', async () => {
    await holdsForAll(
      scenarios(),
      async (scenario) => {
        const found: string[] = [];
        for (const mode of MODES) {
          const plain = story(await keepBooks(scenario, mode));
          found.push(...firstDifference(mode, plain, story(await keepBooks(withVainFaults(scenario), mode))));
        }
        return found;
      },
      60,
    );
  });

  it('in event mode, when one more service listens', async () => {
    await holdsForAll(
      scenarios(),
      async (scenario) => {
        const alone = await keepBooks(scenario, 'event');
        const joined = await keepBooks(withUnrelatedStep(scenario), 'event');
        // Where only the number of requests bounds a run that hangs, it waits so long after the last thing that happened.
        const before = Math.min(alone.measured.end.at, joined.measured.end.at);
        return firstDifference('event', story(alone, { before }), story(joined, { before }));
      },
      60,
    );
  });

  it('in event mode, when somebody joins', async () => {
    await holdsForAll(
      scenarios(),
      async (scenario) => {
        const alone = await keepBooks(scenario, 'event');
        const joined = await keepBooks(withSubscriber(scenario), 'event');
        const before = Math.min(alone.measured.end.at, joined.measured.end.at);
        return firstDifference('event', story(alone, { before }), story(joined, { before }));
      },
      60,
    );
  });

  it('at half the speed of everything, only later', async () => {
    await holdsForAll(
      scenarios(),
      async (scenario) => {
        const [original, slower] = halfAsFast(scenario);
        const found: string[] = [];
        for (const mode of MODES) {
          const expected = story(await keepBooks(original, mode), { slower: 2 });
          found.push(...firstDifference(mode, expected, story(await keepBooks(slower, mode))));
        }
        return found;
      },
      60,
    );
  });
});

/** Policies under which other attempts are made, at other times. */
function withoutPatience(scenario: Scenario): Scenario {
  const { caller, calls, bus } = scenario;
  return {
    ...scenario,
    caller: { ...caller, retry: 'none', timeout: '30ms', circuitBreaker: 'none' },
    calls: { ...calls, timeout: '20ms', cancelOnTimeout: true },
    bus: { ...bus, redelivery: { ...bus.redelivery, initialDelay: '1ms' } },
  };
}

function differences(one: Run, other: Run): { found: string[]; count: number } {
  const name = ({ step, key, number }: Drawn): string => `${step} ${key}#${number}`;
  const others = new Map(other.books.drawn.map((drawn) => [name(drawn), drawn]));
  const found: string[] = [];
  let count = 0;
  for (const drawn of one.books.drawn) {
    const same = others.get(name(drawn));
    if (same === undefined) continue;
    count += 1;
    const { workTime, fate } = drawn;
    if (same.workTime !== workTime)
      found.push(`${name(drawn)} takes ${same.workTime} ms, not ${workTime} ms`);
    if (same.fate !== fate) found.push(`${name(drawn)} ends ${same.fate}, not ${fate}`);
  }
  return { found: found.slice(0, 5), count };
}

/** The base stream's requests: a spike's have numbers of their own, far above. */
function arrivals({ books }: Run): [key: number, at: number][] {
  return [...books.accounts]
    .map(([{ key }, { begunAt }]): [number, number] => [key, begunAt])
    .filter(([key]) => key < 1e6);
}

/** All that happened, without what the unrelated step did. */
function story({ books }: Run, { slower = 1, before = Infinity } = {}): string[] {
  return books.log
    .filter(({ at, step }) => step !== UNRELATED && at < before)
    .map(({ at, what, step, key }) => `${at * slower} ${step} ${what} ${key}`);
}

function firstDifference(mode: string, expected: readonly string[], found: readonly string[]): string[] {
  const index = expected.findIndex((line, at) => found[at] !== line);
  if (index === -1 && expected.length === found.length) return [];
  const at = index === -1 ? expected.length : index;
  return [`${mode}: ${found[at] ?? 'nothing more'}, expected ${expected[at] ?? 'nothing more'}`];
}
