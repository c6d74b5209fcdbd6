import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import {
  ASCII,
  BLOCKS,
  type Chart,
  drawChart,
  type Glyphs,
  labelOf,
} from '../../src/render/sections/chart.js';
import { chartPanels } from '../../src/render/sections/chart-panels.js';
import { viewOf } from '../../src/render/view.js';
import type { Fault } from '../../src/scenario/scenario.js';
import { compared, measured, scenario } from './fixtures.js';

function chartOf(comparison: Comparison, width: number, glyphs: Glyphs): Chart {
  const panels = chartPanels(viewOf(comparison, false), width);
  if (panels === undefined) throw new Error('there is nothing to draw');
  return drawChart(panels, glyphs);
}

function draw(comparison: Comparison, width: number, glyphs: Glyphs = BLOCKS): string[] {
  return chartOf(comparison, width, glyphs).lines.map(({ label, plot }) => `${label}|${plot}`);
}

function one(parts: Parameters<typeof measured>[0], faults: Fault[] = [], load = '6s'): Comparison {
  const { load: usual } = scenario();
  return compared({ faults, load: { ...usual, duration: load } }, { direct: measured(parts) });
}

describe('the chart', () => {
  test('gives each stretch of time a column of three rows, in eighths of a row, and nothing a dot', () => {
    expect(draw(one({ completed: [8, 4, 1, 0, 6, 8], backlog: [0, 0, 0, 2, 4, 0] }), 6)).toEqual([
      '| 0 s',
      'completed/s|',
      '  direct|│█   ▂█',
      '|│█▄  ██',
      '|│██▃·██',
      'backlog|',
      '  direct|│    █',
      '|│   ▄█',
      '|│···██·',
    ]);
  });

  test('has its scale at the side: the top beside the highest row, 0 beside the lowest', () => {
    const { lines } = chartOf(one({ completed: [8, 4], backlog: [0, 3] }, [], '2s'), 2, BLOCKS);
    const scales = lines.filter(({ kind }) => kind === 'series').map(({ scale }) => scale);
    expect(scales).toEqual(['8.00', '', '0', '3', '', '0']);
    expect(labelOf({ kind: 'series', label: '  direct', scale: '8.00', plot: '' }, 16)).toBe(
      '  direct    8.00',
    );
  });

  test('has a gap between the plots of modes, and two rows each where there are many', () => {
    const two = compared({}, { direct: measured(), event: measured() });
    expect(draw(two, 4).map((line) => line.split('|')[0])).toEqual([
      ...['', 'completed/s', '  direct', '', '', '', '  event', '', ''],
      ...['backlog', '  direct', '', '', '', '  event', '', ''],
    ]);
    const modes = ['direct', 'direct:no-retry', 'event'];
    const three = compared({}, Object.fromEntries(modes.map((mode) => [mode, measured()])));
    expect(draw(three, 4)).toHaveLength(1 + 2 * (1 + 3 * 2 + 2));
  });

  test('uses signs of ASCII where there are no blocks', () => {
    expect(draw(one({ completed: [9, 5, 1, 0, 6, 9], backlog: [] }), 6, ASCII)).toEqual([
      '| 0 s',
      'completed/s|',
      '  direct||#    #',
      '||#+  ##',
      '||##:.##',
      'backlog: none|',
    ]);
  });

  test('takes the mean of what is completed in a stretch, the most of what waits', () => {
    expect(draw(one({ completed: [8, 4, 0, 0, 2, 4], backlog: [0, 8, 2, 0, 0, 4] }), 3).slice(1)).toEqual([
      'completed/s|',
      '  direct|│█',
      '|│█ ▄',
      '|│█·█',
      'backlog|',
      '  direct|│█',
      '|│█ ▄',
      '|│█▆█',
    ]);
  });

  test('shares an interval between the characters that it lies under', () => {
    expect(draw(one({ completed: [8, 0, 4], backlog: [] }, [], '3s'), 6)[4]).toBe('|│██··██');
    expect(draw(one({ completed: [6, 0, 6], backlog: [] }, [], '3s'), 2)[4]).toBe('|│██');
  });

  test('does not let a backlog that drains at once press all else to the ground: the scale says so', () => {
    const comparison = one({ completed: [8, 8, 0, 0, 80, 8], backlog: [] });
    comparison.modes.direct?.series.offered.fill(8);
    const { lines } = chartOf(comparison, 6, BLOCKS);
    expect(lines[1]).toMatchObject({
      label: 'completed/s',
      plot: ' (+: clipped, some values are above the scale)',
    });
    expect(lines[2]).toMatchObject({ scale: '12.0+', plot: '│    █' });
  });

  test('has the faults as a band through all of it, but where they lie over all of it', () => {
    const fault: Fault = { kind: 'latency', target: 'payment', at: '2s', for: '2s', add: '1s' };
    expect(draw(one({ completed: [8, 8, 0, 4, 8, 8], backlog: [] }, [fault]), 6).slice(3, 6)).toEqual([
      '  direct|│██░░██',
      '|│██░▄██',
      '|│██·███',
    ]);
    const lasting: Fault = { kind: 'latency', target: 'payment', add: '1s' };
    expect(draw(one({ completed: [8, 8, 0, 4, 8, 8], backlog: [] }, [lasting]), 6)[3]).toBe(
      '  direct|│██  ██',
    );
  });

  test('marks each fault above, from its start to its end', () => {
    const faults: Fault[] = [
      { kind: 'latency', target: 'payment', at: '2s', for: '2s', add: '1s' },
      { kind: 'outage', target: 'bus', at: '4100ms', for: '1ms' },
      { kind: 'hang', target: 'orders', at: '5s' },
    ];
    expect(draw(one({ completed: [1, 1, 1, 1, 1, 1], backlog: [] }, faults), 6).slice(1, 4)).toEqual([
      'payment +1 s|   ░░  ',
      'broker down|     ░ ',
      'orders hangs|      ░',
    ]);
  });

  test('has a line for three faults at most: the others share one', () => {
    const faults = [1, 2, 3, 4].map((at): Fault => ({
      kind: 'outage',
      target: 'payment',
      at: `${at}s`,
      for: '1s',
    }));
    expect(draw(one({ completed: [1, 1, 1, 1, 1, 1], backlog: [] }, faults), 6).slice(1, 4)).toEqual([
      'payment down|  ░    ',
      'payment down|   ░   ',
      '2 more faults|    ░░ ',
    ]);
  });

  test('lists every fault where all is asked for', () => {
    const faults = [1, 2, 3, 4].map((at): Fault => ({
      kind: 'outage',
      target: 'payment',
      at: `${at}s`,
      for: '1s',
    }));
    const panels = chartPanels(viewOf(one({ completed: [1, 1, 1, 1, 1, 1], backlog: [] }, faults), true), 6);
    if (panels === undefined) throw new Error('there is nothing to draw');
    const lines = drawChart(panels, BLOCKS).lines.filter(({ kind }) => kind === 'fault');
    expect(lines.map(({ label }) => label)).toEqual(Array(4).fill('payment down'));
  });

  test('says which characters a fault lies over', () => {
    const fault: Fault = { kind: 'outage', target: 'payment', at: '2s', for: '2s' };
    const chart = chartOf(one({ completed: [1, 1, 1, 1, 1, 1] }, [fault]), 6, BLOCKS);
    expect(chart.faulted).toEqual([false, false, true, true, false, false]);
  });

  test('names the moments that matter, each at its place', () => {
    const fault: Fault = { kind: 'outage', target: 'payment', at: '20s', for: '20s' };
    const comparison = one({}, [fault], '60s');
    expect(draw(comparison, 60)[0]).toBe(`| ${'0 s'.padEnd(20)}${'20 s'.padEnd(20)}${'40 s'.padEnd(16)}60 s`);
  });

  test('goes on until all is quiet, but not for ever', () => {
    const slow = { completed: [1, 1, 1, 1, 1, 1, 1, 1], backlog: [0, 0, 0, 0, 0, 0, 1, 0] };
    expect(draw(one(slow), 16)[0]).toMatch(/8 s$/);
    const slower = { completed: Array.from({ length: 100 }, () => 1), backlog: [] };
    expect(draw(one(slower), 24)[0]).toMatch(/12 s\+$/);
  });

  test('ends where a run ended before the others', () => {
    const comparison = compared(
      { load: { ...scenario().load, duration: '4s' } },
      {
        direct: measured({ completed: [1, 1], backlog: [0, 0] }),
        event: measured({ completed: [1, 1, 1, 1], backlog: [0, 0, 0, 0] }),
      },
    );
    expect([draw(comparison, 4)[4], draw(comparison, 4)[8]]).toEqual(['|│██', '|│████']);
  });

  test('is left out where nothing has run', () => {
    expect(chartPanels(viewOf(compared({}, {}), false), 80)).toBeUndefined();
  });
});

test('what the chart shows is there as numbers before it is drawn', () => {
  const fault: Fault = { kind: 'latency', target: 'payment', at: '2s', for: '2s', add: '1s' };
  const comparison = one({ completed: [8, 4, 0, 0, 80, 8, 8], backlog: [0, 0, 0, 2, 4, 0, 0] }, [fault]);
  comparison.modes.direct?.series.offered.fill(8);
  expect(chartPanels(viewOf(comparison, false), 7)).toEqual({
    end: 7000,
    isCut: false,
    stretches: 7,
    moments: [2000, 4000, 6000],
    faults: [{ label: 'payment +1 s', window: { from: 2000, until: 4000 } }],
    listsAll: false,
    panels: [
      {
        title: 'completed/s',
        unit: 'rate',
        top: 12,
        isCapped: true,
        series: [{ mode: 'direct', values: [8, 4, 0, 0, 80, 8, 8] }],
      },
      {
        title: 'backlog',
        unit: 'count',
        top: 4,
        isCapped: false,
        series: [{ mode: 'direct', values: [0, 0, 0, 2, 4, 0, 0] }],
      },
    ],
  });
});
