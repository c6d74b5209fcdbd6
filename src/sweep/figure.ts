import { FigureProblem, findFigure, isShare } from '../compare/figures.js';
import { GateProblem, tokenize, type Word } from '../compare/tokens.js';

/** A figure that a sweep can show: what it is, which way it is better, and what it takes to measure it. */
export interface SweptFigure {
  /** As it was asked for: `completionTime.p99`. */
  text: string;
  /** Its path in a mode's JSON. */
  words: string[];
  kind: 'count' | 'share' | 'rate' | 'ratio' | 'time';
  /** `null`: neither. */
  better: 'higher' | 'lower' | null;
  needsControl: boolean;
}

/** A figure that there is not: `found` and `known` are for "did you mean". */
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
  let dimension;
  try {
    // Figures are found in a mode; which one makes no difference.
    ({ dimension } = findFigure(['direct', ...words]));
  } catch (error) {
    if (!(error instanceof FigureProblem)) throw error;
    throw new SweptFigureProblem(error.message, words[error.word - 1], error.known);
  }
  const [first = '', second = ''] = words;
  if (first === 'services' && !services.includes(second)) {
    throw new SweptFigureProblem(`there is no service \`${second}\``, second, services);
  }
  const path = (first === 'services' ? ['services', '*', ...words.slice(2)] : words).join('.');
  return {
    text,
    words,
    kind: dimension === 'plain' ? plainKind(words) : dimension,
    better: HIGHER.test(path) ? 'higher' : LOWER.test(path) ? 'lower' : null,
    needsControl: ['recoveryTime', 'blastRadius', 'collateral'].includes(first),
  };
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

function plainKind(words: readonly string[]): SweptFigure['kind'] {
  const last = words.at(-1) ?? '';
  if (isShare(words) || ['utilization', 'blockedShare', 'waited'].includes(last)) return 'share';
  return words[0] === 'amplification' ? 'ratio' : 'count';
}

const HIGHER = new RegExp(
  [
    '^(good|accepted|completed)$',
    String.raw`^throughput\..*(accepted|completed)$`,
    String.raw`^requests\.(accepted|completed|outcomes\.accepted\.completed)$`,
  ].join('|'),
);

const LOWER = new RegExp(
  [
    '^(failed|timedOut|refused|partial|nothing|deadLettered|lost|inFlight)$',
    '^(brokenPromises|ghosts|orphans|honestFailures|late)$',
    String.raw`^requests\.(failed|timedOut|outcomes\.)`,
    String.raw`^(\w+Time|completionLag|services\.\*\.\w+Time)\.(mean|sd|p50|p95|p99|max|waited)$`,
    '^(recoveryTime|blastRadius|collateral|changedServices|peakBacklog|lostEvents)$',
    String.raw`^amplification\.`,
    String.raw`^services\.\*\.(failures\.|doubleEffects|duplicates|deadLettered|blockedShare|peakQueue)`,
  ].join('|'),
);
