import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { select } from '../../src/measure/select.js';

describe('select', () => {
  it('gives what would stand at an index if the values were sorted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(5), fc.double({ noNaN: true })), { minLength: 1, maxLength: 200 }),
        fc.nat(),
        (list, n) => {
          const index = n % list.length;
          const values = Float64Array.from(list, (value) => value + 0);
          const sorted = values.slice().sort();
          expect(select(values, index)).toBe(sorted[index]);
          expect(values.sort()).toEqual(sorted);
        },
      ),
    );
  });
});
