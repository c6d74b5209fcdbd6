import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/verify/case.js';
import { CASES } from '../../src/verify/cases/index.js';
import published from './expected.json' with { type: 'json' };

interface Entry {
  params: Record<string, unknown>;
  expected: Record<string, Value>;
}

const ENTRIES = Object.entries(published as unknown as Record<string, Entry[]>).flatMap(([key, entries]) =>
  entries.map((entry): [string, string, Entry] => [key, JSON.stringify(entry.params), entry]),
);

/** What the sets of a case with these parameters expect, all together; words in the parameters say what cannot differ. */
function expectedBy(key: string, params: Entry['params']): Record<string, Value> {
  const sets = CASES.filter((one) => one.key === key).flatMap((one) => one.sets);
  const isSame = (own: object): boolean =>
    Object.entries(own).every(
      ([name, value]) => !(name in params) || JSON.stringify(params[name]) === JSON.stringify(value),
    );
  return Object.assign({}, ...sets.filter((set) => isSame(set.params)).map((set) => set.expected)) as Record<
    string,
    Value
  >;
}

function toNumbers(value: Value | undefined): number[] {
  return [value ?? NaN].flat().map(Number);
}

describe('the closed forms', () => {
  it.each(ENTRIES)('give the published numbers of %s for %s', (key, _, { params, expected }) => {
    const own = expectedBy(key, params);
    for (const [name, value] of Object.entries(expected)) {
      const numbers = toNumbers(own[name]);
      const wanted = toNumbers(value);
      expect(numbers, name).toHaveLength(wanted.length);
      wanted.forEach((number, index) => {
        expect(Math.abs((numbers[index] ?? NaN) - number), `${name}[${index}]`).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(number)),
        );
      });
    }
  });

  it('are there for every published key, and for nothing that is not', () => {
    expect([...new Set(CASES.map(({ key }) => key))].sort()).toEqual(Object.keys(published).sort());
  });
});
