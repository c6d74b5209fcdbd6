import { expect, test, vi } from 'vitest';
import { evaluateGate } from '../../src/compare/evaluate-gate.js';
import { parseGate } from '../../src/compare/parse-gate.js';
import type * as Outcomes from '../../src/measure/outcomes.js';
import { tally } from '../../src/measure/requests.js';
import { accounts } from '../../src/render/sections/accounting.js';
import { priceSection } from '../../src/render/sections/price.js';
import { viewOf } from '../../src/render/view.js';
import { compared, measured } from '../render/fixtures.js';

/** One more outcome, as somebody would add it: a row of its own, and one ending that comes to it. */
vi.mock('../../src/measure/outcomes.js', async (original) => {
  const real = await original<typeof Outcomes>();
  const refunds: (typeof real.OUTCOMES)[Outcomes.Outcome] = {
    better: 'lower',
    told: 'falsely',
    description: 'told yes, and paid back',
    one: 'refund',
    many: 'refunds',
    ledger: 4.5,
    label: 'told yes, paid back (refund)',
  };
  return {
    ...real,
    OUTCOMES: { ...real.OUTCOMES, refunds },
    ENDINGS: { ...real.ENDINGS, lost: { ...real.ENDINGS.lost, accepted: 'refunds' } },
  };
});

const event = measured({ accepted: { completed: 70, partial: 10, lost: 20 } });
const comparison = compared({}, { direct: measured({ accepted: { completed: 100 } }), event });
const view = viewOf(comparison, false);

test('an outcome is one row: requests are counted under it, and under no other', () => {
  expect(tally(event)).toMatchObject({ good: 70, brokenPromises: 10, refunds: 20 });
});

test('a gate can be put on its share', () => {
  expect(evaluateGate(parseGate('event.refunds <= 10%'), comparison)).toMatchObject({
    measured: 0.2,
    held: false,
  });
});

test('it has its place in the ledger', () => {
  const [, account] = accounts(view);
  expect(account?.terms).toEqual(['70 good', '20 refunds', '10 broken promises']);
});

test('it has its row in the price', () => {
  expect(priceSection(view).lines).toContainEqual(
    expect.objectContaining({
      label: 'told yes, paid back (refund)',
      short: 'refunds',
      cells: [
        { kind: 'count', value: 0 },
        { kind: 'count', value: 20 },
      ],
      worst: [false, true],
    }),
  );
});

test('the verdict says what it cost', () => {
  expect(comparison.verdict.join(' ')).toContain('the price was 10 broken promises and 20 refunds');
});
