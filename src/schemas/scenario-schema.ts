import * as z from 'zod';
import type { Path } from '../scenario/problems.js';
import { scenarioFile } from '../scenario/schema.js';
import { isMapping } from '../scenario/values.js';
import { ANY, defaultAt } from './defaults.js';
import type { JsonSchema } from './json-schema.js';

/** Of a file, for editors. How its values go together it cannot say: `validate` does. */
export function scenarioSchema(): JsonSchema {
  const schema = z.toJSONSchema(scenarioFile, { io: 'input' }) as JsonSchema;
  const { $defs = {} } = schema;
  return { title: 'coupling-demo scenario', ...withDefaults(schema, [], $defs), $defs };
}

/**
 * The schema with the default of each field in it. A definition that has fields stands in other places for other defaults:
 * it is written out where it has some.
 */
function withDefaults(schema: JsonSchema, path: Path, defs: Record<string, JsonSchema>): JsonSchema {
  const { properties, items, additionalProperties: named, anyOf } = schema;
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: fieldsWithDefaults(properties, path, defs) }),
    ...(path.length === 1 && path[0] === 'services' && typeof named === 'object'
      ? { additionalProperties: withDefaults(named, [...path, ANY], defs) }
      : {}),
    ...(path.length === 1 && path[0] === 'steps' && items !== undefined
      ? { items: withDefaults(written(items, defs), [...path, 0], defs) }
      : {}),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((form) => formWithDefaults(form, path, defs)) }),
  };
}

function fieldsWithDefaults(
  properties: Record<string, JsonSchema>,
  path: Path,
  defs: Record<string, JsonSchema>,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const at = [...path, name];
      const value = defaultAt(at);
      if (isMapping(value)) return [name, withDefaults(written(field, defs), at, defs)];
      const said = value === undefined ? {} : { default: value };
      return [name, { ...withDefaults(field, at, defs), ...said }];
    }),
  );
}

/** One of several forms that a value may have: a mapping beside `none`. */
function formWithDefaults(form: JsonSchema, path: Path, defs: Record<string, JsonSchema>): JsonSchema {
  const whole = written(form, defs);
  const hasDefaults = Object.keys(whole.properties ?? {}).some(
    (name) => defaultAt([...path, name]) !== undefined,
  );
  return hasDefaults ? withDefaults(whole, path, defs) : form;
}

/** In place of a reference what it refers to. */
function written({ $ref, ...rest }: JsonSchema, defs: Record<string, JsonSchema>): JsonSchema {
  if ($ref === undefined) return rest;
  return { ...defs[$ref.replace('#/$defs/', '')], ...rest };
}
