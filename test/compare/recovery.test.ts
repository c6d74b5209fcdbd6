import { describe, expect, it } from 'vitest';
import { recoveryTime } from '../../src/compare/recovery.js';
import type { RunMeasurements } from '../../src/measure/measurements.js';
import { measured } from './measured.js';

interface Level {
  backlog: number[];
  p99: (number | null)[];
}

/** A run with a second an interval. */
function seconds({ backlog, p99 }: Level): RunMeasurements {
  const zeros = backlog.map(() => 0);
  return measured({
    series: {
      interval: 1000,
      offered: zeros,
      accepted: zeros,
      completed: zeros,
      goodput: zeros,
      errors: zeros,
      backlog,
      peakBacklog: backlog,
      p99,
      responseP99: p99,
      services: {},
    },
  });
}

const LOAD_END = 10_000;
const calm = seconds({ backlog: new Array<number>(10).fill(0), p99: new Array<number>(10).fill(100) });

/** The backlog of a run, second by second, against a control run without any; the fault is from 2 s to 4 s. */
function afterBacklog(...backlog: number[]): number | null {
  const p99 = backlog.map(() => 100);
  return recoveryTime(seconds({ backlog, p99 }), calm, 4000, LOAD_END);
}

function afterP99(...p99: (number | null)[]): number | null {
  const backlog = p99.map(() => 0);
  return recoveryTime(seconds({ backlog, p99 }), calm, 4000, LOAD_END);
}

describe('recovery', () => {
  it('is the first of three intervals in a row at the level of the control run, from the end of the last fault on', () => {
    expect(afterBacklog(0, 0, 50, 50, 40, 20, 0, 0, 0, 0)).toBe(2000);
  });

  it('takes no time where the fault left nothing behind', () => {
    expect(afterBacklog(0, 0, 50, 50, 0, 0, 0, 0, 0, 0)).toBe(0);
  });

  it('is not there with two in a row', () => {
    expect(afterBacklog(0, 0, 50, 50, 0, 0, 20, 0, 0, 0)).toBe(3000);
  });

  it('never came: null', () => {
    expect(afterBacklog(0, 0, 50, 50, 50, 50, 50, 50, 50, 50)).toBeNull();
  });

  it('is not what gets well because nobody asks any more', () => {
    expect(afterBacklog(0, 0, 50, 50, 50, 50, 50, 50, 50, 50, 0, 0, 0, 0)).toBeNull();
  });

  it('is not one normal interval at the end of the load: three whole ones have to lie within it', () => {
    expect(afterBacklog(0, 0, 50, 50, 50, 50, 50, 50, 50, 0, 0, 0, 0)).toBeNull();
    expect(afterBacklog(0, 0, 50, 50, 50, 50, 50, 50, 0, 0, 0, 0, 0)).toBeNull();
    expect(afterBacklog(0, 0, 50, 50, 50, 50, 50, 0, 0, 0, 50)).toBe(3000);
  });

  it('counts no interval that the end of the load cuts short', () => {
    const run = seconds({ backlog: [0, 0, 50, 50, 0, 0, 0, 0], p99: new Array<number>(8).fill(100) });
    expect(recoveryTime(run, calm, 4000, 6999)).toBeNull();
    expect(recoveryTime(run, calm, 4000, 7000)).toBe(0);
  });

  it('never comes where the fault never ends', () => {
    const run = seconds({ backlog: [0, 0], p99: [100, 100] });
    expect(recoveryTime(run, run, Infinity, LOAD_END)).toBeNull();
  });

  it('is within 2 requests or 10 % of the backlog', () => {
    expect(afterBacklog(0, 0, 9, 9, 3, 2, 2, 2, 0, 0)).toBe(1000);
    const busy = seconds({ backlog: new Array<number>(10).fill(50), p99: new Array<number>(10).fill(100) });
    const run = seconds({
      backlog: [50, 50, 99, 99, 56, 55, 55, 55, 50, 50],
      p99: new Array<number>(10).fill(100),
    });
    expect(recoveryTime(run, busy, 4000, LOAD_END)).toBe(1000);
  });

  it('is within 10 ms or 10 % of the p99', () => {
    expect(afterP99(100, 100, 900, 900, 111, 110, 110, 110, 100, 100)).toBe(1000);
    const quick = seconds({ backlog: new Array<number>(10).fill(0), p99: new Array<number>(10).fill(20) });
    const run = seconds({
      backlog: new Array<number>(10).fill(0),
      p99: [20, 20, 90, 90, 31, 30, 30, 30, 20, 20],
    });
    expect(recoveryTime(run, quick, 4000, LOAD_END)).toBe(1000);
  });

  it('wants both, backlog and p99', () => {
    const run = seconds({
      backlog: [0, 0, 9, 9, 9, 0, 0, 0, 0, 0],
      p99: [100, 100, 900, 900, 900, 900, 100, 100, 100, 100],
    });
    expect(recoveryTime(run, calm, 4000, LOAD_END)).toBe(2000);
  });

  it('is not an interval in which nothing completes, where the control run completes something', () => {
    expect(afterP99(100, 100, null, null, null, null, null, 100, 100, 100)).toBe(3000);
  });

  it('begins with the first whole interval after the fault', () => {
    const run = seconds({ backlog: new Array<number>(10).fill(0), p99: new Array<number>(10).fill(100) });
    expect(recoveryTime(run, calm, 3400, LOAD_END)).toBe(600);
  });

  it('being better than the control run is no reason to wait', () => {
    expect(afterP99(100, 100, 900, 900, 50, 50, 50, 50, 50, 50)).toBe(0);
  });
});
