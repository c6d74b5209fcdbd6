import { describe, expect, it } from 'vitest';
import { UsageProblem } from '../../src/scenario/problems.js';
import { readAxis } from '../../src/sweep/vary.js';

describe('what is varied', () => {
  it.each([
    [
      'load.rate=20/s..200/s/10',
      ['20/s', '40/s', '60/s', '80/s', '100/s', '120/s', '140/s', '160/s', '180/s', '200/s'],
    ],
    ['load.rate=0.4/s..1.2/s/5', ['0.4/s', '0.6/s', '0.8/s', '1/s', '1.2/s']],
    ['load.rate=600/m..20/s/3', ['600/m', '900/m', '1200/m']],
    ['x=8,16,32', ['8', '16', '32']],
    ['x=8..32/4', ['8', '16', '24', '32']],
    ['x=0..200ms/3', ['0ms', '100ms', '200ms']],
    ['x=500ms..2s/4', ['500ms', '1000ms', '1500ms', '2000ms']],
    ['x=0%..10%/3', ['0%', '5%', '10%']],
    ['x=0.1..0.4/4', ['0.1', '0.2', '0.3', '0.4']],
    ['x=100..0/3', ['100', '50', '0']],
    ['x=1..2/4', ['1', '1.33333', '1.66667', '2']],
    ['calls.circuitBreaker = none , default', ['none', 'default']],
    ['x=8', ['8']],
  ])('%s', (text, values) => {
    expect(readAxis(text).values).toEqual(values);
    expect(readAxis(text).path).toBe(text.split('=')[0]?.trim());
  });

  it('has places, in numbers of one kind, and values at places between them', () => {
    const { scale } = readAxis('load.rate=600/m..20/s/3');
    expect(scale?.read('600/m')).toBe(10);
    expect(scale?.write(12.5)).toBe('750/m');
    expect(readAxis('x=250ms,1s').scale?.write(500)).toBe('500ms');
    expect(readAxis('x=3%,4%').scale?.read('3.5%')).toBe(3.5);
  });

  it('has none where a value is a word', () => {
    expect(readAxis('x=8,unbounded').scale).toBeUndefined();
    expect(readAxis('x=5%,1s').scale).toBeUndefined();
  });

  it.each([
    ['', 'expected path=from..to/points'],
    ['load.rate', 'expected path=from..to/points'],
    ['=1..2/3', 'expected path=from..to/points'],
    [' =1,2', 'expected path=from..to/points'],
    ['x=', 'expected path=from..to/points'],
    ['x=1,,2', 'expected path=from..to/points'],
    ['x=1..2', 'expected path=from..to/points'],
    ['x=20/s..200/s', 'expected path=from..to/points'],
    ['x=1..2/1', 'expected 2 to 1000 points'],
    ['x=1..2/0', 'expected 2 to 1000 points'],
    ['x=1..2/1001', 'expected 2 to 1000 points'],
    ['x=1s..2/s/3', 'both ends have to be numbers with the same kind of unit'],
    ['x=1%..2ms/3', 'both ends have to be numbers with the same kind of unit'],
    ['x=a..b/3', 'both ends have to be numbers with the same kind of unit'],
    ['x=1..Infinity/3', 'both ends have to be numbers with the same kind of unit'],
    [`x=${'1,'.repeat(1000)}1`, 'at most 1000 points'],
  ])('%s is not to be read', (text, because) => {
    expect(() => readAxis(text)).toThrow(UsageProblem);
    expect(() => readAxis(text)).toThrow(because);
  });

  it('that acts on a terminal is spelled out', () => {
    expect(() => readAxis('\u001b[31mx')).toThrow(/^--vary \\x1b\[31mx: /);
  });
});
