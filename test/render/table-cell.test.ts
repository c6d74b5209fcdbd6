import { describe, expect, test } from 'vitest';
import {
  alignCells,
  type TableCell,
  findWorse,
  isNoWorse,
  formatCell,
  NONE,
} from '../../src/render/table-cell.js';

const count = (value: number): TableCell => ({ kind: 'count', value });
const time = (value: number): TableCell => ({ kind: 'time', value });
const share = (value: number): TableCell => ({ kind: 'share', value });

describe('a figure is no worse than another', () => {
  const rate = (value: number): TableCell => ({ kind: 'rate', value });

  test('when it is better, or within a hundredth', () => {
    expect(isNoWorse(rate(90), rate(80), 'higher')).toBe(true);
    expect(isNoWorse(rate(79.2), rate(80), 'higher')).toBe(true);
    expect(isNoWorse(rate(79.1), rate(80), 'higher')).toBe(false);
    expect(isNoWorse(time(101), time(100), 'lower')).toBe(true);
    expect(isNoWorse(time(102), time(100), 'lower')).toBe(false);
  });

  test('when neither ever came, but not when the other one did', () => {
    expect(isNoWorse({ kind: 'never' }, { kind: 'never' }, 'lower')).toBe(true);
    expect(isNoWorse({ kind: 'never' }, time(1e9), 'lower')).toBe(false);
    expect(isNoWorse(time(1e9), { kind: 'never' }, 'lower')).toBe(true);
  });

  test('but not when one of them was not measured', () => {
    expect(isNoWorse(NONE, rate(80), 'higher')).toBe(false);
    expect(isNoWorse(rate(80), undefined, 'higher')).toBe(false);
  });
});

describe('which figures are worse', () => {
  test('all that are worse than the best one, by however much', () => {
    expect(findWorse([count(0), count(500), count(90_000)], 'lower')).toEqual([false, true, true]);
    expect(findWorse([{ kind: 'never' }, time(500), time(14_000)], 'lower')).toEqual([true, false, true]);
  });

  test('the lower one where higher is better, the higher one where lower is', () => {
    expect(findWorse([share(0.685), share(1)], 'higher')).toEqual([true, false]);
    expect(findWorse([count(0), count(43)], 'lower')).toEqual([false, true]);
    expect(findWorse([count(0), count(43)], 'neither')).toEqual([false, false]);
  });

  test('none where they are equal, or less than a hundredth apart', () => {
    expect(findWorse([count(7), count(7)], 'lower')).toEqual([false, false]);
    expect(findWorse([count(1000), count(1009)], 'lower')).toEqual([false, false]);
    expect(findWorse([count(1000), count(1011)], 'lower')).toEqual([false, true]);
  });

  test('times differ from a tenth on', () => {
    expect(findWorse([time(100), time(110)], 'lower')).toEqual([false, false]);
    expect(findWorse([time(100), time(112)], 'lower')).toEqual([false, true]);
  });

  test('shares differ from half a percentage point on, small ones too', () => {
    expect(findWorse([share(0.001), share(0.004)], 'lower')).toEqual([false, false]);
    expect(findWorse([share(0.99), share(1)], 'higher')).toEqual([true, false]);
  });

  test('little is as bad as almost as little, where much is usual', () => {
    const rate = (value: number): TableCell => ({ kind: 'rate', value });
    expect(findWorse([rate(0.25), rate(0.2)], 'higher')).toEqual([false, true]);
    expect(findWorse([rate(0.25), rate(0.2)], 'higher', 80)).toEqual([false, false]);
  });

  test('never is worse than any time, and as bad as never', () => {
    expect(findWorse([{ kind: 'never' }, time(1e9)], 'lower')).toEqual([true, false]);
    expect(findWorse([{ kind: 'never' }, { kind: 'never' }], 'lower')).toEqual([false, false]);
  });

  test('what was not measured is neither worse nor better', () => {
    expect(findWorse([NONE, time(5)], 'lower')).toEqual([false, false]);
    expect(findWorse([NONE, time(5), time(9)], 'lower')).toEqual([false, false, true]);
  });
});

describe('figures under one another', () => {
  test('have their decimal points in one place, and equal lengths', () => {
    expect(alignCells([time(97.4), time(3010), time(144), time(9.4)])).toEqual([
      ' 97.4 ms ',
      '  3.01 s ',
      '144 ms   ',
      '  9.40 ms',
    ]);
    expect(alignCells([count(1388), count(0), count(43)])).toEqual(['1,388', '    0', '   43']);
  });

  test('words stand to the right', () => {
    expect(alignCells([time(12_000), { kind: 'never' }, NONE])).toEqual(['12.0 s', ' never', '     –']);
    expect(alignCells([{ kind: 'of', value: 1, total: 4 }, NONE])).toEqual(['1 of 4', '     –']);
  });
});

test('what is no number is not shown as one', () => {
  expect([NaN, Infinity].map((value) => formatCell(count(value)))).toEqual(['–', '–']);
});
