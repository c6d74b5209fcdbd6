import fc from 'fast-check';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { compareRuns, type SeedRuns } from '../../src/compare/compare-runs.js';
import type { Comparison } from '../../src/compare/comparison.js';
import { alignCells, formatCell } from '../../src/render/table-cell.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import type { RenderOptions } from '../../src/render/options.js';
import { renderSummary } from '../../src/render/summary.js';
import { renderTerminal } from '../../src/render/terminal.js';
import { pinned } from '../support/random.js';
import { arbitraryComparison } from './arbitrary.js';
import { run, scenario, SLOW, times } from './fixtures.js';

/** As a terminal measures it. */
const { strlen } = createRequire(import.meta.url)('cli-table3/src/utils.js') as {
  strlen(text: string): number;
};

/** What luck does to a seed, about 1. */
const LUCK = [0.97, 1.02, 1.05, 0.99, 0.96];

/** Payment is slow, and luck does to both modes what it does. */
const RUNS = LUCK.map((luck, index): SeedRuns => {
  const orders = Math.round(4400 * luck);
  const failed = Math.round(1400 * luck) + index;
  const dead = Math.round(40 * luck);
  const direct = run({
    accepted: { completed: orders - failed },
    refused: { partial: 640, nothing: failed - 640 },
    phases: [
      [80 * luck, 80 * luck],
      [9.9 * luck, 12.4 * luck],
      [70 * luck, 72 * luck],
    ],
    completion: times(97 * luck, 3010 * luck),
    peakBacklog: 160 + index,
    amplification: 2.6 * luck,
    cascades: [
      { origin: 'payment', victim: 'caller', count: failed },
      { origin: 'payment', victim: 'orders', count: failed - 100 },
    ],
    services: { orders: { blockedShare: 0.93, failures: { ...NO_FAILURES(), inherited: failed } } },
  });
  const event = run({
    accepted: { completed: orders - dead, deadLettered: dead },
    phases: [
      [80 * luck, 80 * luck + (index - 2) / 10],
      [80 * luck, 62 * luck],
      [80 * luck, 93 * luck],
    ],
    response: times(9.4 * luck, 31 * luck),
    completion: times(97 * luck + (index - 2), 14_200 * luck),
    lag: times(135 * luck, 14_100 * luck, orders - dead),
    peakBacklog: Math.round(1460 * luck),
    services: { payment: { deadLettered: dead } },
  });
  const control = run({ accepted: { completed: orders } });
  return {
    seed: 42 + index,
    runs: [
      { mode: 'direct', faulted: direct, control },
      { mode: 'event', faulted: event, control },
    ],
  };
});

function NO_FAILURES() {
  return { injected: 0, inherited: 0, overload: 0, timeout: 0, breaker: 0, declined: 0 };
}

const OPTIONS: RenderOptions = {
  width: 80,
  color: 0,
  ascii: false,
  verbose: false,
  quiet: false,
};
const means = compareRuns(scenario({ faults: [SLOW] }), '1', RUNS, 5);
const show = (comparison: Comparison, options: Partial<RenderOptions> = {}): string =>
  renderTerminal(comparison, { ...OPTIONS, ...options });
const lineOf = (text: string, start: string): string =>
  text.split('\n').find((line) => line.trim().startsWith(start)) ?? '';

test('in Markdown a mean has its interval, too', () => {
  expect(renderMarkdown([means])).toMatch(
    /^\| goodput \(accepted and completed\) +\| \*?\*?[\d.]+ % ± [\d.]+/m,
  );
});

describe('a mean', () => {
  test.each([
    [{ kind: 'time', value: 3010, half: 117 } as const, '3.01 s ± 0.12'],
    [{ kind: 'time', value: 97.4, half: 2 } as const, '97.4 ms ± 2.0'],
    [{ kind: 'time', value: 1030, half: 3.1 } as const, '1.03 s ± 0.003'],
    [{ kind: 'time', value: 0.5, half: 0.02 } as const, '500 µs ± 20'],
    [{ kind: 'share', value: 0.685, half: 0.0123 } as const, '68.5 % ± 1.2'],
    [{ kind: 'rate', value: 9.9, half: 0.256 } as const, '9.90/s ± 0.26'],
    [{ kind: 'count', value: 1388.4, half: 1234.5 } as const, '1,388 ± 1,235'],
    [{ kind: 'count', value: 43.25, half: 5.04 } as const, '43.3 ± 5.0'],
    [{ kind: 'count', value: 160, half: 0 } as const, '160'],
    [{ kind: 'share', value: 0.00001, half: 0.1 } as const, '<0.01 %'],
    [{ kind: 'never', runs: { count: 3, of: 20 } } as const, 'never in 3 of 20'],
  ])('%o reads %s', (figure, text) => {
    expect(formatCell(figure)).toBe(text);
  });

  test('stands under another, and so do the halves of their intervals', () => {
    expect(
      alignCells([
        { kind: 'time', value: 97.4, half: 2 },
        { kind: 'time', value: 14_200, half: 312 },
        { kind: 'time', value: 0 },
        { kind: 'none' },
      ]),
    ).toEqual(['97.4 ms ± 2.0', '14.2 s  ± 0.3', ' 0 ms        ', '      –      ']);
  });
});

describe('what is only noise', () => {
  const text = show(means);

  test('has a sign in the place of a mark', () => {
    expect(text).toContain('≈ not significantly different from direct (paired)');
    const level = text.split('\n').filter((line) => /\d ≈$/.test(line));
    expect(level).toHaveLength(2);
    // Event's completions before the fault, and half of its work: the same as direct's but for what is added to each seed.
    expect(level[0]).toMatch(/before the fault +79\.8\/s +± 3\.7 +79\.8\/s ± 3\.6 ≈$/);
    expect(level[1]).toMatch(/end-to-end completion p50 +96\.8 ms ± 4\.5 +96\.8 ms ± 4\.5 ≈$/);
  });

  const withMore = (more: number): string => {
    const runs = LUCK.map((luck, index): SeedRuns => {
      const p99 = 200 * luck;
      return {
        seed: index,
        runs: [
          { mode: 'direct', faulted: run({ completion: times(100, p99) }) },
          { mode: 'event', faulted: run({ completion: times(100, p99 + more) }) },
        ],
      };
    });
    const [, done = ''] = show(compareRuns(scenario(), '1', runs, 5)).split('end-to-end completion');
    return lineOf(done, 'p99');
  };

  test('is not a difference that is the same in every run: it is marked, from a tenth on', () => {
    expect(withMore(30)).toMatch(/200 ms ± 9 +230 ms ± 9 !$/);
    expect(withMore(5)).toMatch(/200 ms ± 9 +205 ms ± 9$/);
  });

  test('is not what is equal in every run', () => {
    expect(lineOf(text, 'orders: time blocked')).not.toContain('≈');
    expect(lineOf(text, 'collateral')).not.toContain('≈');
  });
});

describe('the requests of many runs', () => {
  test('add up, though they are means', () => {
    const cells = RUNS.map(({ runs: [direct] }) => direct?.faulted.requests.offered ?? 0);
    const offered = cells.reduce((sum, one) => sum + one, 0) / cells.length;
    const line = show(means)
      .split('\n')
      .find((one) => one.startsWith(' direct:  '));
    const terms = Array.from(line?.matchAll(/[\d,.]+/g) ?? [], ([digits]) =>
      Number(digits.replaceAll(',', '')),
    );
    expect(terms.length).toBeGreaterThan(2);
    expect(Math.round(terms.reduce((sum, term) => sum + term, 0) * 10)).toBe(Math.round(offered * 10));
  });

  test('add up whatever they are', () => {
    const cell = fc.nat(300);
    const counts = fc.record({ completed: cell, partial: cell, nothing: cell, inFlight: cell });
    const seeds = fc.array(fc.tuple(counts, counts), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(seeds, fc.boolean(), (all, verbose) => {
        const runs = all.map(([accepted, refused], seed): SeedRuns => {
          return { seed, runs: [{ mode: 'direct', faulted: run({ accepted, refused }) }] };
        });
        const comparison = compareRuns(scenario({ modes: ['direct'] }), '1', runs, runs.length);
        const { offered } = comparison.modes.direct!.requests;
        const text = show(comparison, { width: 400, verbose });
        const [line = ''] = text.split('\n').filter((one) => one.startsWith(' direct:'));
        const numbers = Array.from(line.matchAll(/[\d,.]+/g), ([digits]) =>
          Number(digits.replaceAll(',', '')),
        );
        const sum = numbers.reduce((total, number) => total + Math.round(number * 10), 0);
        expect(sum).toBe(Math.round(offered * 10));
      }),
      pinned(50),
    );
  });
});

describe('what the header and the notes say', () => {
  test('how many runs, and of which seeds', () => {
    expect(show(means, { width: 120 })).toContain('means of 5 runs, seeds 42 to 46');
    expect(show(means)).toContain('about 4,391 requests, identical in both modes');
  });

  test('how many an interrupt has left', () => {
    const cut = (seeds: number): string => show(compareRuns(scenario(), '1', RUNS.slice(0, seeds), 20));
    expect(cut(3)).toContain('interrupted: 3 of 20 runs complete; their figures are shown');
    expect(cut(3)).toContain('means of 3 runs, seeds 42 to 44');
    expect(cut(1)).toContain('interrupted: 1 of 20 runs complete; its figures are shown');
    expect(cut(1)).toContain('one run, seed 42');
    expect(cut(1)).not.toContain('±');
    expect(show(means)).not.toContain('interrupted');
  });

  test('in how many of them it did not come to its end, or did not recover', () => {
    const runs = RUNS.map(({ seed, runs: [direct, event] }, index): SeedRuns => {
      const end = { at: 660_000, reason: index < 2 ? ('drained' as const) : ('quiet' as const) };
      const busy = run({ backlog: new Array<number>(120).fill(index < 2 ? 500 : 0), end });
      return { seed, runs: [direct!, { ...event!, faulted: { ...busy, end } }] };
    });
    const text = show(compareRuns(scenario({ faults: [SLOW] }), '1', runs, 5));
    expect(text).toContain('event: 2 of 5 runs hit the drain limit; 0 requests unfinished (mean)');
    expect(text).toContain('never in 2 of 5');
  });
});

test('the summary marks nothing that is noise', () => {
  const noisy = LUCK.map((luck, index): SeedRuns => {
    const one = run({ completion: times(100, 200 * luck) });
    // A fifth longer on average, and in two of the runs not at all.
    const other = run({ completion: times(100, 200 * ([0.5, 1.9, 0.9, 1.8, 0.9][index] ?? 1)) });
    return {
      seed: index,
      runs: [
        { mode: 'direct', faulted: one },
        { mode: 'event', faulted: other },
      ],
    };
  });
  const options = { width: 80, color: 0 as const, ascii: false };
  const comparison = compareRuns(scenario(), '1', noisy, 5);
  expect(renderSummary([comparison], options)).not.toContain('!');
  const alone = { ...comparison };
  delete alone.spread;
  expect(renderSummary([alone], options)).toContain('!');
});

test('no line is longer than the narrowest screen, though its figures leave no room for labels', () => {
  const huge = (attempts: number) =>
    run({ services: { orders: { attempts, failures: { ...NO_FAILURES(), timeout: 2e10 } } } });
  const seeds = [7e9, 11e9].map((attempts, seed): SeedRuns => {
    const event = huge(18e9 - attempts);
    return {
      seed,
      runs: [
        { mode: 'direct', faulted: huge(attempts) },
        { mode: 'event', faulted: event },
      ],
    };
  });
  const comparison = compareRuns(scenario(), '1', seeds, 2);
  const text = show(comparison, { width: 40, verbose: true });
  expect(text).toMatch(/9,000,000,000 +± 25,412,400,000 ≈/);
  for (const line of text.split('\n')) expect(strlen(line)).toBeLessThanOrEqual(40);
});

describe('whatever the figures are', () => {
  const several = fc
    .tuple(
      arbitraryComparison,
      fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 2, maxLength: 4 }),
    )
    .filter(([{ modes }]) => Object.keys(modes).length > 0)
    .map(([comparison, factors]) => {
      const scaled = (value: unknown, by: number): unknown => {
        if (typeof value === 'number') return value * by;
        if (Array.isArray(value)) return value.map((item) => scaled(item, by));
        if (typeof value !== 'object' || value === null) return value;
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, scaled(item, by)]));
      };
      const seeds = factors.map((by, seed): SeedRuns => {
        const runs = Object.entries(comparison.modes).map(([mode, measured]) => {
          const control = comparison.control?.[mode];
          const faulted = scaled(measured, by) as typeof measured;
          faulted.series.interval = 1000;
          return { mode, faulted, ...(control === undefined ? {} : { control }) };
        });
        return { seed, runs };
      });
      return compareRuns(comparison.scenario, '1', seeds, factors.length + 1);
    });
  const options = fc.record({
    width: fc.integer({ min: 40, max: 200 }),
    color: fc.constantFrom(0 as const, 1 as const),
    ascii: fc.boolean(),
    verbose: fc.boolean(),
  });

  test('no line is longer than the width, and with --ascii nothing is beyond ASCII', () => {
    fc.assert(
      fc.property(several, options, (comparison, options) => {
        const text = show(comparison, options);
        for (const line of text.split('\n')) expect(strlen(line)).toBeLessThanOrEqual(options.width);
        expect(text).not.toMatch(/NaN|undefined|Infinity/);
        // eslint-disable-next-line no-control-regex -- our own colours
        if (options.ascii) expect(text).toMatch(/^[\n\u001b\x20-\x7e]*$/);
      }),
      pinned(60),
    );
  });
});
