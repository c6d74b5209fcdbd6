import { expect, test } from 'vitest';
import { atAll, measured, outcome, share } from '../../src/render/sections/row-figure.js';
import { NONE } from '../../src/render/table-cell.js';
import { measured as run, NO_TIMES, run as control, times } from './fixtures.js';

test('a figure knows its kind, which way it is better and what it is called', () => {
  expect(measured('completionTime', 'p99').entry).toMatchObject({
    kind: 'time',
    better: 'lower',
    label: 'p99',
    marks: 'never',
  });
  expect(measured('completionTime', 'p99').group).toMatchObject({
    label: 'completion time, completed only',
  });
  expect(share('completed').entry).toMatchObject({
    kind: 'share',
    better: 'higher',
    label: 'completion rate',
  });
  expect(outcome('ghosts').entry).toMatchObject({
    kind: 'count',
    better: 'lower',
    label: 'reported failed, but completed',
    marks: 'damage',
  });
});

test('it is read where it stands in the JSON, also below a name that the scenario gives', () => {
  const parts = run({ response: times(10, 20), services: { payment: { attempts: 7 } } });
  expect(measured('responseTime', 'p99').read(parts)).toEqual({ kind: 'time', value: 20 });
  expect(measured('services', 'payment', 'attempts').read(parts)).toEqual({ kind: 'count', value: 7 });
});

test('a count of all services is what they have together', () => {
  const parts = run({ services: { payment: { copies: 3 }, orders: { copies: 4 } } });
  expect(atAll('copies').read(parts)).toEqual({ kind: 'count', value: 7 });
});

test('a percentile of nothing is no figure, nor is a share of no requests', () => {
  expect(measured('responseTime', 'p99').read(run({ response: NO_TIMES }))).toBe(NONE);
  expect(share('completed').read(run({ accepted: {} }))).toBe(NONE);
});

test('a percentile that falls on what was never completed is never, and of nothing that was due no figure', () => {
  const p99 = measured('endToEnd', 'p99');
  expect(p99.read(run({ endToEnd: { p99: null } }))).toEqual({ kind: 'never' });
  expect(p99.read(run({ endToEnd: { p99: 12 } }))).toEqual({ kind: 'time', value: 12 });
  expect(p99.read(run({ accepted: {}, refused: { declined: 10 } }))).toBe(NONE);
});

test('what comes of comparing with a control run is no figure of the control run', () => {
  expect(measured('collateral').read(run({ collateral: 5 }))).toEqual({ kind: 'count', value: 5 });
  expect(measured('collateral').read(control())).toBe(NONE);
});
