import { expect, test, vi } from 'vitest';
import { evaluateGate } from '../../src/compare/evaluate-gate.js';
import { parseGate } from '../../src/compare/parse-gate.js';
import type * as Outcomes from '../../src/measure/outcomes.js';
import { tally } from '../../src/measure/requests.js';
import { accounts } from '../../src/render/sections/accounting.js';
import { consistencySection } from '../../src/render/sections/consistency.js';
import { viewOf } from '../../src/render/view.js';
import { compared, measured } from '../render/fixtures.js';

/** One more outcome, as somebody would add it: a row of its own, and one ending that comes to it. */
vi.mock('../../src/measure/outcomes.js', async (original) => {
  const real = await original<typeof Outcomes>();
  const refunds: (typeof real.OUTCOMES)[Outcomes.Outcome] = {
    better: 'lower',
    told: 'falsely',
    description: 'accepted, and paid back',
    word: 'refunded',
    one: 'refund',
    many: 'refunds',
    ledger: 4.5,
    label: 'accepted, then paid back',
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
  expect(account?.terms).toEqual(['70 ok', '20 refunds', '10 accepted, never completed']);
});

test('it has its row in the table of consistency', () => {
  expect(consistencySection(view).lines).toContainEqual(
    expect.objectContaining({
      label: 'accepted, then paid back',
      cells: [
        { kind: 'count', value: 0 },
        { kind: 'count', value: 20 },
      ],
      worst: [false, true],
    }),
  );
});

test('the verdict says what it cost', () => {
  expect(comparison.verdict.join(' ')).toContain(
    'Cost with events: 10 accepted, never completed and 20 refunds.',
  );
});
