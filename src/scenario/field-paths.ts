import * as z from 'zod';
import { scenarioFile } from './schema.js';

/** No field of a scenario is nested deeper. */
const DEEPEST = 4;

/**
 * The path of a field that was looked for in the wrong place: `load.rate` for `rate`. Of several, the one that comes first
 * and stands least deep.
 */
export function pathOfField(name: string): string | undefined {
  let level: { path: string; schema: unknown }[] = [{ path: '', schema: scenarioFile }];
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const below = level.flatMap(({ path, schema }) =>
      fieldsOf(schema).map(([field, child]) => ({
        field,
        path: path === '' ? field : `${path}.${field}`,
        schema: child,
      })),
    );
    const found = [...below]
      .sort((a, b) => placeOf(a.path) - placeOf(b.path))
      .find(({ field, path }) => field === name && path !== name);
    if (found !== undefined) return found.path;
    level = below;
  }
  return undefined;
}

/** What is asked for most: a `timeout` is that of all calls, before that of the caller. */
const ORDER = ['load', 'calls', 'bus', 'services', 'caller', 'database'];

function placeOf(path: string): number {
  const place = ORDER.indexOf(path.split('.')[0] ?? '');
  return place === -1 ? ORDER.length : place;
}

function fieldsOf(schema: unknown): [name: string, schema: unknown][] {
  if (schema instanceof z.ZodOptional) return fieldsOf(schema.unwrap());
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape);
  if (schema instanceof z.ZodRecord) return [['<name>', schema.valueType]];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(fieldsOf);
  return [];
}
