import { analyseWorkflow, type WorkflowStep } from './workflow.js';

/** Steps one after another or beside one another, by their index. All of a part are over before the next part begins. */
export type Shape = number | { series: Shape[] } | { parallel: Shape[] };

/** The order of a workflow's steps. */
export interface Topology {
  shape: Shape;
  /** Steps that have no place in the shape, with those just before and just after each. */
  asides: { step: number; before: number[]; after: number[] }[];
}

/** Above this, to try out each step in turn would take longer than the drawing is worth. */
const MOST_TRIED = 24;

/**
 * Takes a workflow apart into parts that follow one another and parts that run side by side.
 *
 * Most workflows are made of nothing else (their order is series-parallel). Where one is not, steps are put aside until
 * what is left can be taken apart: first those that are not critical, then those with the fewest neighbours.
 *
 * @throws {WorkflowProblem} where the steps are no workflow
 */
export function topologyOf(steps: readonly WorkflowStep[]): Topology {
  const { nodes, order } = analyseWorkflow(steps);
  const earlier = new Map<number, Set<number>>();
  for (const step of order) {
    const inputs = nodes[step]?.inputs ?? [];
    earlier.set(step, new Set(inputs.flatMap((input) => [input, ...(earlier.get(input) ?? [])])));
  }
  const isBefore = (a: number, b: number): boolean => earlier.get(b)?.has(a) === true;
  const isOrdered = (a: number, b: number): boolean => isBefore(a, b) || isBefore(b, a);
  const isNext = (a: number, b: number): boolean =>
    isBefore(a, b) && !order.some((other) => isBefore(a, other) && isBefore(other, b));
  const before = (step: number): number[] => order.filter((other) => isNext(other, step));
  const after = (step: number): number[] => order.filter((other) => isNext(step, other));
  const aside: number[] = [];

  const isOneBlock = (part: readonly number[]): boolean =>
    part.length > 1 &&
    connected(part, isOrdered).length === 1 &&
    connected(part, (a, b) => !isOrdered(a, b)).length === 1;

  const chooseAside = (part: readonly number[]): number => {
    const cost = (step: number): number =>
      (nodes[step]?.critical === false ? 0 : part.length) + before(step).length + after(step).length;
    const candidates = [...part].sort((a, b) => cost(a) - cost(b) || order.indexOf(b) - order.indexOf(a));
    const helps = (step: number): boolean => !isOneBlock(part.filter((other) => other !== step));
    const found = part.length > MOST_TRIED ? undefined : candidates.find(helps);
    return found ?? candidates[0] ?? 0;
  };

  const shapeOf = (part: readonly number[]): Shape => {
    const [only = 0] = part;
    if (part.length === 1) return only;
    const apart = connected(part, isOrdered);
    if (apart.length > 1) return { parallel: apart.map(shapeOf) };
    const inTurn = connected(part, (a, b) => !isOrdered(a, b));
    if (inTurn.length > 1) {
      // Every step of one of them comes before every step of the next.
      inTurn.sort(([a = 0], [b = 0]) => (isBefore(a, b) ? -1 : 1));
      return { series: inTurn.map(shapeOf) };
    }
    const put = chooseAside(part);
    aside.push(put);
    return shapeOf(part.filter((step) => step !== put));
  };

  // As they are written: of those that run side by side, the first one is named first.
  const shape = shapeOf(steps.map((_, index) => index));
  return { shape, asides: aside.map((step) => ({ step, before: before(step), after: after(step) })) };
}

/** The groups that hang together by a relation, each in the order of the list. */
function connected(list: readonly number[], areRelated: (a: number, b: number) => boolean): number[][] {
  const groups: number[][] = [];
  const left = new Set(list);
  for (const first of list) {
    if (!left.delete(first)) continue;
    const group = [first];
    // It grows while it is walked through.
    for (const member of group) {
      for (const other of left) {
        if (!areRelated(member, other)) continue;
        left.delete(other);
        group.push(other);
      }
    }
    groups.push(group.sort((a, b) => list.indexOf(a) - list.indexOf(b)));
  }
  return groups;
}
