import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topologyLine } from '../../src/render/topology.js';
import { toAscii } from '../../src/render/text.js';
import { findScenarios, loadScenario } from '../../src/scenario/load.js';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import type { Fault, Step } from '../../src/scenario/scenario.js';

function step(name: string, inputs: readonly string[], changes: Partial<Step> = {}): Step {
  return {
    name,
    service: name,
    on: inputs.map((input) => `${input} done`),
    emits: `${name} done`,
    idempotent: false,
    critical: true,
    ...changes,
  };
}

/** From `a`, `b < a`, `c < a b`: each step's name, and those whose events it waits for. */
function steps(...lines: string[]): Step[] {
  return lines.map((line) => {
    const [name = '', inputs = ''] = line.split(' < ');
    return step(name, inputs === '' ? [] : inputs.split(' '));
  });
}

function draw(list: readonly Step[], faults: readonly Fault[] = []): string {
  return topologyLine({ steps: [...list], faults: [...faults] });
}

/** All pairs of steps of which one comes before the other, by way of others, too. */
function orderOf(list: readonly Step[]): Set<string> {
  const order = new Set<string>();
  const walk = (from: string, name: string): void => {
    for (const { name: next, on } of list) {
      if (!on.includes(`${name} done`)) continue;
      order.add(`${from} < ${next}`);
      walk(from, next);
    }
  };
  for (const { name } of list) walk(name, name);
  return order;
}

/** The same pairs, read from the line: a reader's way to it, which knows nothing of how it was drawn. */
function orderRead(line: string): Set<string> {
  const pairs = new Set<string>();
  for (const clause of line.split('; ')) {
    const tokens = clause.match(/[()]|→|∥|[^\s()→∥]+/g) ?? [];
    let next = 0;
    const chain = (): string[] => {
      const all = part();
      let before = all;
      while (tokens[next] === '→') {
        next += 1;
        const after = part();
        for (const a of before) for (const b of after) pairs.add(`${a} < ${b}`);
        before = after;
        all.push(...after);
      }
      return all;
    };
    const part = (): string[] => {
      if (tokens[next] !== '(') return [tokens[next++]!];
      const names: string[] = [];
      do {
        next += 1;
        names.push(...chain());
      } while (tokens[next] === '∥');
      next += 1;
      return names;
    };
    chain();
  }
  for (let grew = true; grew;) {
    const before = pairs.size;
    const list = [...pairs].map((pair) => pair.split(' < ') as [string, string]);
    for (const [a, b] of list) for (const [c, d] of list) if (b === c) pairs.add(`${a} < ${d}`);
    grew = pairs.size > before;
  }
  return new Set([...pairs].filter((pair) => !pair.startsWith('caller')));
}

/** Up to nine steps, each after some of those before it. */
const workflows = fc
  .array(fc.record({ inputs: fc.array(fc.nat(8), { minLength: 1, maxLength: 3 }), critical: fc.boolean() }), {
    minLength: 1,
    maxLength: 9,
    size: 'max',
  })
  .map((choices) =>
    choices.map(({ inputs, critical }, index) =>
      step(`s${index}`, index === 0 ? [] : [...new Set(inputs.map((input) => `s${input % index}`))], {
        // What is not critical leads nowhere here, so that nothing critical waits for it.
        critical: critical || index === 0 || index < choices.length - 1,
      }),
    ),
  );

describe('a workflow in one line', () => {
  it('is a chain of arrows where each step waits for the one before', () => {
    expect(draw(steps('a', 'b < a', 'c < b'))).toBe('caller → a → b → c');
  });

  it('is the caller and one step where there is no more', () => {
    expect(draw(steps('a'))).toBe('caller → a');
  });

  it('has branches side by side in parentheses, and the join after them', () => {
    expect(draw(steps('a', 'b < a', 'c < a', 'd < b c'))).toBe('caller → a → (b ∥ c) → d');
  });

  it('keeps branches of different lengths apart', () => {
    expect(draw(steps('a', 'b < a', 'c < b', 'd < a', 'e < c d'))).toBe('caller → a → (b → c ∥ d) → e');
  });

  it('leaves out an input that another one waits for already', () => {
    expect(draw(steps('a', 'b < a', 'c < a b'))).toBe('caller → a → b → c');
  });

  it('ends where branches end that nobody joins', () => {
    expect(draw(steps('a', 'b < a', 'c < a', 'd < b c', 'e < a'))).toBe('caller → a → ((b ∥ c) → d ∥ e)');
  });

  it('puts a step aside that has no place among the others, and says between which ones it is', () => {
    expect(draw(steps('a', 'b < a', 'c < a', 'd < b', 'e < b c'))).toBe('caller → a → (b ∥ c) → e; b → d');
    expect(draw(steps('a', 'b < a', 'c < a', 'd < b', 'e < b c', 'f < d e'))).toBe(
      'caller → a → (b ∥ c) → e → f; b → d → f',
    );
  });

  it('rather puts one aside that is not critical', () => {
    const list = [...steps('a', 'b < a', 'c < a', 'd < b'), step('e', ['b', 'c'], { critical: false })];
    expect(draw(list)).toBe('caller → a → (b → d ∥ c); (b ∥ c) → e');
  });

  it('names a step that joins later, with the time from which it is there', () => {
    const fault: Fault = {
      kind: 'subscriber',
      target: 'workflow',
      at: '20s',
      step: step('analytics', ['a'], { critical: false }),
    };
    expect(draw(steps('a', 'b < a'), [fault])).toBe('caller → a → b; from 20 s: a → analytics');
  });

  it('can be read back: it says of any two steps which comes first, or that neither does', () => {
    fc.assert(
      fc.property(workflows, (list) => {
        expect([...orderRead(draw(list))].sort()).toEqual([...orderOf(list)].sort());
      }),
    );
  });

  it('counts the steps in the middle of a workflow of hundreds, and names the first and the last', () => {
    const chain = Array.from(
      { length: 200 },
      (_, index) => `s${index}${index === 0 ? '' : ` < s${index - 1}`}`,
    );
    const line = draw(steps(...chain));
    expect(line).toMatch(/^caller → s0 → s1 .* → s7 → 184 more steps → s192 .* → s199$/);
    const fan = Array.from({ length: 200 }, (_, index) => `s${index}${index === 0 ? '' : ' < s0'}`);
    expect(draw(steps(...fan)).length).toBeLessThan(221);
  });

  it('is ASCII where only that is wanted', () => {
    expect(toAscii(draw(steps('a', 'b < a', 'c < a', 'd < b c')))).toBe('caller > a > (b & c) > d');
  });

  it('says of every bundled scenario what comes before what', async () => {
    const lines: Record<string, string> = {};
    for (const { name } of await bundledScenarios()) {
      const [source] = await findScenarios([name]);
      const scenario = await loadScenario(source!);
      lines[name] = topologyLine(scenario);
      const emitters = new Map(scenario.steps.map(({ emits, name }) => [emits, name]));
      const list = scenario.steps.map((one) =>
        step(
          one.name,
          one.on.map((event) => emitters.get(event)!),
        ),
      );
      expect(orderRead(topologyLine({ ...scenario, faults: [] })), name).toEqual(orderOf(list));
    }
    expect(lines['slow-payment']).toBe('caller → orders → (payment ∥ inventory) → shipping → notification');
    expect(lines.surge).toBe('caller → rides → (pricing ∥ locations) → matching → (payment ∥ notification)');
    expect(lines.playback).toBe('caller → playback → (history ∥ recommendations ∥ billing → royalties)');
    expect(lines['new-subscriber']).toContain('; from 20 s: orders → analytics');
  });
});
