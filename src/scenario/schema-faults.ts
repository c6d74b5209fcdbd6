import * as z from 'zod';
import type { Field, Fields } from '../faults/kind.js';
import { FAULT_KINDS, type FaultKind, type FaultKindName, onlyTargetOf } from '../faults/registry.js';
import { step } from './schema-step.js';
import {
  duration,
  interval,
  listOf,
  mapping,
  name,
  numberFrom,
  oneOf,
  share,
  wholeNumber,
} from './schema-values.js';

/** A fault as it stands in a file. The schema knows which fields its kind has, and the type does not. */
export interface AuthoredFault {
  kind: FaultKindName;
  target?: string | undefined;
  /** Of a step that joins. */
  step?: z.infer<typeof step> | undefined;
  [field: string]: unknown;
}

const AT: Field = {
  type: 'duration',
  isOptional: true,
  description: 'when it begins; left out: at the start',
};
const FOR: Field = {
  type: 'duration',
  isOptional: true,
  description: 'how long it lasts; left out: for the rest of the run',
};

const [first, ...others] = FAULT_KINDS.map(schemaOf);
if (first === undefined) throw new RangeError('no kinds of faults');

/** What the kinds say of their fields, as a schema. */
const fault = z.discriminatedUnion('kind', [first, ...others], {
  error: 'a mapping such as { kind: outage, target: payment, at: 20s, for: 10s }',
}) as unknown as z.ZodType<AuthoredFault>;

export const faults = listOf(fault, 1000);

function schemaOf(kind: FaultKind) {
  const {
    at,
    for: length,
    ...own
  }: Fields & { at: Field; for: Field } = {
    at: AT,
    for: FOR,
    ...kind.fields,
  };
  const fields = mapping({
    kind: z.literal(kind.kind).describe(kind.description),
    target: (onlyTargetOf(kind) === undefined ? name : name.optional()).describe(describeTargets(kind)),
    ...Object.fromEntries(Object.entries(own).map(([field, its]) => [field, schemaOfField(its)])),
    at: schemaOfField(at),
    for: schemaOfField(length),
  });
  const { needsOneOf } = kind;
  const meta = { id: `${camelCase(kind.kind)}Fault` };
  if (needsOneOf === undefined) return fields.meta(meta);
  return fields
    .refine(
      (values: Record<string, unknown>) => needsOneOf.fields.some((field) => values[field] !== undefined),
      { error: needsOneOf.expected },
    )
    .meta(meta);
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function describeTargets({ targets }: FaultKind): string {
  const words = targets.map((target) => (target === 'service' ? 'a service by its name' : `\`${target}\``));
  return `what it is aimed at: ${words.join(', or ')}`;
}

function schemaOfField(field: Field): z.ZodType {
  const schema = schemaOfType(field).meta({
    description: field.description,
    ...('default' in field ? { default: field.default } : {}),
  });
  return field.isOptional === true || 'default' in field ? schema.optional() : schema;
}

function schemaOfType(field: Field): z.ZodType {
  switch (field.type) {
    case 'duration':
      return field.isInterval === true ? interval : duration;
    case 'share':
      return share;
    case 'number':
      return numberFrom(field.least);
    case 'count':
      return wholeNumber(field.least, field.most);
    case 'word':
      return oneOf(field.oneOf);
    case 'end':
      return name;
    case 'step':
      return step;
  }
}
