import { COMPARED, type FigureEntry, type Shape } from './figures.js';
import { isEmptyTimes, isRecord } from './read-figure.js';

/** Numbers of a run by their path in its JSON (`completionTime.p99`); `null`: not measured, or a recovery that never came. */
export type Figures = Map<string, number | null>;

/**
 * Every figure of a whole run: all but what goes by time, and but the lists whose elements have no names, as their places
 * mean different things in different runs.
 */
export function figuresOf(run: object): Figures {
  return new Map(listFigures(run).map(({ words, value }) => [words.join('.'), value]));
}

/** A figure of a run, and what is known of it. */
export interface ListedFigure {
  words: readonly string[];
  entry: FigureEntry;
  /** What all the figures of its group have in common. */
  group: { label?: string };
  value: number | null;
}

/** The same figures, each with what is known of it. */
export function listFigures(run: object): ListedFigure[] {
  const figures: ListedFigure[] = [];
  collect(run, COMPARED, [], {}, figures);
  return figures;
}

function collect(
  value: unknown,
  shape: Shape,
  words: readonly string[],
  group: { label?: string },
  into: ListedFigure[],
): void {
  if ('kind' in shape) {
    if (typeof value === 'number' || value === null) into.push({ words, entry: shape, group, value });
    return;
  }
  const around = 'fields' in shape ? shape : {};
  for (const [name, child, below] of partsOf(value, shape)) {
    const isNothing = isEmptyTimes(value) && name !== 'count';
    collect(isNothing ? null : child, below, [...words, name], around, into);
  }
}

/** In the order of the JSON. */
function partsOf(value: unknown, shape: Shape): [name: string, value: unknown, shape: Shape][] {
  if ('elements' in shape) {
    const { names = [], elements } = shape;
    const list = Array.isArray(value) ? value.filter(isRecord) : [];
    return list.flatMap((one) => {
      const name = String(one.name);
      return names.includes(name) ? [[name, one, elements]] : [];
    });
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, child]): [string, unknown, Shape][] => {
    if ('values' in shape) return [[name, child, shape.values]];
    if (!('fields' in shape) || shape.overTime === true) return [];
    const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    return field === undefined ? [] : [[name, child, field]];
  });
}
