import fc from 'fast-check';
import { createRequire } from 'node:module';
import { describe, expect, it, test } from 'vitest';
import type { RenderOptions } from '../../src/render/options.js';
import { renderSweep, renderSweepMarkdown } from '../../src/render/sweep.js';
import { conclusions } from '../../src/render/sweep-words.js';
import { estimate } from '../../src/stats/interval.js';
import type { Sweep, SweepCrossing, SweepFigure } from '../../src/sweep/result.js';
import { pinned } from '../support/random.js';

/** As a terminal measures it. */
const { strlen } = createRequire(import.meta.url)('cli-table3/src/utils.js') as {
  strlen(text: string): number;
};

const REPRODUCE = 'npx coupling-demo sweep chain.yaml --vary load.rate=0.4/s..1.2/s/5 --runs 5 --seed 42';
const OPTIONS = {
  width: 80,
  color: 0 as const,
  ascii: false,
  quiet: false,
  verbose: false,
  reproduce: REPRODUCE,
};
const NOISE = [-2, -1, 0, 1, 2];

function figure(mean: number, noise = 1): SweepFigure {
  const runs = NOISE.map((one) => mean + one * noise);
  return { mean, interval: estimate(runs).interval, runs };
}

function sweepOf(parts: Partial<Sweep> = {}): Sweep {
  const [direct, event] = [
    [732, 835, 987, 1230, 1680],
    [906, 943, 985, 1030, 1090],
  ] as const;
  return {
    schema: 'coupling-demo/sweep@1',
    version: '0.1.0',
    title: 'Three services in a row',
    figure: 'completionTime.mean',
    kind: 'time',
    better: 'lower',
    vary: [
      {
        path: 'load.rate',
        values: ['0.4/s', '0.6/s', '0.8/s', '1/s', '1.2/s'],
        places: [0.4, 0.6, 0.8, 1, 1.2],
      },
    ],
    seeds: [42, 43, 44, 45, 46],
    points: ['0.4/s', '0.6/s', '0.8/s', '1/s', '1.2/s'].map((value, index) => ({
      values: [value],
      modes: { direct: figure(direct[index]!, 2), event: figure(event[index]!, index === 2 ? -1 : 1) },
    })),
    crossings: [CROSSING],
    ...parts,
  };
}

const CROSSING: SweepCrossing = {
  modes: ['event', 'direct'],
  at: 0.798,
  interval: [0.7926, 0.8027],
  lowerBelow: 'direct',
  text: { at: '0.798/s', interval: ['0.7926/s', '0.8027/s'] },
};

/** Shares over two parameters: event is ahead where there is little room, they are level where there is much. */
const grid = sweepOf({
  title: 'Slow payment',
  figure: 'good',
  kind: 'share',
  better: 'higher',
  vary: [
    { path: 'load.rate', values: ['20/s', '80/s'], places: [20, 80] },
    { path: 'services.payment.concurrency', values: ['8', '64', '512'], places: [8, 64, 512] },
  ],
  points: ['20/s', '80/s'].flatMap((rate, row) =>
    ['8', '64', '512'].map((slots, column) => ({
      values: [rate, slots],
      modes: { direct: figure(0.6 + column * 0.195 - row * 0.1, 0.002), event: figure(0.99, -0.002) },
    })),
  ),
  crossings: [],
});

const show = (sweep: Sweep, options: Partial<RenderOptions> = {}): string =>
  renderSweep(sweep, { ...OPTIONS, ...options });

test('a sweep is sweep-80.txt, to the character', async () => {
  await expect(show(sweepOf())).toMatchFileSnapshot('../golden/sweep-80.txt');
});

describe('a grid of two parameters', () => {
  const rows = (start: string, options: Partial<RenderOptions> = {}): string[] =>
    show(grid, options)
      .split('\n')
      .filter((line) => line.startsWith(start))
      .map((line) => line.trim().replace(/ {2,}/g, '  '));

  test('is a table for each mode, and one of the winners', () => {
    expect(rows(' load.rate')).toEqual([
      'load.rate  8  64  512',
      'load.rate  8  64  512',
      'load.rate  8  64  512',
    ]);
    expect(rows(' 20/s')).toEqual([
      '20/s  60.0 % ± 0.4 !  79.5 % ± 0.4 !  99.0 % ± 0.4',
      '20/s  99.0 % ± 0.4  99.0 % ± 0.4  99.0 % ± 0.4 ≈',
      '20/s  event  event  ≈',
    ]);
  });

  test('says of each column whether the modes cross there', () => {
    expect(show(grid, { width: 200 })).toContain(
      'With services.payment.concurrency = 512: no crossover in this range: event is better wherever they differ.',
    );
  });
});

describe('the sentence about a crossing', () => {
  it.each<[why: string, parts: Partial<Sweep>, sentence: string]>([
    ['of a time', {}, 'direct is faster below load.rate = 0.798/s, event above (95 % CI 0.7926/s–0.8027/s).'],
    [
      'of what is better when it is higher',
      { kind: 'share', better: 'higher' },
      'event is better below load.rate = 0.798/s, direct above (95 % CI 0.7926/s–0.8027/s).',
    ],
    [
      'of what is neither',
      { kind: 'count', better: null },
      'direct is lower below load.rate = 0.798/s, event above (95 % CI 0.7926/s–0.8027/s).',
    ],
    [
      'with one run',
      { crossings: [{ ...CROSSING, interval: null, text: { at: '0.798/s', interval: null } }] },
      'direct is faster below load.rate = 0.798/s, event above.',
    ],
    [
      'between whole numbers',
      { crossings: [{ ...CROSSING, text: { at: '9.4', interval: ['8', '12'], between: ['9', '10'] } }] },
      'direct is faster up to load.rate = 9, event from 10 on (95 % CI 8–12).',
    ],
  ])('%s', (_, parts, sentence) => {
    expect(conclusions(sweepOf(parts))).toEqual([sentence]);
  });

  it('of two crossings names the middle once', () => {
    const back: SweepCrossing = {
      modes: ['event', 'direct'],
      at: 1.1,
      interval: [1.05, 1.15],
      lowerBelow: 'event',
      text: { at: '1.1/s', interval: ['1.05/s', '1.15/s'] },
    };
    expect(conclusions(sweepOf({ crossings: [back, CROSSING] }))).toEqual([
      'direct is faster below load.rate = 0.798/s and above 1.1/s, event in between (95 % CI 0.7926/s–0.8027/s and 1.05/s–1.15/s).',
    ]);
    const third: SweepCrossing = { ...CROSSING, at: 1.15, text: { at: '1.15/s', interval: null } };
    expect(conclusions(sweepOf({ crossings: [CROSSING, back, third] }))).toEqual([
      expect.stringContaining(
        'direct is faster below load.rate = 0.798/s and between 1.1/s and 1.15/s, event between 0.798/s and 1.1/s and above 1.15/s',
      ),
    ]);
  });

  it('where they do not cross says which one is better all along', () => {
    const points = sweepOf().points.slice(3);
    expect(conclusions(sweepOf({ points, crossings: [] }))).toEqual([
      'no crossover in this range: event is faster everywhere.',
    ]);
  });

  it('where they do not differ, and where there is nothing to compare', () => {
    const same = { values: ['1/s'], modes: { direct: figure(5), event: figure(5, -1) } };
    expect(conclusions(sweepOf({ points: [same], crossings: [] }))).toEqual([
      'event and direct do not differ in this range.',
    ]);
    const none: SweepFigure = { mean: null, interval: null, runs: [null] };
    const unmeasured = { values: ['1/s'], modes: { direct: none, event: figure(5) } };
    expect(conclusions(sweepOf({ points: [unmeasured], crossings: [] }))).toEqual([
      'event and direct cannot be compared: not measured in both.',
    ]);
    expect(show(sweepOf({ points: [unmeasured], crossings: [] }))).toMatch(/^ 1\/s +– +5\.00 ms ± 1\.96$/m);
  });

  it('where one of them never comes to it takes that for later than everything, and shows it', () => {
    const never: SweepFigure = { mean: null, interval: null, runs: [null, 5] };
    const points = sweepOf().points.map(({ values, modes: { event } }) => ({
      values,
      modes: { direct: never, event: event! },
    }));
    const sweep = sweepOf({ nullIsNever: true, points, crossings: [] });
    expect(conclusions(sweep)).toEqual(['no crossover in this range: event is faster everywhere.']);
    expect(show(sweep)).toMatch(/^ 0\.4\/s +never in 1 of 2 ! /m);
    expect(show(sweep)).toMatch(/^ *never │● +● +● +● +●$/m);
    expect(show(sweepOf({ points, crossings: [] }))).not.toContain('never');
  });

  it('where places have no order says that it depends', () => {
    expect(conclusions(sweepOf({ crossings: [] }))).toEqual(['the winner depends on load.rate.']);
  });

  it('is one for each value of a second parameter', () => {
    expect(conclusions(grid)).toEqual(
      ['8', '64', '512'].map(
        (slots) => expect.stringContaining(`With services.payment.concurrency = ${slots}: `) as string,
      ),
    );
  });

  it('is one for all values of a second parameter where all have the same', () => {
    const points = grid.points.filter(({ values }) => values[1] !== '512');
    const [rate, slots] = grid.vary;
    const vary = [rate!, { ...slots!, values: ['8', '64'], places: [8, 64] }];
    expect(conclusions({ ...grid, vary, points })).toEqual([
      'With any services.payment.concurrency here: no crossover in this range: event is better everywhere.',
    ]);
  });

  it('after an interrupt says what is missing instead', () => {
    expect(conclusions(sweepOf({ seeds: [42, 43], crossings: [], asked: { points: 5, seeds: 5 } }))).toEqual([
      'interrupted: 2 of 5 seeds were complete; crossover not computed',
    ]);
    const points = sweepOf().points.slice(0, 2);
    expect(
      conclusions(sweepOf({ seeds: [42], points, crossings: [], asked: { points: 5, seeds: 5 } })),
    ).toEqual(['interrupted: 2 of 5 points were measured, with one seed']);
  });
});

describe('a row of the table', () => {
  it('marks the worse figure, or that there is no significant difference, or neither', () => {
    const lines = show(sweepOf()).split('\n');
    const row = (start: string): string => lines.find((line) => line.startsWith(` ${start} `)) ?? '';
    expect(row('0.4/s')).toMatch(/732 ms +± 4 +906 ms +± 2 !$/);
    expect(row('0.8/s')).toMatch(/987 ms +± 4 +985 ms +± 2 ≈$/);
    expect(row('1.2/s')).toMatch(/1\.68 s ± 0\.004 ! +1\.09 s ± 0\.002$/);
  });

  it('marks nothing as worse where neither way is better', () => {
    expect(show(sweepOf({ better: null }))).not.toContain('!');
  });

  it('with one mode has nothing to compare with', () => {
    const points = sweepOf().points.map(({ values, modes }) => ({ values, modes: { event: modes.event! } }));
    const text = show(sweepOf({ points, crossings: [] }));
    expect(text).not.toMatch(/!|≈|cross/);
  });
});

test('words have no plot', () => {
  const words = { path: 'bus.outbox', values: ['true', 'false'] };
  expect(show(sweepOf({ vary: [words], crossings: [] }))).not.toContain('●');
  expect(show(sweepOf())).toContain('●');
});

test('text from a scenario cannot act on the terminal, and is no markup', () => {
  const hostile = sweepOf({ title: '\u001b[2J | <b>`x`' });
  expect(show(hostile)).not.toContain('\u001b');
  expect(renderSweepMarkdown(hostile, OPTIONS)).toContain('## \\[2J \\| &lt;b&gt;\\`x\\`: ');
});

test('whatever the figures are, no line but the command is longer than the width', () => {
  const value = fc.oneof(fc.constant(null), fc.constant(0), fc.double({ min: 0, max: 1e12, noNaN: true }));
  const someFigure = fc.array(value, { minLength: 1, maxLength: 4 }).map((runs): SweepFigure => {
    const known = runs.filter((one) => one !== null);
    if (known.length < runs.length) return { mean: null, interval: null, runs };
    const { mean, interval } = estimate(known);
    return { mean, interval: runs.length > 1 ? interval : null, runs };
  });
  const modes = fc.constantFrom(
    ['direct', 'event'],
    ['event'],
    ['direct', 'event', 'shared-database', 'direct:no-retry'],
  );
  const sweeps = fc
    .record({
      names: modes,
      kind: fc.constantFrom('time' as const, 'share' as const, 'count' as const, 'rate' as const),
      better: fc.constantFrom('higher' as const, 'lower' as const, null),
      first: fc.uniqueArray(fc.nat(1e6), { minLength: 1, maxLength: 6 }),
      second: fc.option(fc.uniqueArray(fc.nat(1e6), { minLength: 1, maxLength: 6 })),
      figures: fc.array(someFigure, { minLength: 1, maxLength: 20 }),
      path: fc.constantFrom('x', 'services.a-service-with-a-very-long-name.latency.distribution.p99'),
    })
    .map(({ names, kind, better, first, second, figures, path }) => {
      let next = 0;
      const take = (): SweepFigure => figures[(next += 1) % figures.length]!;
      const places = first.flatMap((one) =>
        (second ?? [undefined]).map((other) => [one, ...(other === undefined ? [] : [other])]),
      );
      return sweepOf({
        kind,
        better,
        crossings: [],
        vary: [first, ...(second === null ? [] : [second])].map((list, index) => ({
          path: `${path}.${index}`,
          values: list.map(String),
          places: list,
        })),
        points: places.map((values) => ({
          values: values.map(String),
          modes: Object.fromEntries(names.map((name) => [name, take()])),
        })),
      });
    });
  fc.assert(
    fc.property(sweeps, fc.integer({ min: 40, max: 160 }), fc.boolean(), (sweep, width, ascii) => {
      const [text = ''] = show(sweep, { width, ascii }).split('\nreproduce:');
      for (const line of text.split('\n')) expect(strlen(line)).toBeLessThanOrEqual(width);
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
      if (ascii) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
      expect(renderSweepMarkdown(sweep, OPTIONS)).not.toMatch(/NaN|undefined|Infinity/);
    }),
    pinned(100),
  );
});

test('with --quiet the crossover alone is left, and with --verbose the figure of every seed is there', () => {
  const whole = show(sweepOf());
  const quiet = show(sweepOf(), { quiet: true });
  expect(quiet.split('\n').length).toBeLessThan(whole.split('\n').length / 2);
  expect(quiet).toContain('reproduce: ');
  const verbose = show(sweepOf(), { verbose: true });
  expect(verbose).toMatch(/^ direct, by seed +42 /m);
  expect(verbose).toMatch(/^ event, by seed +42 /m);
  expect(Math.max(...verbose.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  const markdown = (more: object): string => renderSweepMarkdown(sweepOf(), { ...OPTIONS, ...more });
  expect(markdown({ quiet: true })).not.toContain('|');
  expect(markdown({ verbose: true })).toMatch(/\| mode \| seed 42 \|/);
});
