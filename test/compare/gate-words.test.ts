import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../src/compare/comparison.js';
import { describeGate } from '../../src/compare/gate-words.js';

function said(
  text: string,
  [measured, asked]: [number | null, number | null],
  held: boolean,
  note?: string,
): string {
  const expectation: Expectation = { text, measured, asked, held, ...(note === undefined ? {} : { note }) };
  const { verdict, outcome } = describeGate(expectation);
  return `${verdict} ${text}: ${outcome}`;
}

describe('a gate in words', () => {
  it('has the measured side alone where the asked one is a literal', () => {
    expect(said('event.completionTime.p99 < 200ms', [2077, 200], false)).toBe(
      'FAIL event.completionTime.p99 < 200ms: 2.077 s',
    );
    expect(said('event.completed >= 2 * 49%', [0.5, 0.98], false)).toMatch(/: 50 %$/);
  });

  it('has both sides with their units where both were measured', () => {
    const gate = 'event.completed >= 0.9 * direct.completed';
    expect(said(gate, [0.98681, 0.5562], true)).toBe(`PASS ${gate}: 98.68 % >= 55.62 %`);
    expect(said(gate, [0.5, 0.5562], false)).toBe(`FAIL ${gate}: 50 %, not >= 55.62 %`);
  });

  it('has the literal that stands first, too', () => {
    expect(said('99% <= event.completed', [0.99, 1], true)).toBe(
      'PASS 99% <= event.completed: 99 % <= 100 %',
    );
  });

  it.each([
    ['event.completed >= 99%', 0.9899999, 0.99, '98.99999 %'],
    ['event.completed > 50%', 0.999999, 0.5, '99.9999 %'],
    ['event.completed == 100%', 1, 1, '100 %'],
    ['event.completed < 1%', 0.0000012, 0.01, '0.00012 %'],
    ['event.completionTime.p99 < 1s', 999.99999, 1000, '999.99999 ms'],
    ['event.completionTime.p99 < 1h', 4_000_000, 3_600_000, '66.67 min'],
    ['event.completionTime.p99 < 1us', 0.1, 0.001, '100 µs'],
    ['event.completionTime.p99 > 0', 0, 0, '0 ms'],
    ['event.throughput.completed > 3/s', 41.23456, 3, '41.23/s'],
    ['event.peakBacklog < 900', 1_234_567, 900, '1,234,567'],
    ['event.amplification.worst < 2', 1.751234, 2, '1.751'],
    ['event.responseTime.p99 / direct.responseTime.p99 < 2%', 0.0123, 0.02, '1.23 %'],
    ['100 * event.completed >= 99', 98.7, 99, '98.7'],
  ])('%s, and %d was measured (of %d): %s', (text, measured, asked, words) => {
    expect(describeGate({ text, measured, asked, held: true }).outcome).toBe(words);
  });

  it('says never, on either side', () => {
    const gate = 'event.recoveryTime < direct.recoveryTime';
    expect(said(gate, [null, 200], false, 'never')).toBe(`FAIL ${gate}: never, not < 200 ms`);
    expect(said(gate, [200, null], true)).toBe(`PASS ${gate}: 200 ms < never`);
    expect(said(gate, [200, null], false, 'never')).toBe(`FAIL ${gate}: 200 ms, but the asked side is never`);
  });

  it('says why a side has no figure', () => {
    const gate = 'event.completed < direct.completed';
    expect(said(gate, [null, 0.5], false, 'event did not run')).toBe(`FAIL ${gate}: event did not run`);
    expect(said(gate, [0.5, null], false, 'direct did not run')).toBe(
      `FAIL ${gate}: 50 %, but direct did not run`,
    );
  });

  it('says what was and what was expected where there is room for a sentence only', () => {
    const expectation = { text: 'event.completionTime.p99 < 200ms', measured: 2077, asked: 200, held: false };
    expect(describeGate(expectation)).toMatchObject({
      was: 'was 2.077 s',
      expected: 'expected < 200 ms',
      brief: 'was 2.077 s',
    });
    expect(
      describeGate({ text: 'event.lost <= direct.lost', measured: 0.2, asked: 0.1, held: false }).brief,
    ).toBe('was 20 %, expected <= 10 %');
  });
});
