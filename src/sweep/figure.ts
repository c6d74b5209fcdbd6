import { FigureProblem, findFigure } from '../compare/figure-path.js';
import { GateProblem, tokenize, type Word } from '../compare/tokens.js';
import { COMPARED, type FigureEntry, type FigureKind } from '../measure/figures.js';

/** A figure that a sweep can show: what it is, which way it is better, and what it takes to measure it. */
export interface SweptFigure {
  /** As it was asked for: `completionTime.p99`. */
  text: string;
  /** Its path in a mode's JSON. */
  words: string[];
  kind: FigureKind;
  /** `null`: neither. */
  better: 'higher' | 'lower' | null;
  needsControl: boolean;
  /** Without a value it never came to pass; other figures were not measured then. */
  nullIsNever: boolean;
}

/** There is no such figure: `found` and `known` are for "did you mean". */
export class SweptFigureProblem extends Error {
  override name = 'SweptFigureProblem';

  constructor(
    message: string,
    readonly found?: string,
    readonly known: readonly string[] = [],
    /** The whole path of the figure that was meant, where its last word alone was written. */
    readonly meant?: string,
  ) {
    super(message);
  }
}

/**
 * @param services of the scenario
 * @throws {SweptFigureProblem} when no mode's run has it
 */
export function readSweptFigure(text: string, services: readonly string[]): SweptFigure {
  const words = wordsOf(text);
  let entry: FigureEntry;
  try {
    // Figures are found in a mode; which one makes no difference.
    ({ entry } = findFigure(['direct', ...words]));
  } catch (error) {
    if (!(error instanceof FigureProblem)) throw error;
    const meant = words.length === 1 ? pathEndingWith(words[0] ?? '') : undefined;
    throw new SweptFigureProblem(error.message, words[error.word - 1], error.known, meant);
  }
  const [first = '', second = ''] = words;
  if (first === 'services' && !services.includes(second)) {
    throw new SweptFigureProblem(`there is no service \`${second}\``, second, services);
  }
  const { kind, better, needsControl = false } = entry;
  const nullIsNever = entry.nullIsNever !== undefined;
  return { text, words, kind, better: better === 'neither' ? null : better, needsControl, nullIsNever };
}

/** Read as in a gate, so that `services["card payment"].attempts` is three words. */
function wordsOf(text: string): string[] {
  try {
    const [path, end] = tokenize(`direct.${text}`);
    if (path?.kind === 'path' && end?.kind === 'end')
      return path.words.slice(1).map((word: Word) => word.text);
  } catch (error) {
    if (!(error instanceof GateProblem)) throw error;
  }
  throw new SweptFigureProblem('it is no path in the JSON of a mode, such as completionTime.p99');
}

/** `completionTime.p99` for `p99`: of the groups of figures, the first one that has it. */
function pathEndingWith(word: string): string | undefined {
  const groups = Object.entries(COMPARED.fields).filter(([name]) => name !== 'series');
  const found = groups.find(([, group]) => 'fields' in group && Object.hasOwn(group.fields, word));
  // Of the groups of times, the one that people mean.
  const [preferred] = groups.filter(
    ([name, group]) => name === 'completionTime' && 'fields' in group && Object.hasOwn(group.fields, word),
  );
  const [name] = preferred ?? found ?? [];
  return name === undefined ? undefined : `${name}.${word}`;
}
