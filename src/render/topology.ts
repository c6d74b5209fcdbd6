import { faultWindow } from '../compare/faults.js';
import { formatMoment } from '../compare/quantities.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Shape, topologyOf } from '../workflow/topology.js';
import { plain } from './text.js';
import { widthOf } from './width.js';

/** Three lines of a terminal: what is longer is shortened. */
const LONGEST = 220;
/** Parts of a series or of a fan-out that are named before those in the middle are counted. */
const MOST_NAMED = 16;
const LEAST_NAMED = 2;

const THEN = ' → ';
const BESIDE = ' ∥ ';

/**
 * A workflow in one line: `caller → orders → (payment ∥ inventory) → shipping`.
 *
 * What follows an arrow waits for all that stands before it. A step that has no place in such a line, or that joins while
 * the workflow runs, comes after a semicolon, with those just before and just after it. Of a long workflow the steps in
 * the middle are counted.
 */
export function topologyLine(scenario: Pick<Scenario, 'steps' | 'faults'>): string {
  for (let named = MOST_NAMED; named > LEAST_NAMED; named -= 2) {
    const line = write(scenario, named);
    if (widthOf(line) <= LONGEST) return line;
  }
  return write(scenario, LEAST_NAMED);
}

/** @param named how many parts of each series and each fan-out are named */
function write({ steps, faults }: Pick<Scenario, 'steps' | 'faults'>, named: number): string {
  const { shape, asides } = topologyOf(steps);
  const joining = faults.flatMap((fault) =>
    'step' in fault ? [{ step: fault.step, from: faultWindow(fault).from }] : [],
  );
  const everyone = [...steps, ...joining.map(({ step }) => step)];
  const nameOf = (index: number): string => plain(everyone[index]?.name ?? '');
  const text = (part: Shape): string => {
    if (typeof part === 'number') return nameOf(part);
    if ('series' in part) return shortened(part.series, named, text).join(THEN);
    return `(${shortened(part.parallel, named, text).join(BESIDE)})`;
  };
  const beside = (list: readonly number[]): string[] => {
    if (list.length === 0) return [];
    return [text(list.length === 1 ? (list[0] ?? 0) : { parallel: [...list] })];
  };
  const clauses = [
    ...asides.map(({ step, before, after }) =>
      [...beside(before), nameOf(step), ...beside(after)].join(THEN),
    ),
    ...joining.map(({ step, from }) => {
      const inputs = step.on.map((event) => everyone.findIndex(({ emits }) => emits === event));
      const when = from === 0 ? '' : `from ${formatMoment(from)}: `;
      return when + [...beside([...new Set(inputs)]), plain(step.name)].join(THEN);
    }),
  ];
  const shown = clauses.slice(0, named);
  const more = clauses.length - shown.length;
  return [`caller${THEN}${text(shape)}`, ...shown, ...(more === 0 ? [] : [`${more} more`])].join('; ');
}

/** So many of the parts as text: the first ones and the last, and how many steps stand between them. */
function shortened(parts: readonly Shape[], named: number, text: (part: Shape) => string): string[] {
  // One step that is counted takes as much room as its name.
  if (parts.length <= named + 1) return parts.map(text);
  const last = Math.floor(named / 2);
  const first = parts.slice(0, named - last);
  const between = parts.slice(named - last, parts.length - last);
  const count = between.reduce<number>((sum, part) => sum + stepsIn(part), 0);
  return [...first.map(text), `${count} more steps`, ...parts.slice(parts.length - last).map(text)];
}

function stepsIn(shape: Shape): number {
  if (typeof shape === 'number') return 1;
  const parts = 'series' in shape ? shape.series : shape.parallel;
  return parts.reduce<number>((sum, part) => sum + stepsIn(part), 0);
}
