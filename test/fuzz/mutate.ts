import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { interpret } from '../../src/scenario/interpret.js';
import { layOver } from '../../src/scenario/lay-over.js';
import { BUNDLED } from '../../src/scenario/sources.js';
import { isMapping, type Mapping, type Value } from '../../src/scenario/values.js';
import { Dice } from './dice.js';
import { DURATIONS, elementsAt, fieldsAt, inventValue, type Names, NUMBERS } from './grammar.js';

/** So many requests a scenario has, unless a mutation gives it more. */
const REQUESTS = 500;

/** A place in a scenario: what stands there is `parent[key]`. */
interface Spot {
  parent: Mapping | Value[];
  key: string | number;
  path: (string | number)[];
}

const STRANGE: readonly Value[] = [
  ...[
    '',
    ' ',
    '\u0000',
    '\u202e',
    '\ud83d',
    '👩‍👩‍👧',
    'ａ＝１',
    '__proto__',
    'constructor',
    'toString',
    '=cmd|1',
    '::error::x',
  ],
  ...[
    'a'.repeat(5000),
    '../../etc/passwd',
    '{}',
    'null',
    '~',
    '0x10',
    '1_000',
    '.5s',
    '١s',
    '1s\n',
    '<<',
    '*a',
    '%',
  ],
  ...[null, true, false, [], {}, [[]], { a: { b: {} } }],
];
/** Those of them that are texts, without the byte that no argument can have. */
export const STRANGE_TEXTS = STRANGE.filter(
  (value): value is string => typeof value === 'string' && !value.includes('\u0000'),
);
const SCRAPS = [
  '&a ',
  '*a',
  '<<: *a\n',
  '!!binary x',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '\t',
  '\r',
  '#',
  '|\n',
  '\u2028',
  '\ufeff',
  '---\n',
  '%YAML 9\n',
  '\0',
  'é',
];

const FILES = readdirSync(BUNDLED)
  .filter((file) => file.endsWith('.yaml'))
  .sort();

/** The mutated scenario of this seed and number. */
export function mutatedScenario(seed: number, number: number): string {
  return new Mutator(new Dice(seed, number)).text();
}

class Mutator {
  constructor(private readonly dice: Dice) {}

  text(): string {
    const { dice } = this;
    return dice.chance(0.75) ? this.usable() : this.broken();
  }

  /** Of many mutations, those that leave a scenario that can be run. */
  private usable(): string {
    const { dice } = this;
    let root = this.base(true);
    const times = dice.oneOf([3, 10, 25]);
    for (let n = 0; n < times; n += 1) {
      const mutated = structuredClone(root);
      this.mutate(mutated);
      if ('scenario' in interpret(mutated, 'mutated')) root = mutated;
    }
    return stringify(root, { lineWidth: 0 });
  }

  /** A few mutations, whatever they do. */
  private broken(): string {
    const { dice } = this;
    const root = this.base(dice.chance(0.5));
    for (let n = 0; n <= dice.below(3); n += 1) this.mutate(root);
    const text = stringify(root, { aliasDuplicateObjects: dice.chance(0.5), lineWidth: 0 });
    return dice.chance(0.4) ? this.mutateText(text) : text;
  }

  /**
   * A bundled scenario as something small: fewer requests, or more rarely.
   *
   * @param isWhole with its workflow written into it
   */
  private base(isWhole: boolean): Mapping {
    const { dice } = this;
    const written = readYaml(join(BUNDLED, dice.oneOf(FILES)));
    const workflow = isWhole && typeof written.workflow === 'string' ? written.workflow : undefined;
    if (workflow !== undefined) delete written.workflow;
    const under = workflow === undefined ? {} : readYaml(join(BUNDLED, 'workflows', `${workflow}.yaml`));
    const root = layOver(under, written) as Mapping;
    const load = root.load as Mapping;
    load.requests = REQUESTS;
    load.warmup = '1s';
    if (dice.chance(0.5)) {
      if (load.rate !== undefined) load.rate = dice.oneOf(['8/s', '500/m']);
    } else {
      // The faults come while there are requests.
      for (const fault of (root.faults as Mapping[] | undefined) ?? []) {
        if (fault.at !== undefined) fault.at = dice.oneOf(['1s', '3s']);
      }
    }
    return root;
  }

  private mutate(root: Mapping): void {
    const { dice } = this;
    const spot = dice.oneOf(spotsOf(root));
    const names = namesOf(root);
    const value = valueOf(spot);
    switch (dice.below(12)) {
      case 0:
        this.put(spot, dice.oneOf<Value>([...STRANGE, ...NUMBERS, ...DURATIONS]));
        break;
      case 1:
        if (Array.isArray(spot.parent)) spot.parent.splice(Number(spot.key), 1);
        else Reflect.deleteProperty(spot.parent, spot.key);
        break;
      case 2:
        if (Array.isArray(spot.parent)) this.repeat(spot.parent, value);
        else this.put({ ...spot, key: `${spot.key}2` }, structuredClone(value));
        break;
      case 3:
        this.rename(spot);
        break;
      case 4:
        this.put(spot, structuredClone(valueOf(dice.oneOf(spotsOf(root)))));
        break;
      case 5:
        this.put(spot, this.nested(value, dice.oneOf([1, 1, 5, 60, 200])));
        break;
      case 6:
      case 7:
        this.addFault(root, names);
        break;
      case 8:
      case 9:
        this.insert(dice.oneOf([{ parent: { root }, key: 'root', path: [] }, ...spotsOf(root)]), names);
        break;
      default:
        this.tweak(root);
    }
  }

  private put({ parent, key }: Spot, value: Value): void {
    // Not an assignment: `__proto__` is a key as others are.
    if (Array.isArray(parent)) parent[Number(key)] = value;
    else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  }

  private repeat(list: Value[], value: Value): void {
    const times = this.dice.oneOf([1, 1, 2, 30, 1200]);
    for (let n = 0; n < times; n += 1) list.push(structuredClone(value));
  }

  private rename(spot: Spot): void {
    if (Array.isArray(spot.parent)) return;
    const value = valueOf(spot);
    Reflect.deleteProperty(spot.parent, spot.key);
    const name = this.dice.oneOf([
      `${spot.key}x`,
      String(spot.key).slice(1),
      'ключ',
      '__proto__',
      'rate',
      'a.b',
      '',
    ]);
    this.put({ ...spot, key: name }, value);
  }

  private nested(value: Value, depth: number): Value {
    let result = structuredClone(value);
    const asList = this.dice.chance(0.5);
    for (let n = 0; n < depth; n += 1) result = asList ? [result] : { a: result };
    return result;
  }

  private addFault(root: Mapping, names: Names): void {
    const { dice } = this;
    const [schema] = elementsAt(['faults']);
    if (schema === undefined) throw new TypeError('the schema knows of no faults');
    if (!Array.isArray(root.faults)) root.faults = [];
    const fault = inventValue(schema, 'fault', names, dice);
    if (isMapping(fault)) {
      if (dice.chance(0.5)) fault.at = dice.oneOf(['0s', '500ms', '2s']);
      if (dice.chance(0.5)) fault.for = dice.oneOf(['1ms', '1s', '20s']);
    }
    root.faults.push(fault);
  }

  /** A field or an element that may be there, by the schema. */
  private insert(spot: Spot, names: Names): void {
    const { dice } = this;
    const value = valueOf(spot);
    if (isMapping(value)) {
      const fields = fieldsAt(spot.path);
      if (fields.length === 0) return;
      const { name, schema } = dice.oneOf(fields);
      this.put({ parent: value, key: name, path: [] }, inventValue(schema, name, names, dice));
    } else if (Array.isArray(value)) {
      for (const schema of elementsAt(spot.path)) {
        value.push(inventValue(schema, String(spot.key), names, dice));
      }
    }
  }

  /** Another number, or the same in another unit. */
  private tweak(root: Mapping): void {
    const { dice } = this;
    const numbers = spotsOf(root).filter((spot) => {
      const value = valueOf(spot);
      return typeof value === 'number' || (typeof value === 'string' && /\d/.test(value));
    });
    if (numbers.length === 0) return;
    const spot = dice.oneOf(numbers);
    const value = valueOf(spot);
    const factor = dice.oneOf([0, 0.001, 0.1, 0.5, 2, 10, 100, 1e6, 1e12, -1]);
    if (typeof value === 'number') this.put(spot, value * factor);
    if (typeof value !== 'string') return;
    const changed = dice.chance(0.7)
      ? value.replace(/[\d.]+/, (digits) => String(Number(digits) * factor))
      : value.replace(/us|ms|s$|m$|h$|%/, dice.oneOf(['us', 'ms', 's', 'm', 'h', 'd', '%', '', '/s']));
    this.put(spot, changed);
  }

  private mutateText(text: string): string {
    const { dice } = this;
    let result = text;
    for (let n = 0; n <= dice.below(3); n += 1) {
      const at = dice.below(result.length + 1);
      const length = dice.oneOf([0, 0, 1, 10, 200]);
      result = result.slice(0, at) + dice.oneOf([...SCRAPS, '']) + result.slice(at + length);
    }
    return result;
  }
}

function readYaml(path: string): Mapping {
  return parse(readFileSync(path, 'utf8')) as Mapping;
}

function valueOf({ parent, key }: Spot): Value {
  return (Array.isArray(parent) ? parent[Number(key)] : parent[key]) ?? null;
}

function spotsOf(root: Value): Spot[] {
  const spots: Spot[] = [];
  const visit = (parent: Value, path: (string | number)[]): void => {
    // Deep nests are one mutation's, not the place for all others.
    if (path.length > 12 || typeof parent !== 'object' || parent === null) return;
    const keys = Array.isArray(parent) ? [...parent.keys()].slice(0, 40) : Object.keys(parent);
    for (const key of keys) {
      const spot = { parent, key, path: [...path, key] };
      spots.push(spot);
      visit(valueOf(spot), spot.path);
    }
  };
  visit(root, []);
  return spots.length > 0 ? spots : [{ parent: root as Mapping, key: 'title', path: ['title'] }];
}

function namesOf({ services, steps }: Mapping): Names {
  const emitted = Array.isArray(steps) ? steps.flatMap((step) => (isMapping(step) ? [step.emits] : [])) : [];
  const events = emitted.filter((event) => typeof event === 'string');
  return { services: isMapping(services) ? Object.keys(services) : [], events };
}
