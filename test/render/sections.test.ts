import { describe, expect, test } from 'vitest';
import { cascadesSection } from '../../src/render/sections/cascades.js';
import type { Row, Section } from '../../src/render/sections/section.js';
import { timesSection } from '../../src/render/sections/times.js';
import { throughputSection } from '../../src/render/sections/throughput.js';
import { viewOf } from '../../src/render/view.js';
import type { Fault } from '../../src/scenario/scenario.js';
import { compared, measured, run } from './fixtures.js';

function rowsOf({ lines }: Section): Row[] {
  return lines.filter((line) => line.kind === 'row');
}

describe('the rates before, during and after the faults', () => {
  const BUS: Fault = { kind: 'outage', target: 'bus', at: '20s', for: '20s' };
  type Rates = [accepted: number, completed: number];
  const steady: Rates = [80, 80];
  const usual = run({ phases: [steady, steady, steady] });
  const marked = (direct: Rates[], event: Rates[]) => {
    const view = viewOf(
      compared(
        { faults: [BUS] },
        { direct: measured({ phases: direct }), event: measured({ phases: event }) },
        { direct: usual, event: usual },
      ),
      false,
    );
    return rowsOf(throughputSection(view))
      .filter(({ group }) => group === 'completed')
      .map(({ worst }) => worst);
  };

  test('a mode that goes on as usual is not marked as worse than one that is catching up', () => {
    const late: Rates[] = [steady, [80, 0], [80, 160]];
    expect(marked([steady, steady, steady], late)).toEqual([
      [false, false],
      [false, true],
      [false, false],
    ]);
  });

  test('one that does less than usual is', () => {
    const [, , after] = marked([steady, [0, 0], [70, 70]], [steady, [80, 0], [80, 160]]);
    expect(after).toEqual([true, false]);
  });
});

test('what only a control run can tell is not shown without it, and nothing is worse than it', () => {
  const HANG: Fault = { kind: 'hang', target: 'payment', at: '20s', for: '20s' };
  const cut = { ...measured(), recoveryTime: null, blastRadius: null, collateral: null };
  const direct = measured({ recoveryTime: 60, blastRadius: 1, collateral: 21 });
  const view = viewOf(compared({ faults: [HANG] }, { direct, event: cut }, { direct: run() }), false);
  const rows = [...rowsOf(cascadesSection(view)), ...rowsOf(timesSection(view))].filter(({ group }) =>
    ['blast', 'collateral', 'recovery'].includes(group),
  );
  expect(rows).toHaveLength(3);
  for (const { cells, worst } of rows) {
    expect(cells[0]).toHaveProperty('value');
    expect(cells[1]).toEqual({ kind: 'none' });
    expect(worst).toEqual([false, false]);
  }
});

describe('where nothing failed', () => {
  const labels = (refused: { declined?: number }): string[] => {
    const direct = measured({ accepted: { completed: 4300 }, refused });
    const section = cascadesSection(viewOf(compared({}, { direct, event: measured() }), false));
    return section.lines.map(({ label }) => label);
  };

  test('it says so', () => {
    expect(labels({})).toContain('no failures');
  });

  test('and that the errors above are declines', () => {
    const lines = labels({ declined: 100 });
    expect(lines).toContain('error responses (incl. declines)');
    expect(lines).toContain('no failures; errors above are business declines');
  });
});
