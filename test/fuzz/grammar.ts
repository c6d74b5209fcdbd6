import * as z from 'zod';
import { scenarioFile } from '../../src/scenario/schema.js';
import type { Mapping, Value } from '../../src/scenario/values.js';
import type { Dice } from './dice.js';

/** As much of JSON Schema as the schema of a scenario uses. */
interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  const?: Value;
  enum?: Value[];
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  items?: Schema;
  minimum?: number;
}

const ROOT = z.toJSONSchema(scenarioFile, { io: 'input', reused: 'ref' }) as Schema & {
  $defs: Record<string, Schema>;
};

export const DURATIONS = [
  ...['0ms', '1us', '10us', '1ms', '7ms', '50ms', '200ms', '1s', '2s', '5s', '10s', '60s', '1h', '24h'],
  ...['none', '0.3us', '1e-290ms', '1e9s', '-1s', '5', 's', '99999999h'],
];
export const RATES = [
  '1/s',
  '8/s',
  '100/s',
  '2000/s',
  '60/m',
  '1/h',
  '0/s',
  '1e5/s',
  '1e300/s',
  '-3/s',
  '10',
];
export const SHARES = ['0%', '1%', '20%', '50%', '99.9%', '100%', 0.5, 0, 1, '-1%', '101%', 2];
export const NUMBERS = [
  ...[0, 1, 2, 3, 10, 64, 1000, 65_536, 1_000_000, 1_000_000_000, 2 ** 53],
  ...[-1, 0.5, 1.0001, 1e-9, 1e300, Infinity, -Infinity, NaN, 1e-320],
];
export const GATES = [
  ...['direct.completed >= 99%', 'event.completionTime.p99 <= 2s', 'event.effects / direct.attempts < 1e9'],
  ...['control.direct.accepted > 0', 'direct.lost', '1 / 0 > 0%', 'event.completed >= '],
];

/** What a scenario has that others of its values name. */
export interface Names {
  services: readonly string[];
  events: readonly string[];
}

/** The fields that a mapping at `path` may have, each with a way to make up a value. */
export function fieldsAt(path: readonly (string | number)[]): { name: string; schema: Schema }[] {
  return formsAt(path).flatMap(({ properties = {} }) =>
    Object.entries(properties).map(([name, schema]) => ({ name, schema })),
  );
}

/** What a list at `path` may have in it. */
export function elementsAt(path: readonly (string | number)[]): Schema[] {
  return formsAt(path).flatMap(({ items }) => (items === undefined ? [] : [items]));
}

/** All forms that a value at `path` may have. */
function formsAt(path: readonly (string | number)[]): Schema[] {
  return path.reduce<Schema[]>(
    (forms, step) =>
      forms.flatMap(({ properties = {}, additionalProperties, items }) => {
        if (typeof step === 'number') return items === undefined ? [] : formsOf(items);
        const field = Object.hasOwn(properties, step) ? properties[step] : additionalProperties;
        return typeof field === 'object' ? formsOf(field) : [];
      }),
    formsOf(ROOT),
  );
}

function formsOf(schema: Schema): Schema[] {
  const { $ref, anyOf = [], oneOf = [], allOf = [] } = schema;
  const own =
    schema.type === undefined && schema.const === undefined && schema.enum === undefined ? [] : [schema];
  const named = $ref === undefined ? [] : formsOf(ROOT.$defs[$ref.replace('#/$defs/', '')] ?? {});
  return [...own, ...named, ...[...anyOf, ...oneOf, ...allOf].flatMap(formsOf)];
}

/** A value such as the schema asks for; one in several is not quite. */
export function inventValue(schema: Schema, name: string, names: Names, dice: Dice): Value {
  const forms = formsOf(schema);
  if (forms.length === 0) return 'none';
  const form = dice.oneOf(forms);
  if (form.const !== undefined) return form.const;
  if (form.enum !== undefined) return dice.oneOf(form.enum);
  switch (form.type) {
    case 'object':
      return inventMapping(form, names, dice);
    case 'array':
      return Array.from({ length: dice.below(4) }, () => inventValue(form.items ?? {}, name, names, dice));
    case 'boolean':
      return dice.chance(0.5);
    case 'integer':
    case 'number':
      return dice.chance(0.5) ? (form.minimum ?? 1) + dice.below(5) : dice.oneOf(NUMBERS);
    default:
      return inventText(name, names, dice);
  }
}

function inventMapping(form: Schema, names: Names, dice: Dice): Mapping {
  const { properties = {}, required = [] } = form;
  const fields = Object.entries(properties).filter(([name]) =>
    required.includes(name) ? dice.chance(0.97) : dice.chance(0.4),
  );
  return Object.fromEntries(
    fields.map(([name, schema]) => [name, inventValue(schema, name, names, dice)] as const),
  );
}

function inventText(name: string, { services, events }: Names, dice: Dice): Value {
  switch (name) {
    case 'service':
      return dice.oneOf([...services, 'database', 'new']);
    case 'target':
    case 'from':
      return dice.oneOf([...services, ...services, 'database', 'bus', 'load', 'workflow']);
    case 'on':
    case 'emits':
      return dice.oneOf([...events, 'New']);
    case 'rate':
      return dice.chance(0.5) ? dice.oneOf(RATES) : dice.oneOf(SHARES);
    case 'declineRate':
    case 'loss':
    case 'failureRateThreshold':
    case 'weight':
      return dice.oneOf(SHARES);
    case 'expect':
      return dice.oneOf(GATES);
    default:
      return dice.oneOf(DURATIONS);
  }
}
