import type { Layers } from '../scenario/layers.js';
import type { WorkflowOverride } from '../scenario/changes.js';

/** One flag of the command line: all that there is to know of it. Its name is its key in a table: `max-deliveries`. */
export interface Flag {
  /** One text, of which the last counts; all texts that were given; or given or not. */
  kind: 'text' | 'list' | 'switch';
  /** What stands for its value in `--help`: `<rate>`. A switch takes none. */
  takes?: string;
  help: string;
  /**
   * Does `reproduce:` repeat it? Not what stands in a place of its own there, nor what changes no figure: how results are
   * shown, and where they go. A file that is there must not be written over by who only looks into a gate.
   */
  isRepeated: boolean;
  /**
   * Is it another scenario with it? Then a bundled scenario's own gates do not judge it, and `drill down:` repeats the flag.
   * Another luck and further gates leave it the same one.
   */
  changesScenario: boolean;
}

/** A flag that is laid over the scenario. */
export interface ScenarioFlag extends Flag {
  /** How its value is written, with an example, for whoever wrote it otherwise. */
  form?: string;
  /**
   * Lays one of its values over the scenario.
   *
   * @throws {ScenarioProblem} when it is not of the flag's form; what it says is for the schema to judge
   */
  apply: (layers: Layers, given: GivenFlag) => void | Promise<void>;
  /** Flags are applied in the order of their tables, except those that take something away, or that overrule the others. */
  turn?: 'first' | 'last';
  /** The workflow that it puts under the scenario, if it does: that has to be known before the scenario is laid over it. */
  workflow?: (given: GivenFlag) => Promise<WorkflowOverride | undefined>;
}

/** A flag as the user gave it. */
export interface GivenFlag {
  /** Its value; empty for a switch. */
  text: string;
  /** All of it, for messages: `--rate 80/s`. */
  flag: string;
  /** @throws {ScenarioProblem} that names the form it should have */
  malformed: () => never;
}

export type FlagTable<Kind extends Flag = Flag> = Readonly<Record<string, Kind>>;

/** The tables of a command, each under its heading in `--help`. */
export type FlagGroups = Readonly<Record<string, FlagTable>>;

/** What most flags are for; each table says which. */
export const CHANGES_SCENARIO = { isRepeated: true, changesScenario: true } as const;
export const ONLY_REPEATED = { isRepeated: true, changesScenario: false } as const;
export const NOT_REPEATED = { isRepeated: false, changesScenario: false } as const;

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** What commander calls a flag's value: `maxDeliveries`; `--no-faults` is the `false` of `faults`. */
type AttributeOf<Name extends string> = Name extends `no-${infer Rest}` ? CamelCase<Rest> : CamelCase<Name>;

interface Values {
  text: string;
  list: string[];
  switch: boolean;
}

type NameIn<Groups> = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups] & string;

type KindOf<Groups, Name extends string> = {
  [Group in keyof Groups]: Groups[Group] extends Record<Name, { kind: infer Kind }> ? Kind : never;
}[keyof Groups] &
  keyof Values;

/** The flags of a command as commander hands them over: texts, unread. */
export type FlagValues<Groups extends FlagGroups> = {
  [Name in NameIn<Groups> as AttributeOf<Name>]?: Values[KindOf<Groups, Name>];
};

export function attributeOf(name: string): string {
  return name.replace(/^no-/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Does it say no to what is so without it, as `--no-faults` does? */
export function isNegative(name: string): boolean {
  return name.startsWith('no-');
}
