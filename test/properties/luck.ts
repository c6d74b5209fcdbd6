import type { Scenario } from '../../src/scenario/scenario.js';
import { BASE_MODES } from '../../src/modes/registry.js';
import type { Drawn } from './books/books.js';
import { keepBooks, type Run } from './books/keep-books.js';
import type { Property } from './property.js';
import {
  halfAsFast,
  steady,
  UNRELATED,
  withSubscriber,
  withUnrelatedStep,
  withVainFaults,
} from './variants.js';

/** That whatever differs is caused by the coupling: everything is drawn for what it is drawn for. */
export const LUCK: Property[] = [
  {
    name: 'the n-th attempt of a step for a request takes equally long and ends equally, whatever the mode and the policies',
    runs: 60,
    problems: async (scenario) => (await compareAttempts(scenario)).found,
  },
  {
    name: 'the same requests arrive in all modes and in the control run, at the same times',
    runs: 80,
    async problems(scenario) {
      if (!('rate' in scenario.load)) return [];
      const control = arrivals(await keepBooks(scenario, 'direct', false));
      const found: string[] = [];
      for (const mode of BASE_MODES) {
        // A spike's requests are others, and may use up `requests` sooner; a lull takes some away.
        const base = arrivals(await keepBooks(scenario, mode));
        const hasLull = scenario.faults.some((fault) => fault.kind === 'spike' && fault.multiply < 1);
        const expected = control.slice(0, base.length).map((one) => JSON.stringify(one));
        const known = new Set(control.map((one) => JSON.stringify(one)));
        base.forEach((one, index) => {
          const arrival = JSON.stringify(one);
          // Where fewer begin, a load of so many requests goes on for longer.
          const isLater = one[1] > (control.at(-1)?.[1] ?? 0);
          const isExpected = hasLull ? isLater || known.has(arrival) : arrival === expected[index];
          if (!isExpected) found.push(`${mode}: another arrival, ${arrival}`);
        });
        const isUnlimited = scenario.load.requests === undefined && !hasLull;
        if (isUnlimited && base.length < control.length)
          found.push(`${mode}: ${base.length} arrivals, ${control.length} in the control run`);
      }
      return found;
    },
  },
  {
    name: 'nothing happens otherwise when there are faults that never meet anything',
    runs: 60,
    async problems(scenario) {
      const found: string[] = [];
      for (const mode of BASE_MODES) {
        const plain = story(await keepBooks(scenario, mode));
        found.push(...firstDifference(mode, plain, story(await keepBooks(withVainFaults(scenario), mode))));
      }
      return found;
    },
  },
  {
    name: 'nothing happens otherwise in event mode, when one more service listens',
    runs: 60,
    problems: (scenario) => differencesWith(scenario, withUnrelatedStep(scenario)),
  },
  {
    name: 'nothing happens otherwise in event mode, when somebody joins',
    runs: 60,
    problems: (scenario) => differencesWith(scenario, withSubscriber(scenario)),
  },
  {
    name: 'nothing happens otherwise at half the speed of everything, only later',
    runs: 60,
    async problems(scenario) {
      const [original, slower] = halfAsFast(scenario);
      const found: string[] = [];
      for (const mode of BASE_MODES) {
        const expected = story(await keepBooks(original, mode), { slower: 2 });
        found.push(...firstDifference(mode, expected, story(await keepBooks(slower, mode))));
      }
      return found;
    },
  },
];

/** Attempts in direct mode against the same ones elsewhere: where they differ, and how many there were in both. */
export async function compareAttempts(scenario: Scenario): Promise<{ found: string[]; count: number }> {
  const it = steady(scenario);
  const direct = await keepBooks(it, 'direct');
  const others: Record<string, Run> = {
    'with other policies': await keepBooks(withoutPatience(it), 'direct'),
    'with one more step': await keepBooks(withUnrelatedStep(it), 'direct'),
  };
  for (const mode of BASE_MODES) {
    if (mode !== 'direct') others[`in ${mode} mode`] = await keepBooks(it, mode);
  }
  const all = Object.entries(others).map(([name, other]) => ({ name, ...differences(direct, other) }));
  return {
    found: all.flatMap(({ name, found }) => found.map((what) => `${name}: ${what}`)),
    count: all.reduce((sum, { count }) => sum + count, 0),
  };
}

/** What happens otherwise in event mode, of what is in both. */
async function differencesWith(scenario: Scenario, joined: Scenario): Promise<string[]> {
  const one = await keepBooks(scenario, 'event');
  const other = await keepBooks(joined, 'event');
  // Where only the number of requests bounds a run that hangs, it waits so long after the last thing that happened.
  const before = Math.min(one.measured.end.at, other.measured.end.at);
  return firstDifference('event', story(one, { before }), story(other, { before }));
}

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
