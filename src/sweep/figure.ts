import { FigureProblem, findFigure } from '../compare/figure-path.js';
import { GateProblem, tokenize, type Word } from '../compare/tokens.js';
import type { FigureEntry, FigureKind } from '../measure/figures.js';

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
}

/** There is no such figure: `found` and `known` are for "did you mean". */
export class SweptFigureProblem extends Error {
  override name = 'SweptFigureProblem';

  constructor(
    message: string,
    readonly found?: string,
    readonly known: readonly string[] = [],
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
    throw new SweptFigureProblem(error.message, words[error.word - 1], error.known);
  }
  const [first = '', second = ''] = words;
  if (first === 'services' && !services.includes(second)) {
    throw new SweptFigureProblem(`there is no service \`${second}\``, second, services);
  }
  const { kind, better, needsControl = false } = entry;
  return { text, words, kind, better: better === 'neither' ? null : better, needsControl };
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
