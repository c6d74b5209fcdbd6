import { beforeAll, expect, test } from 'vitest';
import { compare } from '../../src/compare/compare.js';
import type { Comparison } from '../../src/compare/comparison.js';
import { evaluateGate } from '../../src/compare/evaluate-gate.js';
import { parseGate } from '../../src/compare/parse-gate.js';
import { COMPARED, type FigureEntry, type FigureKind, type Shape } from '../../src/measure/figures.js';
import { SHARES } from '../../src/measure/shares.js';
import type { Mode } from '../../src/modes/registry.js';
import { sectionsOf } from '../../src/render/sections/index.js';
import { viewOf } from '../../src/render/view.js';
import { retry, run, scenario } from '../support/scenario.js';

/** Every figure that the registry has, in a run in which all of them were measured. */

const MODES: Mode[] = ['direct', 'event', 'shared-database'];

/** Payment fails for a second, and is asked again until it does not: failures, phases, a recovery, and nothing that never comes. */
const BRIEFLY_FAILING = {
  ...scenario({
    services: { orders: '10ms', payment: '20ms' },
    steps: ['orders', 'payment'],
    calls: { retry: retry(10, { initialDelay: '200ms' }) },
    load: { rate: '10/s', duration: '12s' },
    faults: [{ kind: 'errors', target: 'payment', rate: 1, at: '3s', for: '1s' }],
  }),
  modes: MODES,
};

let comparison: Comparison;

beforeAll(async () => {
  const runs = MODES.map(async (mode) => ({
    mode,
    faulted: await run(BRIEFLY_FAILING, mode),
    control: await run(BRIEFLY_FAILING, mode, { faults: false }),
  }));
  comparison = compare(BRIEFLY_FAILING, '1', await Promise.all(runs));
});

interface Figure {
  path: string;
  entry: FigureEntry;
}

/** Below names that only the scenario gives, those in `value`; of a list whose elements have no names, the first. */
function figuresIn(shape: Shape, value: unknown, path: readonly string[] = []): Figure[] {
  if ('kind' in shape) return [{ path: path.join('.'), entry: shape }];
  if ('word' in shape) return [];
  const below = (name: string, part: Shape): Figure[] =>
    figuresIn(part, (value as Record<string, unknown>)[name], [...path, name]);
  if ('fields' in shape) return Object.entries(shape.fields).flatMap(([name, part]) => below(name, part));
  if ('values' in shape) return Object.keys(value as object).flatMap((name) => below(name, shape.values));
  const names = shape.names ?? ['0'];
  return names.flatMap((name) => figuresIn(shape.elements, (value as unknown[])[0], [...path, name]));
}

function allFigures(): Figure[] {
  return [
    ...figuresIn(COMPARED, comparison.modes.direct),
    ...Object.entries(SHARES).map(([path, entry]) => ({ path, entry })),
  ];
}

const NOTHING: Record<FigureKind, string> = { share: '0%', count: '0', ratio: '0', time: '0ms', rate: '0/s' };

test('every figure has a kind, a direction and a description', () => {
  expect(allFigures().length).toBeGreaterThan(100);
  for (const { path, entry } of allFigures()) {
    expect(Object.keys(NOTHING), path).toContain(entry.kind);
    expect(['lower', 'higher', 'neither'], path).toContain(entry.better);
    expect(entry.description, path).toMatch(/^\S.*[^\s.]$/);
  }
});

test('a gate can be put on every figure, in its unit', () => {
  for (const { path, entry } of allFigures()) {
    const text = `direct.${path} >= ${NOTHING[entry.kind]}`;
    expect(evaluateGate(parseGate(text), comparison)).toMatchObject({
      text,
      measured: expect.any(Number) as number,
      asked: 0,
      held: true,
    });
  }
});

test('every figure that a table shows has a label', () => {
  const sections = sectionsOf(viewOf(comparison, true));
  const lines = sections.flatMap(({ title, lines }) => lines.map((line) => ({ title, ...line })));
  expect(lines.length).toBeGreaterThan(60);
  for (const { title, label } of lines) {
    expect(label, title).toMatch(/^\S.*\S$/);
  }
});
