import type { Plan } from '../plan/plan.js';
import { withDatabase } from '../plan/sharing.js';
import type { Runtime } from '../system/ports.js';
import { direct } from './direct.js';
import { event } from './event.js';
import { sharedDatabase } from './shared-database.js';
import { cancelling, idempotent, withBreakers, withoutOutbox, withoutRetries } from './variants.js';

/** A way to couple the steps of a workflow. */
export interface ModeEntry {
  /** How it works: its own file. */
  couple: (plan: Plan, runtime: Runtime) => void;
  /** What it is called in a sentence. The verb comes in the past: one or many does not matter. */
  words: string;
  /** Who has to change so that a new step can join: whoever has to call it, or nobody. */
  changeToJoin: 'callers' | 'nobody';
  /** What it takes to run it: of modes that are otherwise level, the one with the least is preferred. */
  effort: number;
  /** What it takes that the other modes have no use for. */
  equip?: (plan: Plan) => Plan;
  /**
   * The mode with one policy changed, by what comes after the colon: direct calls are not to lose only because their retries
   * were set badly, nor events to win only because their steps are idempotent.
   */
  variants: Readonly<Record<string, Variant>>;
}

interface Variant {
  change: (plan: Plan) => Plan;
  /** What is otherwise than in the mode, for the legend. */
  words: string;
}

const IDEMPOTENT: Variant = { change: idempotent, words: 'every step is idempotent' };

/** The modes that there are. */
const ENTRIES = {
  direct: {
    couple: direct,
    words: 'direct calls',
    changeToJoin: 'callers',
    effort: 0,
    variants: {
      'no-retry': { change: withoutRetries, words: 'nobody retries' },
      breaker: { change: withBreakers, words: 'a circuit breaker on every call' },
      cancel: { change: cancelling, words: 'a caller that times out cancels its call' },
      idempotent: IDEMPOTENT,
    },
  },
  event: {
    couple: event,
    words: 'events',
    changeToJoin: 'nobody',
    effort: 2, // a broker
    variants: {
      'no-outbox': { change: withoutOutbox, words: 'what is published while the broker is down is lost' },
      idempotent: IDEMPOTENT,
    },
  },
  'shared-database': {
    couple: sharedDatabase,
    words: 'the shared database',
    changeToJoin: 'nobody',
    effort: 1, // a database that all share
    equip: withDatabase,
    variants: {},
  },
} as const satisfies Record<string, ModeEntry>;

/** A mode without a variant. */
export type BaseMode = keyof typeof ENTRIES;

/** What a column of a comparison may be: a mode, or a variant of one. */
export type Mode = {
  [Base in BaseMode]: Base | `${Base}:${keyof (typeof ENTRIES)[Base]['variants'] & string}`;
}[BaseMode];

export const BASE_MODES = Object.keys(ENTRIES) as BaseMode[];

/** Each mode, and after it its variants. */
export const MODES = BASE_MODES.flatMap((base) => [
  base,
  ...Object.keys(ENTRIES[base].variants).map((variant) => `${base}:${variant}`),
]) as Mode[];

interface FoundMode {
  base: BaseMode;
  entry: ModeEntry;
  /** What comes after the colon, or the name of a column of its own. */
  variant: string | undefined;
}

/** A column as a scenario has it: a mode or a variant by its name, or a mode with policies of its own. */
export type ColumnLike = string | { readonly mode: BaseMode; readonly name: string };

/** What heads the column, and names it in gates and in the JSON. */
export function columnName(column: ColumnLike): string {
  return typeof column === 'string' ? column : column.name;
}

export function columnNames(columns: readonly ColumnLike[]): string[] {
  return columns.map(columnName);
}

/**
 * What `direct:no-retry` is a variant of, and which; `undefined` where there is no such mode.
 *
 * @param columns of the scenario, which may have names of their own
 */
export function findMode(mode: string, columns: readonly ColumnLike[] = []): FoundMode | undefined {
  for (const own of columns) {
    if (typeof own !== 'string' && own.name === mode)
      return { base: own.mode, entry: ENTRIES[own.mode], variant: own.name };
  }
  const [name = '', ...variant] = mode.split(':');
  const base = BASE_MODES.find((known) => known === name);
  if (base === undefined) return undefined;
  return { base, entry: ENTRIES[base], variant: variant.length === 0 ? undefined : variant.join(':') };
}

/**
 * The plan for a mode such as `direct:no-retry`, and how the mode works.
 *
 * @throws RangeError for a mode or a variant that there is not
 */
export function applyVariant(plan: Plan, mode: string): { couple: ModeEntry['couple']; plan: Plan } {
  const found = findMode(mode);
  if (found === undefined) throw new RangeError(`no mode ${mode}`);
  const { entry, variant } = found;
  const { couple } = entry;
  const equipped = entry.equip?.(plan) ?? plan;
  if (variant === undefined) return { couple, plan: equipped };
  const change = Object.hasOwn(entry.variants, variant) ? entry.variants[variant]?.change : undefined;
  if (change === undefined) throw new RangeError(`no variant ${mode}`);
  return { couple, plan: change(equipped) };
}
