import type { Path } from './problems.js';

/** What YAML can say. */
export type Value = string | number | boolean | null | Value[] | Mapping;
export interface Mapping {
  [key: string]: Value;
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field of its own: `toString` is none of `{}`. */
export function field(mapping: Mapping, key: string): Value | undefined {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** What stands at a path, if anything does. */
export function valueAt(root: Value, path: Path): Value | undefined {
  let value: Value | undefined = root;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else if (isMapping(value)) value = field(value, String(step));
    else return undefined;
  }
  return value;
}

type Optional<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };
type Required<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] };

/** The fields without those that are undefined. */
export function given<T extends object>(fields: T): Required<T> & Optional<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Required<T> & Optional<T>;
}
