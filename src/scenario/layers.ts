import { layOver } from './lay-over.js';
import { fail, type Path, type Place } from './problems.js';
import type { SourceText } from './source-text.js';
import { field, isMapping, type Mapping, type Value, valueAt } from './values.js';

/** A scenario as it grows: the workflow, the scenario's file over it, flags over both; and which of them said what. */
export class Layers {
  value: Mapping = {};
  private readonly files: SourceText[] = [];
  private readonly flags = new Map<string, string>();

  addFile(source: SourceText & { root: Mapping }): void {
    this.files.unshift(source);
    // `faults:` with nothing behind it, or with everything behind it commented out.
    const given = Object.fromEntries(Object.entries(source.root).filter(([, value]) => value !== null));
    this.value = layOver(this.value, given) as Mapping;
  }

  /**
   * Lays a flag's value over what stands at `path`; nothing takes a field of the scenario's away.
   *
   * @param flag as the user wrote it: it is what a problem with the value will name
   * @throws {ScenarioProblem} when the path leads nowhere
   */
  set(path: Path, value: Value, flag: string): void {
    const where = this.follow(path, flag);
    if (where.length === 1 && value === null) {
      this.remove(where);
      return;
    }
    for (let length = 1; length < where.length; length += 1) {
      const around = where.slice(0, length);
      if (valueAt(this.value, around) === undefined) this.flags.set(JSON.stringify(around), flag);
    }
    this.value = setIn(this.value, where, value) as Mapping;
    this.record(where, value, flag);
  }

  /** Adds to a list of the scenario's, which may not be there yet. */
  append(list: 'faults' | 'expect', value: Value, flag: string): void {
    const before = field(this.value, list);
    // One stands for a list of one.
    const items = before === undefined || before === null ? [] : Array.isArray(before) ? before : [before];
    this.value = { ...this.value, [list]: [...items, value] };
    this.record([list, items.length], value, flag);
  }

  remove(path: Path): void {
    this.value = removeIn(this.value, path) as Mapping;
  }

  /** Who said what stands at `path`, or if nothing does, what stands nearest around it. */
  placeOf(path: Path, part: 'key' | 'value' = 'value'): Place | undefined {
    for (let length = path.length; length >= 0; length -= 1) {
      const around = path.slice(0, length);
      if (valueAt(this.value, around) === undefined) continue;
      const flag = this.flags.get(JSON.stringify(around));
      if (flag !== undefined) return { flag };
      const file = this.files.find(({ root }) => valueAt(root, around) !== undefined);
      if (file !== undefined) return file.locate(around, length === path.length ? part : 'value');
    }
    return undefined;
  }

  private record(path: Path, value: Value, flag: string): void {
    this.flags.set(JSON.stringify(path), flag);
    const inner: [string | number, Value][] = Array.isArray(value)
      ? value.map((item, index) => [index, item])
      : isMapping(value)
        ? Object.entries(value)
        : [];
    for (const [step, item] of inner) this.record([...path, step], item, flag);
  }

  /** In lists, `0` and `payment` (a step's name, or its service's) become the position. */
  private follow(path: Path, flag: string): Path {
    const where: (string | number)[] = [];
    for (const step of path) {
      const around = valueAt(this.value, where);
      where.push(Array.isArray(around) ? position(around, step, where, flag) : String(step));
    }
    return where;
  }
}

function position(items: readonly Value[], step: string | number, path: Path, flag: string): number {
  const index = /^\d+$/.test(String(step)) ? Number(step) : items.findIndex((item) => nameOf(item) === step);
  // The one after the last is a new one.
  if (index >= 0 && index <= items.length) return index;
  const known = items.map(nameOf).filter((name) => typeof name === 'string');
  return fail({ code: 'unknown-field', place: { flag }, path: [...path, step], found: String(step), known });
}

function nameOf(item: Value): Value | undefined {
  return isMapping(item) ? (item.name ?? item.service) : undefined;
}

function setIn(base: Value | undefined, path: Path, value: Value, name = ''): Value {
  const [step, ...rest] = path;
  if (step === undefined) return layOver(base, value, name);
  if (Array.isArray(base) && typeof step === 'number') {
    const items = [...base];
    items[step] = setIn(base[step], rest, value);
    return items;
  }
  const key = String(step);
  const mapping = isMapping(base) ? base : {};
  return layOver(mapping, { [key]: setIn(field(mapping, key), rest, value, key) }, name);
}

function removeIn(base: Value | undefined, path: Path): Value {
  const [step, ...rest] = path;
  if (!isMapping(base) || step === undefined) return base ?? null;
  const key = String(step);
  if (!Object.hasOwn(base, key)) return base;
  if (rest.length > 0) return { ...base, [key]: removeIn(base[key], rest) };
  return Object.fromEntries(Object.entries(base).filter(([other]) => other !== key));
}
