import { COMPARED, type Shape } from '../measure/figures.js';
import { isRecord } from '../measure/read-figure.js';
import { ENDINGS, namesOf, RESPONSES } from '../measure/outcomes.js';

/** Nobody's scenario is so deep, and what walks through it is recursive. */
const DEEPEST = 60;

/**
 * What in a saved result is not as its schema has it, in a few words; `undefined` where it can be used. What a later version
 * has added may be missing, and what nobody knows is no flaw.
 */
export function findFlaw(result: object): string | undefined {
  if (depthOf(result) > DEEPEST) return 'it is nested too deeply';
  const { version, seed, scenario, modes, control, hints, runs, samples, intervals } = result as Record<
    string,
    unknown
  >;
  if (typeof version !== 'string') return 'version: expected a text';
  if (!Number.isSafeInteger(seed)) return 'seed: expected a whole number';
  if (!isMapping(scenario) || typeof scenario.title !== 'string')
    return 'scenario: expected one with a title';
  if (!isMapping(scenario.services)) return 'scenario.services: expected a mapping';
  if (!isListOf(scenario.faults, isFault)) return 'scenario.faults: expected a list of faults';
  if (!isListOf(scenario.modes, isColumn)) return 'scenario.modes: expected a list of modes';
  if (!isMapping(modes) || Object.keys(modes).length === 0) return 'modes: expected the figures of a mode';
  if (!isListOf(hints ?? [], isHint)) return 'hints: expected a list of hints';
  if (runs !== undefined && !(isMapping(runs) && isListOf(runs.seeds, Number.isSafeInteger)))
    return 'runs.seeds: expected whole numbers';
  if (control !== undefined && !isMapping(control)) return 'control: expected a mapping';
  for (const [name, table] of Object.entries({ modes, control: control ?? {} })) {
    for (const [mode, run] of Object.entries(table as object)) {
      const flaw = flawOfRun(run, `${name}.${mode}`);
      if (flaw !== undefined) return flaw;
    }
  }
  return flawOfTables(samples, 'samples', isSample) ?? flawOfTables(intervals, 'intervals', isInterval);
}

function flawOfRun(run: unknown, path: string): string | undefined {
  return flawIn(run, COMPARED, path) ?? flawOfRequests(run, path) ?? flawOfParts(run, path);
}

/** Without these nobody can say what a figure of it rests on; all versions so far have them. */
function flawOfParts(run: unknown, path: string): string | undefined {
  const { end, endToEnd, services } = run as Record<string, Record<string, unknown> | undefined>;
  if (typeof end?.reason !== 'string') return `${path}.end.reason: expected a word`;
  if (typeof endToEnd?.due !== 'number') return `${path}.endToEnd.due: expected a number`;
  return services === undefined ? `${path}.services: expected a mapping` : undefined;
}

/** Where a figure is there, it is a number; and what holds figures is of the shape that it is said to have. */
function flawIn(value: unknown, shape: Shape, path: string): string | undefined {
  if ('kind' in shape) return isFigure(value) ? undefined : `${path}: expected a number`;
  if ('word' in shape) return typeof value === 'string' ? undefined : `${path}: expected a word`;
  if ('elements' in shape) {
    if (!Array.isArray(value)) return `${path}: expected a list`;
    return first(value, (one, index) => flawIn(one, shape.elements, `${path}[${index}]`));
  }
  if (!isMapping(value)) return `${path}: expected a mapping`;
  return first(Object.entries(value), ([name, child]) => {
    const below = 'values' in shape ? shape.values : fieldOf(shape.fields, name);
    return below === undefined ? undefined : flawIn(child, below, `${path}.${name}`);
  });
}

function fieldOf(fields: Readonly<Record<string, Shape>>, name: string): Shape | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** All shares are made of these, so none may be missing. */
function flawOfRequests(run: unknown, path: string): string | undefined {
  const { requests } = run as { requests?: Record<string, unknown> };
  const counts = ['offered', 'completed', 'good', 'late', ...namesOf(RESPONSES)];
  const missing = counts.find((name) => typeof requests?.[name] !== 'number');
  if (missing !== undefined) return `${path}.requests.${missing}: expected a number`;
  const outcomes = requests?.outcomes as Record<string, Record<string, unknown> | undefined> | undefined;
  for (const side of ['accepted', 'refused']) {
    const ending = namesOf(ENDINGS).find((name) => typeof outcomes?.[side]?.[name] !== 'number');
    if (ending !== undefined) return `${path}.requests.outcomes.${side}.${ending}: expected a number`;
  }
  return undefined;
}

/** By mode, by figure. */
function flawOfTables(
  tables: unknown,
  name: string,
  isCell: (value: unknown) => boolean,
): string | undefined {
  if (tables === undefined) return undefined;
  const isTable = (table: unknown): boolean => isMapping(table) && Object.values(table).every(isCell);
  return isMapping(tables) && Object.values(tables).every(isTable)
    ? undefined
    : `${name}: expected lists of numbers`;
}

const isSample = (value: unknown): boolean => isListOf(value, isFigure);
const isInterval = (value: unknown): boolean =>
  isListOf(value, (end) => typeof end === 'number') && value.length === 2;
const isFault = (value: unknown): boolean => isMapping(value) && typeof value.kind === 'string';
const isColumn = (value: unknown): boolean =>
  typeof value === 'string' ||
  (isMapping(value) && typeof value.name === 'string' && typeof value.mode === 'string');
const isHint = (value: unknown): boolean =>
  isMapping(value) && typeof value.code === 'string' && typeof value.message === 'string';

function isFigure(value: unknown): boolean {
  return value === null || (typeof value === 'number' && Number.isFinite(value));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && !Array.isArray(value);
}

function isListOf(value: unknown, is: (one: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(is);
}

function first<T>(
  list: readonly T[],
  find: (one: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, one] of list.entries()) {
    const found = find(one, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Level by level: what is too deep for recursion has to be found without it. */
function depthOf(value: object): number {
  let level: object[] = [value];
  for (let depth = 0; ; depth += 1) {
    if (level.length === 0 || depth > DEEPEST) return depth;
    level = level.flatMap((one) => Object.values(one).filter((child) => isRecord(child)));
  }
}
