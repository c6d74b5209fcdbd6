import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderMarkdown } from '../../src/render/markdown.js';
import { pinned } from '../support/random.js';
import { arbitraryComparison } from './arbitrary.js';
import { compared, measured, quietAndSimple, slowPayment } from './fixtures.js';

test('Markdown of one scenario is slow-payment.md, to the character', async () => {
  await expect(renderMarkdown([slowPayment])).toMatchFileSnapshot('../golden/slow-payment.md');
});

test('several scenarios follow each other, folded up, with a summary above them', () => {
  const scenario = { ...quietAndSimple.scenario, title: 'Quiet <b> & @simple' };
  const text = renderMarkdown([slowPayment, { ...quietAndSimple, scenario }]);
  const [summary = '', ...each] = text.split('<details>\n');
  expect(summary).toMatch(/Slow payment.*\n.*Quiet/);
  expect(each.map((part) => part.split('\n').slice(0, 3))).toEqual([
    ['<summary>Slow payment</summary>', '', '## Slow payment'],
    [
      '<summary>Quiet &lt;b&gt; &amp; <!-- -->@<!-- -->simple</summary>',
      '',
      '## Quiet &lt;b&gt; &amp; <!-- -->@<!-- -->simple',
    ],
  ]);
  expect(text.match(/\n\n<\/details>\n/g)).toHaveLength(2);
});

test('the worse figure is bold, the better one is not', () => {
  expect(renderMarkdown([slowPayment])).toContain('| &emsp;orders | **1,204** | 0 | 0 | 0 |');
});

test('everything is there if everything is asked for', () => {
  expect(renderMarkdown([slowPayment])).not.toContain('PAYMENT');
  expect(renderMarkdown([slowPayment], { verbose: true })).toContain('| PAYMENT | direct | event |');
});

test('gates are a table', () => {
  const expectations = [
    { text: 'event.completed >= 99%', measured: 0.9902, asked: 0.99, held: true },
    { text: 'direct.completed >= 99%', measured: 0.73, asked: 0.99, held: false },
  ];
  expect(renderMarkdown([{ ...slowPayment, expectations }])).toContain(
    [
      '|  | gate | measured (seed 42) |',
      '| :-- | :-- | :-- |',
      '| PASS | event.completed &gt;= 99% | 99.02 % |',
      '| **FAIL** | direct.completed &gt;= 99% | 73 % |',
    ].join('\n'),
  );
});

test('text from a scenario stays text: no markup, no HTML, no way out of the chart', () => {
  const hostile = compared(
    {
      title: '# <script>alert(1)</script>',
      question: 'a | b\n\n## not a heading',
      look: ['[link](https://example.com)'],
      faults: [{ kind: 'hang', target: 'pay```\nment' }],
    },
    { direct: measured(), event: measured() },
  );
  const text = renderMarkdown([hostile]);
  expect(text).not.toContain('<script>');
  expect(text).not.toMatch(/^## not a heading/m);
  expect(text).toContain('> a \\| b \\#\\# not a heading');
  expect(text.match(/^```/gm)).toHaveLength(2);
});

test('whatever the figures are, every row of a table has as many cells as its head', () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryComparison, { minLength: 1, maxLength: 2 }),
      fc.boolean(),
      (comparisons, verbose) => {
        const text = renderMarkdown(comparisons, { verbose });
        const tables = text
          .trimEnd()
          .split('\n\n')
          .filter((block) => block.startsWith('| '));
        expect(tables.length).toBeGreaterThan(0);
        for (const table of tables) {
          const cells = table.split('\n').map((row) => row.match(/(?<!\\)\|/g)?.length);
          expect(new Set(cells).size).toBe(1);
        }
        expect(text).not.toMatch(/NaN|undefined|Infinity/);
      },
    ),
    pinned(60),
  );
});
