/** A step, as far as its part in the workflow goes. A scenario's steps are such. */
export interface WorkflowStep {
  name: string;
  /** The events it waits for; none for the step that begins the workflow. */
  on: readonly string[];
  emits?: string;
  critical: boolean;
  calledBy?: string;
}

/** A workflow that cannot be: which step is to blame, which of its fields, and why. */
export class WorkflowProblem extends Error {
  override name = 'WorkflowProblem';

  constructor(
    message: string,
    readonly stepIndex: number,
    readonly field: 'on' | 'emits' | 'calledBy' | 'critical' | 'name',
    /** The word to blame, and the words that would have been right: for "did you mean". */
    readonly found?: string,
    readonly known: readonly string[] = [],
  ) {
    super(message);
  }
}

/** One step among the others. Steps are named by their index. */
export interface WorkflowNode {
  /** The steps whose events it waits for. */
  inputs: number[];
  /** Event mode: the steps that wait for its event. */
  subscribers: number[];
  /** Direct mode: the step that calls it; the outer caller calls the entry step. */
  caller: number | undefined;
  /** Direct mode: the steps it calls, in the order they are written, but none before those it comes after. */
  callees: number[];
  /** Direct mode: those of its caller's callees that must have answered before it is called. */
  after: number[];
  /** Direct mode: the step itself and all that are called below it. */
  subtree: number[];
  /** Calls between the outer caller and this step. */
  depth: number;
  /** What comes after a non-critical step is not critical either. */
  critical: boolean;
}

export interface Workflow {
  entry: number;
  /** Every step after its inputs. */
  order: number[];
  nodes: WorkflowNode[];
}

/**
 * Finds both couplings of one workflow: who subscribes to whom, and who calls whom. A step's caller is its immediate
 * dominator (the nearest step that every path to it comes from), or the one named in `calledBy`.
 *
 * @throws WorkflowProblem
 */
export function analyseWorkflow(steps: readonly WorkflowStep[]): Workflow {
  const inputs = findInputs(steps);
  const entry = findEntry(steps);
  const order = sortTopologically(steps, inputs);
  const callers = findCallers(steps, inputs, order, entry);
  const depths = findDepths(steps, callers);
  const nodes = steps.map((_, index): WorkflowNode => ({
    inputs: at(inputs, index),
    subscribers: indexesWhere(steps, (other) => at(inputs, other).includes(index)),
    caller: callers[index],
    callees: indexesWhere(steps, (other) => callers[other] === index),
    after: [],
    subtree: indexesWhere(steps, (other) => isBelow(other, index, callers)),
    depth: at(depths, index),
    critical: true,
  }));
  for (const index of order) {
    const node = at(nodes, index);
    node.critical = at(steps, index).critical && node.inputs.every((input) => at(nodes, input).critical);
  }
  checkNeeds(steps, nodes, entry);
  findCallOrder(steps, nodes, order);
  for (const node of nodes) node.callees = sortedByNeed(node.callees, nodes);
  return { entry, order, nodes };
}

function findInputs(steps: readonly WorkflowStep[]): number[][] {
  const emitters = new Map<string, number>();
  const names = new Set<string>();
  steps.forEach((step, index) => {
    if (names.has(step.name)) {
      throw new WorkflowProblem(
        `two steps are named ${step.name}: give one a name of its own`,
        index,
        'name',
        step.name,
      );
    }
    names.add(step.name);
    if (step.emits === undefined) return;
    const other = emitters.get(step.emits);
    if (other !== undefined) {
      throw new WorkflowProblem(
        `${step.emits} is emitted by ${at(steps, other).name} already`,
        index,
        'emits',
        step.emits,
      );
    }
    emitters.set(step.emits, index);
  });
  return steps.map((step, index) =>
    [...new Set(step.on)].map((event) => {
      const emitter = emitters.get(event);
      if (emitter === undefined) {
        throw new WorkflowProblem(`nobody emits ${event}`, index, 'on', event, [...emitters.keys()]);
      }
      return emitter;
    }),
  );
}

function findEntry(steps: readonly WorkflowStep[]): number {
  const entries = indexesWhere(steps, (index) => at(steps, index).on.length === 0);
  const [entry, second] = entries;
  if (entry === undefined) {
    throw new WorkflowProblem('no entry step: exactly one step must have no `on`', 0, 'on');
  }
  if (second !== undefined) {
    throw new WorkflowProblem(
      `${at(steps, entry).name} and ${at(steps, second).name} are both entry steps: exactly one step must have no \`on\``,
      second,
      'on',
    );
  }
  return entry;
}

function sortTopologically(steps: readonly WorkflowStep[], inputs: readonly number[][]): number[] {
  const order: number[] = [];
  const state = new Map<number, 'open' | 'done'>();
  const visit = (index: number, trail: number[]): void => {
    if (state.get(index) === 'done') return;
    if (state.get(index) === 'open') {
      const cycle = [...trail.slice(trail.indexOf(index)), index].map((step) => at(steps, step).name);
      throw new WorkflowProblem(
        `the steps go round in a circle: ${cycle.reverse().join(' → ')}`,
        index,
        'on',
      );
    }
    state.set(index, 'open');
    for (const input of at(inputs, index)) visit(input, [...trail, index]);
    state.set(index, 'done');
    order.push(index);
  };
  steps.forEach((_, index) => {
    visit(index, []);
  });
  return order;
}

/** Cooper, Harvey, Kennedy, *A Simple, Fast Dominance Algorithm*; one pass is enough where there are no cycles. */
function findCallers(
  steps: readonly WorkflowStep[],
  inputs: readonly number[][],
  order: readonly number[],
  entry: number,
): (number | undefined)[] {
  const rank = new Map(order.map((index, position) => [index, position]));
  const dominators: (number | undefined)[] = steps.map(() => undefined);
  const intersect = (a: number, b: number): number => {
    while (a !== b) {
      if ((rank.get(a) ?? 0) > (rank.get(b) ?? 0)) a = dominators[a] ?? entry;
      else b = dominators[b] ?? entry;
    }
    return a;
  };
  for (const index of order) {
    if (index !== entry) dominators[index] = at(inputs, index).reduce(intersect);
  }
  return steps.map((step, index) => {
    if (step.calledBy === undefined) return dominators[index];
    const caller = steps.findIndex((other) => other.name === step.calledBy);
    if (caller === -1) {
      const known = steps.map((other) => other.name);
      throw new WorkflowProblem(`no step is named ${step.calledBy}`, index, 'calledBy', step.calledBy, known);
    }
    if (index === entry) {
      throw new WorkflowProblem(
        `${step.name} begins the workflow: the outer caller calls it`,
        index,
        'calledBy',
      );
    }
    return caller;
  });
}

function findDepths(steps: readonly WorkflowStep[], callers: readonly (number | undefined)[]): number[] {
  return steps.map((step, index) => {
    let depth = 0;
    for (let caller = callers[index]; caller !== undefined; caller = callers[caller]) {
      depth += 1;
      if (depth > steps.length) {
        throw new WorkflowProblem(`${step.name} would be called by itself`, index, 'calledBy');
      }
    }
    return depth;
  });
}

/** Is a step called by `top`, by one that `top` calls, and so on, or is it `top` itself? */
function isBelow(step: number | undefined, top: number, callers: readonly (number | undefined)[]): boolean {
  return step === top || (step !== undefined && isBelow(callers[step], top, callers));
}

/** Nobody is to depend on a step whose failure is passed over. */
function checkNeeds(steps: readonly WorkflowStep[], nodes: readonly WorkflowNode[], entry: number): void {
  if (!at(nodes, entry).critical) {
    throw new WorkflowProblem(
      `${at(steps, entry).name} begins the workflow: if it is not critical, nothing is`,
      entry,
      'critical',
    );
  }
  nodes.forEach(({ critical, caller }, index) => {
    if (!critical || caller === undefined || at(nodes, caller).critical) return;
    const { name } = at(steps, index);
    const by = at(steps, caller).name;
    throw new WorkflowProblem(
      `${by} is not critical, so what fails there is passed over: it cannot be the one to call ${name}, which is critical`,
      index,
      'calledBy',
    );
  });
}

/** Which of its siblings a step has to wait for, so that its inputs are there when its caller calls it. */
function findCallOrder(
  steps: readonly WorkflowStep[],
  nodes: WorkflowNode[],
  order: readonly number[],
): void {
  const path = (index: number): number[] => {
    const upwards: number[] = [];
    for (let step: number | undefined = index; step !== undefined; step = at(nodes, step).caller)
      upwards.push(step);
    return upwards.reverse();
  };
  const byDepth = [...order].sort((a, b) => at(nodes, a).depth - at(nodes, b).depth);
  for (const index of byDepth) {
    const node = at(nodes, index);
    if (node.caller === undefined) continue;
    const own = path(index);
    for (const input of node.inputs) {
      const other = path(input);
      let shared = 0;
      while (shared < own.length && own[shared] === other[shared]) shared += 1;
      const branch = other[shared];
      const branchOfOwn = own[shared];
      if (branch === undefined) continue; // the input is one of those that called it
      if (branchOfOwn === index) {
        if (!node.after.includes(branch)) node.after.push(branch);
      } else if (branchOfOwn === undefined || !waitsFor(nodes, branchOfOwn, branch)) {
        throw new WorkflowProblem(
          `${at(steps, node.caller).name} cannot call ${at(steps, index).name}: it does not know when ${at(steps, input).name} is done`,
          index,
          'calledBy',
        );
      }
    }
    if (waitsFor(nodes, index, index)) {
      throw new WorkflowProblem(`${at(steps, index).name} would wait for itself`, index, 'calledBy');
    }
  }
}

function sortedByNeed(callees: readonly number[], nodes: readonly WorkflowNode[]): number[] {
  const sorted: number[] = [];
  const add = (step: number): void => {
    if (sorted.includes(step)) return;
    for (const other of at(nodes, step).after) add(other);
    sorted.push(step);
  };
  callees.forEach(add);
  return sorted;
}

function waitsFor(nodes: readonly WorkflowNode[], step: number, other: number): boolean {
  const seen = new Set<number>();
  const open = [...at(nodes, step).after];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === other) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...at(nodes, next).after);
  }
  return false;
}

function indexesWhere(steps: readonly WorkflowStep[], holds: (index: number) => boolean): number[] {
  return steps.map((_, index) => index).filter(holds);
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}
