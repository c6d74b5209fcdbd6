import { describe, expect, it } from 'vitest';
import type { Basis } from '../../src/results/basis.js';
import type { Changes, RowChange } from '../../src/results/changes.js';
import { findUnjudged, findWorse, readFailOn } from '../../src/results/fail-on.js';

function row(part: Partial<RowChange>): RowChange {
  return {
    figure: 'goodput',
    label: 'goodput',
    kind: 'share',
    better: 'higher',
    base: { value: 1 },
    new: { value: 0.9 },
    change: -0.1,
    relative: -0.1,
    judgement: 'worse',
    isGated: true,
    isMain: true,
    ...part,
  };
}

function changes(...figures: RowChange[]): Changes {
  const basis: Basis = { kind: 'unpaired', runs: [10, 10] };
  const scenario = {
    ...{ title: 'A', identical: false, scenario: [], onlyInBase: [], onlyInNew: [] },
    version: { base: '1', new: '1' },
    seeds: { base: [1], new: [2] },
    hints: { gone: [], added: [] },
    real: { base: false, new: false },
    modes: { event: { basis, figures } },
  };
  const file = { name: 'n', identical: false, scenarios: [scenario], onlyInBase: [], onlyInNew: [] };
  return { schema: 'coupling-demo/changes@1', version: '1', base: 'b', files: [file], expectations: [] };
}

const figuresOf = (found: { figure: string }[]): string[] => found.map(({ figure }) => figure);

describe('what got worse', () => {
  it('is sure by itself, or sure among all that were tested', () => {
    const noise = Array.from({ length: 19 }, (_, index) =>
      row({ figure: `n${index}`, p: 0.6, judgement: 'noise' }),
    );
    expect(figuresOf(findWorse(changes(row({ p: 0.03 })), 0))).toEqual(['goodput']);
    expect(figuresOf(findWorse(changes(row({ p: 0.03 }), ...noise), 0))).toEqual([]);
    expect(figuresOf(findWorse(changes(row({ p: 0.002 }), ...noise), 0))).toEqual(['goodput']);
  });

  it('is not weighed against figures that cannot change', () => {
    const still = Array.from({ length: 50 }, () => row({ p: 1, judgement: 'unchanged' }));
    expect(figuresOf(findWorse(changes(row({ p: 0.03 }), ...still), 0))).toEqual(['goodput']);
  });

  it('without chance is so whatever the others are', () => {
    expect(figuresOf(findWorse(changes(row({}), row({ figure: 'x', judgement: 'better' })), 0))).toEqual([
      'goodput',
    ]);
  });

  it('counts only among the figures that count, and beyond the margin', () => {
    expect(findWorse(changes(row({ isGated: false })), 0)).toEqual([]);
    expect(findWorse(changes(row({})), 0.1)).toEqual([]);
    expect(figuresOf(findWorse(changes(row({})), 0.09))).toEqual(['goodput']);
  });

  it('is said apart from what nobody can tell', () => {
    expect(figuresOf(findUnjudged(changes(row({ judgement: 'unjudged' }), row({}))))).toEqual(['goodput']);
  });
});

describe('the margin', () => {
  it('is none, or a share in percent', () => {
    expect(readFailOn('worse')).toBe(0);
    expect(readFailOn('worse=5%')).toBe(0.05);
    expect(readFailOn('worse=0.5 %')).toBe(0.005);
  });
});
