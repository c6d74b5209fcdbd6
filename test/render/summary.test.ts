import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { renderSummary } from '../../src/render/summary.js';
import { pinned } from '../support/random.js';
import { arbitraryComparison } from './arbitrary.js';
import { fourModes, interrupted, quietAndSimple, slowPayment } from './fixtures.js';

const { strlen } = createRequire(import.meta.url)('cli-table3/src/utils.js') as {
  strlen(text: string): number;
};
const OPTIONS = { width: 80, color: 0, ascii: false } as const;

test('a mode that did not run has no figures, and there is no winner', () => {
  const [line] = renderSummary([interrupted, quietAndSimple], OPTIONS).split('\n').slice(2);
  expect(line).toMatch(/^Slow payment +99\.8 % +– +208 ms +– +0 +– +none$/);
});

test('a scenario is one line, with the winner at its end', () => {
  const lines = renderSummary([slowPayment, quietAndSimple], OPTIONS).split('\n');
  expect(lines.find((line) => line.startsWith('Slow payment'))).toMatch(/68\.5 % ! 99\.0 % .* event$/);
  expect(lines.find((line) => line.startsWith('Quiet and simple'))).toMatch(/ direct$/);
});

test('a mode that fewer than half of the scenarios have gets no column, though it may be the winner', () => {
  const modesIn = (comparisons: Comparison[]): string =>
    renderSummary(comparisons, { ...OPTIONS, width: 160 }).split('\n')[1] ?? '';
  expect(modesIn([slowPayment, quietAndSimple, fourModes])).not.toContain('shared-');
  expect(modesIn([slowPayment, fourModes])).toContain('shared-');
  const [, , ...lines] = renderSummary([slowPayment, quietAndSimple, fourModes], OPTIONS).split('\n');
  expect(lines.some((line) => line.endsWith(' shared-database'))).toBe(true);
});

test('whatever the figures are, no line is longer than the width', () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryComparison, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 60, max: 160 }),
      fc.constantFrom(0 as const, 1 as const),
      (comparisons, width, color) => {
        for (const line of renderSummary(comparisons, { width, color, ascii: false }).split('\n')) {
          expect(strlen(line)).toBeLessThanOrEqual(width);
        }
      },
    ),
    pinned(60),
  );
});
