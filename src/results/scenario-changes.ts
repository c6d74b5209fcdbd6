import type { Scenario } from '../scenario/scenario.js';
import { isRecord } from '../measure/read-figure.js';

/** A field of a scenario that is otherwise in another result. `undefined`: it is not there. */
export interface FieldChange {
  /** `load.rate`, `faults[0].target` */
  path: string;
  base?: unknown;
  new?: unknown;
}

/** Words change no figure, and columns are looked at one by one. */
const SAYS_NOTHING = ['title', 'question', 'look', 'modes'];

/** Every field that differs. Not the seed, which is no part of the question, and not the gates, which change no figure. */
export function scenarioChanges(base: Scenario, next: Scenario): FieldChange[] {
  return changesIn({ ...base, seed: 0, expect: [] }, { ...next, seed: 0, expect: [] }, '');
}

/** Do the same runs come of both, in this mode? */
export function areAlike(
  changes: readonly FieldChange[],
  base: Scenario,
  next: Scenario,
  mode: string,
): boolean {
  const isOther = changes.some(({ path }) => !SAYS_NOTHING.includes(/^[^.[]*/.exec(path)?.[0] ?? ''));
  return !isOther && changesIn(columnOf(base, mode), columnOf(next, mode), '').length === 0;
}

function columnOf({ modes }: Scenario, mode: string): unknown {
  return modes.find((column) => typeof column !== 'string' && column.name === mode) ?? mode;
}

function changesIn(base: unknown, next: unknown, path: string): FieldChange[] {
  if (Object.is(base, next)) return [];
  if (Array.isArray(base) && Array.isArray(next)) {
    const length = Math.max(base.length, next.length);
    return Array.from({ length }, (_, index) =>
      changesIn(base[index], next[index], `${path}[${index}]`),
    ).flat();
  }
  if (isRecord(base) && isRecord(next) && !Array.isArray(base) && !Array.isArray(next)) {
    const names = new Set([...Object.keys(base), ...Object.keys(next)]);
    return [...names].flatMap((name) =>
      changesIn(own(base, name), own(next, name), path === '' ? name : `${path}.${name}`),
    );
  }
  return [{ path, ...(base === undefined ? {} : { base }), ...(next === undefined ? {} : { new: next }) }];
}

function own(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
