import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseWorkflow, type WorkflowNode, WorkflowProblem } from '../../src/workflow/workflow.js';
import type { Step } from '../../src/scenario/scenario.js';

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

/** Each step's caller, by name; `-` for the one that the outer caller calls. */
function callers(steps: readonly Step[]): Record<string, string> {
  const { nodes } = analyseWorkflow(steps);
  return Object.fromEntries(
    steps.map(({ name }, index) => [name, steps[nodes[index]!.caller ?? -1]?.name ?? '-']),
  );
}

function problem(steps: readonly Step[]): WorkflowProblem {
  try {
    analyseWorkflow(steps);
  } catch (error) {
    if (error instanceof WorkflowProblem) return error;
    throw error;
  }
  throw new Error('it is a workflow after all');
}

/** Up to ten steps, each after some of those before it, written down in any order. */
const workflows = fc
  .array(
    fc.record({
      inputs: fc.array(fc.nat(8), { minLength: 1, maxLength: 3 }),
      critical: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      at: fc.nat(),
    }),
    { minLength: 1, maxLength: 10, size: 'max' },
  )
  .map((choices) =>
    choices
      .map(({ inputs, critical, at }, index) => ({
        at,
        step: step(`s${index}`, index === 0 ? [] : [...new Set(inputs)].map((input) => `s${input % index}`), {
          critical: index === 0 || critical,
        }),
      }))
      .sort((a, b) => a.at - b.at)
      .map((choice) => choice.step),
  );

describe("a step's caller", () => {
  it('of a chain is the step before', () => {
    expect(callers([step('a', []), step('b', ['a']), step('c', ['b'])])).toEqual({ a: '-', b: 'a', c: 'b' });
  });

  it('of a join is the step where its inputs forked', () => {
    const diamond = [
      step('a', []),
      step('b', ['a']),
      step('c', ['b']),
      step('d', ['b']),
      step('e', ['c', 'd']),
    ];
    expect(callers(diamond)).toEqual({ a: '-', b: 'a', c: 'b', d: 'b', e: 'b' });
  });

  it('of a step on an event and on what follows from it is the one that the event comes from', () => {
    expect(callers([step('a', []), step('b', ['a']), step('c', ['a', 'b'])])).toEqual({
      a: '-',
      b: 'a',
      c: 'a',
    });
  });

  it('is its immediate dominator: the nearest step that all ways to it come through', () => {
    fc.assert(
      fc.property(workflows, (steps) => {
        expect(callers(steps)).toEqual(
          Object.fromEntries(steps.map(({ name }) => [name, immediateDominator(steps, name)])),
        );
      }),
      { numRuns: 500, seed: 42 },
    );
  });

  it('is the one named in calledBy', () => {
    const chain = [step('a', []), step('b', ['a']), step('c', ['b'], { calledBy: 'a' })];
    expect(callers(chain)).toEqual({ a: '-', b: 'a', c: 'a' });
  });
});

/** By definition: a step dominates another when without it there is no way from the entry to the other. */
function immediateDominator(steps: readonly Step[], name: string): string {
  const dominators = steps
    .map((other) => other.name)
    .filter((other) => other !== name && !reachable(steps, other).has(name));
  // The nearest is the one that all the others dominate.
  return (
    dominators.find((one) =>
      dominators.every((other) => other === one || !reachable(steps, other).has(one)),
    ) ?? '-'
  );
}

/** The steps to which there is a way from the entry, going round one. */
function reachable(steps: readonly Step[], without: string): Set<string> {
  const found = new Set<string>();
  const visit = (one: Step): void => {
    if (one.name === without || found.has(one.name)) return;
    found.add(one.name);
    for (const other of steps) if (other.on.includes(one.emits!)) visit(other);
  };
  visit(steps.find(({ on }) => on.length === 0)!);
  return found;
}

describe('both couplings', () => {
  /** Each step with the names of all that it is about. */
  const each = (
    steps: readonly Step[],
    check: (node: WorkflowNode, index: number, nodes: WorkflowNode[]) => void,
  ): void => {
    const { nodes } = analyseWorkflow(steps);
    nodes.forEach((node, index) => check(node, index, nodes));
  };
  const always = (check: (node: WorkflowNode, index: number, nodes: WorkflowNode[]) => void): void => {
    fc.assert(
      fc.property(workflows, (steps) => each(steps, check)),
      { numRuns: 200, seed: 42 },
    );
  };

  it('are of the same steps: who waits for whose event is told of both, and so is who calls whom', () => {
    always((node, index, nodes) => {
      for (const [other, { inputs, caller }] of nodes.entries()) {
        expect(node.subscribers.includes(other)).toBe(inputs.includes(index));
        expect(node.callees.includes(other)).toBe(caller === index);
      }
    });
  });

  it('do a step when its inputs are there: a callee comes after the siblings that bring them', () => {
    always((node, index, nodes) => {
      const wayUp = (from: number | undefined): number[] =>
        from === undefined ? [] : [from, ...wayUp(nodes[from]!.caller)];
      for (const input of node.inputs) {
        // Either it is above, at work while it calls; or below a sibling that has answered.
        const isAbove = wayUp(index).includes(input);
        const isBefore = node.after.some((sibling) => wayUp(input).includes(sibling));
        expect(isAbove || isBefore).toBe(true);
      }
      for (const sibling of node.after) expect(nodes[sibling]!.caller).toBe(node.caller);
    });
  });

  it('call nobody before those he comes after, and in the order in which they are written where that will do', () => {
    always((node, _, nodes) => {
      const isRight = (order: readonly number[]): boolean =>
        order.every((callee, position) =>
          nodes[callee]!.after.every((other) => order.slice(0, position).includes(other)),
        );
      const written = [...node.callees].sort((a, b) => a - b);
      expect(isRight(node.callees)).toBe(true);
      if (isRight(written)) expect(node.callees).toEqual(written);
    });
  });

  it('count the calls down to a step', () => {
    always((node, _, nodes) => {
      expect(node.depth).toBe(node.caller === undefined ? 0 : nodes[node.caller]!.depth + 1);
    });
  });

  it('need a step only if it, and all that it waits for, is critical', () => {
    fc.assert(
      fc.property(workflows, (steps) => {
        const { nodes, order, entry } = analyseWorkflow(steps);
        expect(nodes[entry]!.critical).toBe(true);
        for (const index of order) {
          const { inputs, critical } = nodes[index]!;
          expect(critical).toBe(steps[index]!.critical && inputs.every((input) => nodes[input]!.critical));
        }
      }),
      { numRuns: 200, seed: 42 },
    );
  });

  it('have every step in their order, after its inputs', () => {
    fc.assert(
      fc.property(workflows, (steps) => {
        const { order, nodes } = analyseWorkflow(steps);
        expect([...order].sort((a, b) => a - b)).toEqual([...steps.keys()]);
        order.forEach((index, position) => {
          expect(nodes[index]!.inputs.every((input) => order.indexOf(input) < position)).toBe(true);
        });
      }),
      { numRuns: 200, seed: 42 },
    );
  });
});

describe('it is no workflow', () => {
  it('when the steps go round in a circle; the circle is shown', () => {
    const circle = [step('a', []), step('b', ['a', 'd']), step('c', ['b']), step('d', ['c'])];
    expect(problem(circle).message).toBe('the steps go round in a circle: b → c → d → b');
  });

  it('when nobody emits what a step waits for', () => {
    const { message, stepIndex, field, found, known } = problem([step('a', []), step('b', ['aa'])]);
    expect({ message, stepIndex, field, found, known }).toEqual({
      message: 'nobody emits aa done',
      stepIndex: 1,
      field: 'on',
      found: 'aa done',
      known: ['a done', 'b done'],
    });
  });

  it('when two begin, or none does', () => {
    expect(problem([step('a', []), step('b', [])]).message).toMatch('a and b are both entry steps');
    expect(problem([step('a', ['b']), step('b', ['a'])]).message).toMatch('no entry step');
  });

  it('when two have one name, or emit one event', () => {
    expect(problem([step('a', []), step('b', ['a']), step('b', ['a'], { emits: 'x' })])).toMatchObject({
      field: 'name',
      stepIndex: 2,
    });
    expect(problem([step('a', []), step('b', ['a'], { emits: 'a done' })])).toMatchObject({
      message: 'a done is emitted by a already',
      field: 'emits',
      stepIndex: 1,
    });
  });

  it('when a step is called by one that is not there, that it calls itself, or that does not know when', () => {
    const called = (by: string, name = 'c'): string =>
      problem(
        [step('a', []), step('b', ['a']), step('c', ['b']), step('d', ['c'])].map((one) =>
          one.name === name ? { ...one, calledBy: by } : one,
        ),
      ).message;
    expect(called('x')).toBe('no step is named x');
    expect(called('c')).toMatch('c would be called by itself');
    expect(called('d')).toMatch('would be called by itself');
    expect(called('a', 'a')).toMatch('a begins the workflow');
    // e waits for d, which is called from a's other branch: b does not hear of it.
    const apart = [
      step('a', []),
      step('b', ['a']),
      step('d', ['a']),
      step('e', ['b', 'd'], { calledBy: 'b' }),
    ];
    expect(problem(apart).message).toBe('b cannot call e: it does not know when d is done');
  });

  it('when nothing of it is critical', () => {
    expect(problem([step('a', [], { critical: false }), step('b', ['a'])])).toMatchObject({
      message: 'a begins the workflow: if it is not critical, nothing is',
      field: 'critical',
      stepIndex: 0,
    });
  });

  it('when a critical step is called by one whose failures are passed over', () => {
    const depending = [
      step('a', []),
      step('b', ['a'], { critical: false }),
      step('c', ['a'], { calledBy: 'b' }),
    ];
    expect(problem(depending)).toMatchObject({
      message:
        'b is not critical, so what fails there is passed over: it cannot be the one to call c, which is critical',
      field: 'calledBy',
      stepIndex: 2,
    });
    // What is not critical itself may be called by it.
    expect(callers(depending.map((one) => (one.name === 'c' ? { ...one, critical: false } : one)))).toEqual({
      a: '-',
      b: 'a',
      c: 'b',
    });
  });

  it('only: whoever calls a critical step is critical himself', () => {
    fc.assert(
      fc.property(workflows, fc.nat(), fc.nat(), (steps, one, other) => {
        const calledBy = steps[other % steps.length]!.name;
        const changed = steps.map((it, index) => (index === one % steps.length ? { ...it, calledBy } : it));
        let nodes: WorkflowNode[];
        try {
          ({ nodes } = analyseWorkflow(changed));
        } catch (error) {
          return error instanceof WorkflowProblem;
        }
        return nodes.every(({ critical, caller }) => !critical || nodes[caller ?? -1]?.critical !== false);
      }),
    );
  });

  it('when steps called by one would wait for each other', () => {
    // x is b's, and needs c's y; y is c's, and needs b's x: neither b nor c can answer first.
    const crossed = [
      step('a', []),
      step('b', ['a']),
      step('c', ['a']),
      step('x', ['b', 'y'], { calledBy: 'b' }),
      step('y', ['c'], { calledBy: 'c' }),
      step('z', ['x', 'c'], { calledBy: 'c' }),
    ];
    expect(problem(crossed).message).toMatch(/does not know when|would wait for itself/);
  });
});
