/** What a shell can complete, apart from how it does. */
export interface CompletionModel {
  /** The program's name. */
  program: string;
  commands: readonly CommandModel[];
  /** Services that can be named where a scenario is, by the scenario. */
  services: Readonly<Record<string, readonly string[]>>;
}

export interface CommandModel {
  name: string;
  help: string;
  flags: readonly FlagModel[];
  /** What stands behind it; the last one may stand there several times. */
  arguments: readonly Values[];
}

export interface FlagModel {
  /** `--format` */
  name: string;
  help: string;
  /** `undefined`: it takes none. */
  values: Values | undefined;
}

export type Values =
  | { kind: 'words'; words: readonly string[]; isList?: true }
  /** The names of the bundled scenarios, and files. */
  | { kind: 'scenarios'; words: readonly string[] }
  /** Services of the scenario on the line; more comes behind where it is to be a fault, say. */
  | { kind: 'services'; isWhole: boolean }
  | { kind: 'files' }
  /** Something that nobody can guess: a number, a time. */
  | { kind: 'any' };

/** What a shell takes for a plain word, quoted or not: nothing else gets into a script. */
export function plainWords(words: readonly string[]): string[] {
  return words.filter((word) => /^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/.test(word));
}

/** Scenarios that have the same services, with these. */
export function groupedServices({
  services,
}: CompletionModel): { scenarios: string[]; services: string[] }[] {
  const groups = new Map<string, { scenarios: string[]; services: string[] }>();
  for (const [scenario, names] of Object.entries(services)) {
    const plain = plainWords(names);
    const key = plain.join(' ');
    const group = groups.get(key) ?? { scenarios: [], services: plain };
    group.scenarios.push(...plainWords([scenario]));
    groups.set(key, group);
  }
  return [...groups.values()].filter(({ scenarios }) => scenarios.length > 0);
}

/** A text in single quotes, on one line and harmless; `escape` says how the shell has a quote in quotes. */
export function quoted(text: string, escape: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('\\', '/');
  return `'${plain.replaceAll("'", escape)}'`;
}
