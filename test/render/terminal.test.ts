import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import type { RenderOptions } from '../../src/render/options.js';
import { renderTerminal } from '../../src/render/terminal.js';
import { pinned } from '../support/random.js';
import { arbitraryComparison } from './arbitrary.js';
import { compared, fourModes, interrupted, measured, quietAndSimple, SLOW, slowPayment } from './fixtures.js';

const OPTIONS: RenderOptions = {
  width: 80,
  color: 0,
  ascii: false,
  verbose: false,
  quiet: false,
};

/** As a terminal measures it. */
const { strlen } = createRequire(import.meta.url)('cli-table3/src/utils.js') as {
  strlen(text: string): number;
};

const REPRODUCE = 'npx coupling-demo run slow-payment --seed 42';
const show = (comparison: Comparison, options: Partial<RenderOptions> = {}): string =>
  renderTerminal({ reproduce: REPRODUCE, ...comparison }, { ...OPTIONS, ...options });
const lineOf = (text: string, start: string): string =>
  text.split('\n').find((line) => line.trim().startsWith(start)) ?? '';

test('a heading takes two lines before a label is cut short', () => {
  const modes = Object.fromEntries(Object.entries(fourModes.modes).slice(0, 3));
  const three = { ...fourModes, modes, scenario: { ...fourModes.scenario, modes: Object.keys(modes) } };
  const text = show(three, { width: 80 });
  expect(text).toMatch(/ shared-\n/);
  expect(text).toContain('goodput (accepted and completed)');
  expect(text).toContain('partial failures (side effects left)');
});

test.each<[file: string, options: Partial<RenderOptions>]>([
  ['slow-payment-80.txt', {}],
  ['slow-payment-color.txt', { color: 1 }],
])('the screen is %s, to the character', async (file, options) => {
  await expect(show(slowPayment, options)).toMatchFileSnapshot(`../golden/${file}`);
});

test('--quiet leaves the title and the verdict', () => {
  const [title = '', ...verdict] = show(slowPayment, { quiet: true }).split('\n');
  const words = (text: string): string => text.replace(/\s+/g, ' ');
  expect(show(slowPayment)).toContain(title);
  expect(words(show(slowPayment))).toContain(words(verdict.join(' ')).trim());
  expect(verdict.length).toBeLessThan(12);
});

describe('the eye finds the difference', () => {
  test('without colour, damage is marked and the better figure is not', () => {
    expect(lineOf(show(slowPayment), 'orders ')).toMatch(/ 1,204 ! +0$/);
    expect(lineOf(show(slowPayment), 'peak backlog')).toMatch(/ 160 +1,460 !$/);
    expect(lineOf(show(slowPayment), 'before')).not.toContain('!');
    // What was begun before the fault is as good in both.
    expect(lineOf(show(slowPayment), 'begun before')).toMatch(/ 100 % +100 %$/);
  });

  test('the legend says what a mark means, in colour as well', () => {
    expect(show(slowPayment)).toContain(
      '! = damage: worse than the other mode, and than without the fault\n',
    );
    expect(stripVTControlCharacters(show(slowPayment, { color: 1 }))).toContain(
      'red = damage: worse than the other mode, and than without the fault\n',
    );
    expect(show(fourModes, { width: 120 })).toContain('! = damage: worse than another mode, and than');
    expect(show(quietAndSimple)).toContain('! = damage: worse than the other mode\n');
    expect(show(compared({}, { direct: measured() }))).not.toContain('damage');
  });

  test('with colour it is coloured instead, and nothing is marked', () => {
    const text = show(slowPayment, { color: 1 });
    expect(lineOf(text, 'orders ')).toContain(' \u001b[31m1,204\u001b[39m ');
    expect(text).not.toContain('!');
  });

  test('the level of colour is what the caller says, not what the process has', () => {
    expect(show(slowPayment)).not.toContain('\u001b');
    expect(stripVTControlCharacters(show(slowPayment, { color: 3 })).split('\n').length).toBe(
      show(slowPayment).split('\n').length,
    );
  });

  test('rows that are zero in every mode are left out, unless everything is asked for', () => {
    expect(show(slowPayment)).not.toContain('events lost');
    expect(lineOf(show(slowPayment, { verbose: true }), 'events lost')).toMatch(/ 0 +0$/);
  });
});

describe('control runs', () => {
  test('have columns where there is room, and a line that says what they are', () => {
    expect(show(slowPayment, { width: 100 })).toContain('control: same run, no fault');
    expect(lineOf(show(slowPayment, { width: 100 }), 'THROUGHPUT')).toMatch(/direct +event +direct +event$/);
    expect(show(slowPayment, { width: 99 })).not.toContain('control:');
  });

  test('have none where nothing was injected, or where four modes take the room', () => {
    expect(show(quietAndSimple, { width: 120 })).not.toContain('control:');
    expect(show(fourModes, { width: 100 })).not.toContain('control:');
  });
});

describe('how a run ended', () => {
  const ended = (reason: 'drained' | 'stuck' | 'spinning'): string =>
    show(
      compared(
        { faults: [SLOW] },
        {
          direct: measured(),
          event: measured({ accepted: { completed: 4000, inFlight: 400 }, end: { at: 660_000, reason } }),
        },
      ),
      { width: 120 },
    );

  test('a mode that was interrupted says how far it got, one that did not begin has no figures', () => {
    const text = show(interrupted);
    expect(text).toContain('direct: interrupted at 28.4 s (simulated); partial figures\n');
    expect(text).toContain('event: interrupted before it began\n');
    expect(lineOf(text, 'completion rate')).toMatch(/99\.8 % +–$/);
  });

  test('not quiet after the drain, or stuck: said as well', () => {
    expect(ended('drained')).toContain(
      'event: still busy 10 min after the last arrival (load.drain); 400 requests unfinished\n',
    );
    expect(ended('stuck')).toContain(
      'event: deadlocked at 11.0 min: nothing could happen any more; 400 requests unfinished\n',
    );
  });

  test('clients that would have asked for ever: said, with what to do about it', () => {
    expect(ended('spinning')).toContain(
      'event: the load ended early, when clients were answered in no time and asked again at',
    );
    expect(ended('spinning')).toContain('load.thinkTime');
  });

  test('quiet is not worth a word', () => {
    expect(show(slowPayment)).not.toContain('quiet');
  });
});

describe('gates', () => {
  const gated: Comparison = {
    ...slowPayment,
    expectations: [
      { text: 'event.completed >= 99%', measured: 0.98961, asked: 0.99, held: false },
      { text: 'direct.completionTime.p99 <= 3s', measured: 3000.4, asked: 3000, held: false },
      { text: 'event.peakBacklog <= 2000', measured: 1460, asked: 2000, held: true },
      { text: 'event.throughput.completed >= 10/s', measured: 79.2, asked: 10, held: true },
      { text: 'direct.recoveryTime < never', measured: null, asked: null, held: false, note: 'never' },
    ],
  };

  test('each is shown with what was measured, in its own unit, and whether it held', () => {
    const lines = show(gated).split('\n');
    expect(lines.filter((line) => /^(PASS|FAIL)/.test(line))).toEqual([
      'FAIL  event.completed >= 99%: 98.96 %',
      'FAIL  direct.completionTime.p99 <= 3s: 3.0004 s',
      'PASS  event.peakBacklog <= 2000: 1,460',
      'PASS  event.throughput.completed >= 10/s: 79.2/s',
      'FAIL  direct.recoveryTime < never: never',
    ]);
  });

  test('are there when only the essential is asked for', () => {
    expect(show(gated, { quiet: true })).toContain('FAIL  event.completed >= 99%: 98.96 %');
  });
});

describe('the commands at the end', () => {
  test('the one that repeats the run comes last', () => {
    const text = show(slowPayment, { drillDown: 'npx coupling-demo trace slow-payment' });
    expect(text).toMatch(
      /\n\ndrill down: npx coupling-demo trace slow-payment\nreproduce: npx coupling-demo run slow-payment --seed 42\n$/,
    );
  });

  test('a long one goes on in the next line, as a shell reads it, and never inside of quotes', () => {
    const reproduce = `npx coupling-demo run ${"--expect 'event.completed >= 99% ' ".repeat(3)}--seed 42`;
    const text = show({ ...slowPayment, reproduce });
    const command = text.slice(text.indexOf('reproduce: ') + 'reproduce: '.length);
    expect(command.split('\n').length).toBeGreaterThan(2);
    expect(command.replace(/ \\\n +/g, ' ').trimEnd()).toBe(reproduce);
    for (const line of command.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('a single word longer than the line stays whole', () => {
    const reproduce = `npx coupling-demo run ${'x'.repeat(200)} --seed 42`;
    expect(show({ ...slowPayment, reproduce })).toContain('x'.repeat(200));
  });
});

describe('text from a scenario', () => {
  const hostile = compared(
    {
      title: '\u001b]0;owned\u0007Title\u001b[2J',
      question: 'line one\nline two\r\u202e',
      look: ['\u001b[31mred'],
      workflow: 'a\u0000b',
      faults: [{ kind: 'hang', target: 'pay\u001b[8mment' }],
    },
    { direct: measured(), event: measured() },
  );

  test('cannot act on the terminal', () => {
    // eslint-disable-next-line no-control-regex -- these are what it looks for
    expect(show(hostile, { verbose: true })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe('whatever the figures are', () => {
  const options = fc.record({
    width: fc.integer({ min: 40, max: 200 }),
    color: fc.constantFrom(0 as const, 1 as const, 3 as const),
    ascii: fc.boolean(),
    verbose: fc.boolean(),
    quiet: fc.boolean(),
  });

  test('no line is longer than the width, and with --ascii nothing is beyond ASCII', () => {
    fc.assert(
      fc.property(arbitraryComparison, options, (comparison, options) => {
        const text = show(comparison, options);
        for (const line of text.split('\n')) expect(strlen(line)).toBeLessThanOrEqual(options.width);
        const bare = stripVTControlCharacters(text);
        // eslint-disable-next-line no-control-regex -- nothing of it may be left
        expect(bare).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
        if (options.ascii) expect(bare).toMatch(/^[\n\x20-\x7e]*$/);
        if (options.color === 0) expect(text).toBe(bare);
        expect(bare).not.toMatch(/NaN|undefined|Infinity/);
        expect(text).toMatch(/[^\n]\n$/);
      }),
      pinned(60),
    );
  });

  test('the accounting line of every mode adds up to what was offered', () => {
    fc.assert(
      fc.property(arbitraryComparison, fc.boolean(), (comparison, verbose) => {
        const text = show(comparison, { width: 120, verbose });
        for (const [mode, { requests }] of Object.entries(comparison.modes)) {
          // A line that has no room goes on, further in, in the next one.
          const [, sum = ''] = new RegExp(`\n ${mode}: +(?:[\\d,]+ = )?(.*(?:\n {4,}.*)*)`).exec(text) ?? [];
          const numbers = Array.from(sum.matchAll(/[\d,]+/g), ([digits]) =>
            Number(digits.replaceAll(',', '')),
          );
          expect(numbers.reduce((total, number) => total + number, 0)).toBe(requests.offered);
        }
      }),
      pinned(60),
    );
  });
});

describe('what was tried', () => {
  test('modes that had different requests say how many each', () => {
    const different = { direct: measured(), event: measured({ accepted: { completed: 4300 } }) };
    const text = show(compared({}, different));
    expect(text).toContain('direct 4,400 requests, event 4,300 requests');
    expect(text).toContain(' direct:  4,400 = 4,400 ok\n event:   4,300 = 4,300 ok\n');
  });

  test('a closed loop has clients, a workflow of its own has steps', () => {
    const load = {
      clients: 50,
      thinkTime: { distribution: 'constant', value: '1s' },
      warmup: '0s',
      drain: '10m',
    } as const;
    const comparison = compared(
      { load: { ...load, requests: 1000 } },
      { direct: measured(), event: measured() },
    );
    delete comparison.scenario.workflow;
    expect(show(comparison)).toContain(
      'inline workflow, 5 steps · 50 clients · identical 4,400 requests in both modes ·\nSLO: completion within 30 s · calls: timeout 1 s, 3 attempts ·\ncaller: timeout 3 s · broker: 5 deliveries\n',
    );
  });

  test('the objectives stand there, each where there is one', () => {
    const objectives = (slo: { response: string; completion: string }): string =>
      /SLO: (.*?) ·/.exec(show(compared({ slo }, { direct: measured() }), { width: 200 }))?.[1] ?? '';
    expect(objectives({ response: '1s', completion: '2m' })).toBe(
      'response within 1 s, completion within 120 s',
    );
    expect(objectives({ response: '250ms', completion: 'none' })).toBe('response within 250 ms');
    expect(objectives({ response: 'none', completion: 'none' })).toBe('none');
  });

  test('a rate without a warm-up is for a time, or for a number of requests', () => {
    const load = { rate: '0.5/s', arrivals: 'poisson', warmup: '0s', drain: '10m' } as const;
    expect(show(compared({ load: { ...load, duration: '90s' } }, { direct: measured() }))).toContain(
      'order-fulfilment · 0.5 req/s for 90 s · 4,400 requests ·\n',
    );
    expect(
      show(compared({ load: { ...load, warmup: '5s', requests: 9 } }, { direct: measured() })),
    ).toContain('order-fulfilment · 0.5 req/s, measured from 5 s · 4,400 requests ·\n');
  });
});
