import { COMPARED, RUN, type Shape } from '../measure/figures.js';
import { isRecord } from '../measure/read-figure.js';

/** What results have had since some version only: who shows one without it leaves out what is drawn from it. */
const LATER = new Set(['series.goodput', 'series.errors', 'series.responseP99', 'series.services']);

/**
 * What a result that can be compared lacks to be shown: comparing does without what is not there, a table does not.
 *
 * @returns the path of the first field that is missing; `undefined` where all is there
 */
export function findGap({ modes, control = {} }: { modes: object; control?: object }): string | undefined {
  for (const [table, runs, shape] of [
    ['modes', modes, COMPARED],
    ['control', control, RUN],
  ] as const) {
    for (const [mode, run] of Object.entries(runs)) {
      const gap = gapIn(run, shape, []);
      if (gap !== undefined) return [table, mode, ...gap].join('.');
    }
  }
  return undefined;
}

function gapIn(value: unknown, shape: Shape, path: readonly string[]): string[] | undefined {
  if ('kind' in shape || 'word' in shape || !isRecord(value)) return undefined;
  if ('elements' in shape || 'values' in shape) {
    const below = 'elements' in shape ? shape.elements : shape.values;
    return firstOf(Object.entries(value), ([name, child]) => gapIn(child, below, [...path, name]));
  }
  return firstOf(Object.entries(shape.fields), ([name, field]) => {
    const here = [...path, name];
    if (Object.hasOwn(value, name)) return gapIn(value[name], field, here);
    return shape.optional === true || LATER.has(here.join('.')) ? undefined : here;
  });
}

function firstOf<One>(list: readonly One[], find: (one: One) => string[] | undefined): string[] | undefined {
  for (const one of list) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
