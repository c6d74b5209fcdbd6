import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { fail, type Path, type Place } from './problems.js';
import { isMapping, type Mapping, type Value } from './values.js';

/** With every alias followed. A scenario of a hundred steps has about two thousand. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 32;

interface Pair {
  key: string;
  keyNode: unknown;
  value: unknown;
}

/** From the nodes of a YAML document to plain values, and back to where they stand. Follows aliases, and merges `<<`. */
export class NodeReader {
  private readonly anchors = new Map<string, Node>();
  private readonly targets = new Map<unknown, Node>();
  private readonly seen = new Set<Node>();
  private nodes = 0;

  constructor(private readonly place: (offset: number) => Place) {}

  /** @throws {ScenarioProblem} at a key that stands twice, or where it grows or nests beyond all use */
  read(node: unknown, depth = 0): Value {
    this.nodes += 1;
    if (this.nodes > MAX_NODES) fail({ code: 'too-many-nodes', place: this.placeOf(node) });
    // An alias for what it stands in ends here too.
    if (depth > MAX_DEPTH) fail({ code: 'too-deep', place: this.placeOf(node) });
    if (isAlias(node)) return this.read(this.follow(node.source, node), depth + 1);
    this.remember(node);
    if (isMap(node)) return this.readMap(node, depth + 1);
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1));
    if (!isScalar(node)) return null;
    const { value } = node;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    return value === null ? null : (node.source ?? null);
  }

  /** Where the thing at `path` begins, or the deepest one on the way there; of a field its name, if `part` says so. */
  offsetOf(root: unknown, path: Path, part: 'key' | 'value'): number {
    let offset = offsetOf(root);
    let node = this.resolve(root);
    for (const [index, step] of path.entries()) {
      if (isMap(node)) {
        const pair = this.pairsOf(node).find(({ key }) => key === step);
        if (pair === undefined) break;
        const wantsKey = part === 'key' && index === path.length - 1;
        offset = offsetOf(isNode(pair.value) && !wantsKey ? pair.value : pair.keyNode);
        node = this.resolve(pair.value);
      } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
        offset = offsetOf(node.items[step]);
        node = this.resolve(node.items[step]);
      } else {
        break;
      }
    }
    return offset;
  }

  private readMap(map: YAMLMap, depth: number): Mapping {
    const result: Mapping = {};
    const own = new Set<string>();
    for (const { key, keyNode, value } of ownPairs(map)) {
      if (own.has(key)) fail({ code: 'duplicate-key', place: this.placeOf(keyNode), found: key });
      own.add(key);
      if (key === '<<') {
        this.merge(this.read(value, depth), result, keyNode);
      } else if (key === '__proto__') {
        // It would not become a field: it would change what the mapping is.
        fail({ code: 'bad-name', place: this.placeOf(keyNode), found: key, expected: 'another name' });
      } else {
        result[key] = this.read(value, depth);
      }
    }
    return result;
  }

  /** A mapping's own fields win, those before `<<` and those after it. */
  private merge(from: Value, into: Mapping, keyNode: unknown): void {
    for (const mapping of Array.isArray(from) ? from : [from]) {
      if (!isMapping(mapping)) {
        fail({
          code: 'invalid',
          place: this.placeOf(keyNode),
          path: ['<<'],
          found: mapping,
          expected: 'a mapping to merge',
        });
      }
      for (const [key, value] of Object.entries(mapping)) if (!Object.hasOwn(into, key)) into[key] = value;
    }
  }

  /** Own fields, then those merged. */
  private pairsOf(map: YAMLMap): Pair[] {
    const own = ownPairs(map);
    const merged = own.filter(({ key }) => key === '<<').map(({ value }) => this.resolve(value));
    const sources = merged.flatMap((node) =>
      isSeq(node) ? node.items.map((item) => this.resolve(item)) : [node],
    );
    return [...own, ...sources.flatMap((source) => (isMap(source) ? this.pairsOf(source) : []))];
  }

  private remember(node: unknown): void {
    // Not again when an alias leads here: what this anchor's name stands for may have changed since.
    if (!isNode(node) || isAlias(node) || node.anchor === undefined || this.seen.has(node)) return;
    this.seen.add(node);
    this.anchors.set(node.anchor, node);
  }

  private follow(name: string, alias: Node): Node {
    const target = this.targets.get(alias) ?? this.anchors.get(name);
    if (target === undefined) {
      fail({
        code: 'broken-yaml',
        place: this.placeOf(alias),
        because: `nothing before it is named &${name}`,
      });
    }
    this.targets.set(alias, target);
    return target;
  }

  private resolve(node: unknown): unknown {
    return this.targets.get(node) ?? node;
  }

  private placeOf(node: unknown): Place {
    return this.place(offsetOf(node));
  }
}

function ownPairs(map: YAMLMap): Pair[] {
  return map.items.map(({ key, value }) => ({
    key: isScalar(key) ? String(key.value) : '',
    keyNode: key,
    value,
  }));
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
