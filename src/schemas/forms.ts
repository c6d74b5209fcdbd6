import { HINT_KINDS } from '../hints/registry.js';
import type { JsonSchema } from './json-schema.js';

export const TEXTS: JsonSchema = { type: 'array', items: { type: 'string' } };
export const INTERVAL: JsonSchema = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 };

/** Further fields may be added in time: nobody should refuse them. */
export function object(properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required };
}

/** Values by a name that a scenario gives. */
export function values(schema: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: schema };
}

/** The fields of a gate, and whether it held. */
export const GATE: Record<string, JsonSchema> = {
  text: { type: 'string', description: 'the gate as it was written' },
  measured: {
    type: ['number', 'boolean', 'null'],
    description: 'the left side; null: not measured, or never come to pass',
  },
  asked: { type: ['number', 'null'], description: 'the right side, likewise' },
  held: { type: 'boolean', description: 'PASS or FAIL' },
  note: {
    type: 'string',
    description: '`never`: the left side never came to pass; else why a side was not measured',
  },
};

/** The fields of what a scenario's plan warns of. */
export const HINT: Record<string, JsonSchema> = {
  code: {
    type: 'string',
    description: HINT_KINDS.map(({ code, description }) => `\`${code}\`: ${description}`).join('. '),
  },
  path: { type: 'string', description: 'the field to change' },
  message: { type: 'string', description: 'which figures it comes from, and what to change' },
};
