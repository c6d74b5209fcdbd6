import { analyseWorkflow, type WorkflowNode, type Workflow } from '../workflow/workflow.js';
import { paragraph } from '../render/terminal/grid.js';
import { toAscii } from '../render/text.js';
import { topologyLine } from '../render/topology.js';
import { cutTo, padTo, widest, widthOf } from '../render/width.js';
import type { Scenario, Step } from '../scenario/scenario.js';

/** The lines a picture is drawn with. */
interface Strokes {
  branch: string;
  lastBranch: string;
  trunk: string;
  arrow: string;
  toAndFro: string;
  /** Left and right, above and below. */
  box: { line: string; side: string; corners: [string, string, string, string] };
  ellipsis: string;
}

const UNICODE: Strokes = {
  branch: '├─ ',
  lastBranch: '└─ ',
  trunk: '│  ',
  arrow: '─▶',
  toAndFro: '◀▶',
  box: { line: '─', side: '│', corners: ['┌', '┐', '└', '┘'] },
  ellipsis: '…',
};
const ASCII: Strokes = {
  branch: '|- ',
  lastBranch: '`- ',
  trunk: '|  ',
  arrow: '->',
  toAndFro: '<>',
  box: { line: '-', side: '|', corners: ['+', '+', '+', '+'] },
  ellipsis: '...',
};

export interface DrawingOptions {
  /** Columns that a line may take. */
  width: number;
  ascii: boolean;
}

/** All couplings of one workflow: who calls whom, who listens to what, who looks for what. */
export function drawCouplings(scenario: Scenario, { width, ascii }: DrawingOptions): string[] {
  const strokes = ascii ? ASCII : UNICODE;
  const joining = joiningSteps(scenario);
  const steps = [...scenario.steps, ...joining.keys()];
  const workflow = analyseWorkflow(steps);
  const together = scenario.calls.fanOut === 'parallel' ? 'in parallel' : 'one after another';
  const line = topologyLine(scenario);
  return [
    ...paragraph(ascii ? toAscii(line) : line, width, strokes.ellipsis),
    '',
    `Direct: the call tree, ${together}. A caller waits for all below it.`,
    '',
    ...drawCalls(steps, workflow, strokes, joining),
    '',
    'Event: who subscribes to what. The caller waits for the first step alone.',
    '',
    ...drawEvents(steps, workflow, strokes, width),
    '',
    'Shared database: who polls for whose rows. The caller waits as with events.',
    '',
    ...drawDatabase({ ...scenario, steps }, workflow, strokes),
  ].map((line) => cutTo(line, width, strokes.ellipsis));
}

/** Steps that join while it runs, and when. */
function joiningSteps({ faults }: Scenario): Map<Step, string> {
  return new Map(
    faults.flatMap((fault): [Step, string][] =>
      fault.kind === 'subscriber' ? [[fault.step, fault.at ?? '0s']] : [],
    ),
  );
}

function drawCalls(
  steps: readonly Step[],
  { nodes, entry }: Workflow,
  strokes: Strokes,
  joining: ReadonlyMap<Step, string>,
): string[] {
  const rows: { tree: string; note: string }[] = [{ tree: 'caller', note: '' }];
  const draw = (index: number, above: string, isLast: boolean): void => {
    const step = at(steps, index);
    const node = at(nodes, index);
    rows.push({
      tree: above + (isLast ? strokes.lastBranch : strokes.branch) + step.name,
      note: noteOf(step, node),
    });
    const below = above + (isLast ? ' '.repeat(strokes.trunk.length) : strokes.trunk);
    for (const callee of node.callees) draw(callee, below, callee === node.callees.at(-1));
  };
  const noteOf = (step: Step, node: WorkflowNode): string => {
    const joins = joining.get(step);
    const after = node.after.map((other) => at(steps, other).name);
    return [
      ...(step.service === step.name ? [] : [`by ${step.service}`]),
      ...(after.length === 0 ? [] : [`after ${joined(after)}`]),
      ...(node.critical ? [] : ['not critical']),
      ...(joins === undefined ? [] : [`joins at ${joins}`]),
    ].join(', ');
  };
  draw(entry, '', true);
  const column = widest(rows.map(({ tree }) => tree));
  return rows.map(({ tree, note }) => (note === '' ? tree : `${padTo(tree, column)}   (${note})`));
}

function drawEvents(
  steps: readonly Step[],
  { order, nodes }: Workflow,
  strokes: Strokes,
  width: number,
): string[] {
  const emitters = order.map((index) => ({ step: at(steps, index), node: at(nodes, index) }));
  const nameColumn = widest(emitters.map(({ step }) => step.name));
  const eventColumn = widest(emitters.map(({ step }) => step.emits ?? ''));
  return emitters.flatMap(({ step, node }) => {
    const { emits } = step;
    if (emits === undefined) return [];
    const start = `${padTo(step.name, nameColumn)} ${strokes.arrow} ${padTo(emits, eventColumn)} `;
    if (node.subscribers.length === 0) return [start.trimEnd()];
    const listeners = node.subscribers.map((index) => {
      const listener = at(steps, index);
      const others = listener.on.filter((event) => event !== emits);
      return others.length === 0 ? listener.name : `${listener.name} (with ${joined(others)})`;
    });
    const indent = `${start}${strokes.arrow} `;
    return wrapped(listeners, width - widthOf(indent)).map(
      (line, index) => (index === 0 ? indent : ' '.repeat(widthOf(indent))) + line,
    );
  });
}

/** Everybody beside one box, the first step only writing. */
function drawDatabase({ steps, database }: Scenario, { order, nodes }: Workflow, strokes: Strokes): string[] {
  const { line, side, corners } = strokes.box;
  const [topLeft, topRight, bottomLeft, bottomRight] = corners;
  const label = ' database ';
  const column = widest(steps.map(({ name }) => name));
  const indent = ' '.repeat(column + strokes.arrow.length + 2);
  const edge = line.repeat(label.length);
  const middle = Math.floor((order.length - 1) / 2);
  const rows = order.map((index, row) => {
    const { name } = at(steps, index);
    const inputs = at(nodes, index).inputs.map((input) => at(steps, input).name);
    const way = inputs.length === 0 ? strokes.arrow : strokes.toAndFro;
    const within = row === middle ? label : ' '.repeat(label.length);
    const looks = inputs.length === 0 ? '' : ` after ${joined(inputs)}`;
    return `${padTo(name, column)} ${way} ${side}${within}${side}${looks}`;
  });
  return [
    `${indent}${topLeft}${edge}${topRight} each polls every ${database.pollInterval}`,
    ...rows,
    `${indent}${bottomLeft}${edge}${bottomRight}`,
  ];
}

/** Comma-separated, as many to a line as fit. */
function wrapped(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = index === items.length - 1 ? item : `${item},`;
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(text) <= width)
      lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}

function joined(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}
