import { describe, expect, it } from 'vitest';
import { makeFolder } from '../commands/console.js';
import { mutatedScenario } from './mutate.js';
import { SUBJECTS } from './subjects.js';
import { tryCase, tryCommandLine } from './try-case.js';

// A few of the cases that `npm run fuzz` tries by the thousand, in processes that it can end.

const CASES = Array.from({ length: 15 }, (_, index) => index + 1);

describe('a mutated scenario', () => {
  it('is run or refused, with its place, in time and without a stack trace', async () => {
    const folder = makeFolder();
    const ended: string[] = [];
    for (const number of CASES) {
      const tried = await tryCase(1, number, folder);
      expect(tried.wrong, `seed 1, number ${number}`).toEqual([]);
      ended.push(...tried.ended);
    }
    // They are of all kinds.
    for (const end of ['validate 0', 'validate 2', 'run 0', 'run 1', 'show 0', 'trace 0']) {
      expect(ended).toContain(end);
    }
  });

  it('is the same for the same seed and number, and another for another', () => {
    const [one, again, another] = [1, 1, 2].map((seed) => mutatedScenario(seed, 1));
    expect(again).toBe(one);
    expect(another).not.toBe(one);
    expect(mutatedScenario(1, 2)).not.toBe(one);
  });
});

describe.each(SUBJECTS)('a made-up command line of %s', (subject) => {
  it('is done or refused, with one message, in time and without a stack trace', async () => {
    const folder = makeFolder();
    for (const number of Array.from({ length: 40 }, (_, index) => index + 1)) {
      const tried = await tryCommandLine(subject, 1, number, folder);
      expect(tried.wrong, `${subject}, seed 1, number ${number}`).toEqual([]);
    }
  });
});
