import { COMPARED, type FigureEntry, RUN, type Shape } from '../measure/figures.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { isIndex, type Unmeasured, valueAt } from '../measure/read-figure.js';
import { shareNamed, SHARES } from '../measure/shares.js';
import { BASE_MODES, type ColumnLike, columnNames, findMode } from '../modes/registry.js';
import { lacksControl } from './collateral.js';
import { type Comparison, NEVER } from './comparison.js';
import { list } from './words.js';

/** One figure of a comparison, by the path it has in a mode's JSON. */
export interface FigurePath {
  /** Which result it is of, where a gate is over several: `base`, `new`. */
  of?: string;
  /** Of the run without the faults. */
  control: boolean;
  mode: string;
  path: readonly string[];
  /** What is known of it. */
  entry: FigureEntry;
}

/** Whose names a figure may begin with. */
export type Columns = readonly ColumnLike[] | 'any';

/** A path that no run can have: which of its words is to blame, and what could have stood there. */
export class FigureProblem extends Error {
  override name = 'FigureProblem';

  constructor(
    message: string,
    /** The index of the word to blame; the number of words where one is missing. */
    readonly word: number,
    readonly known: readonly string[] = [],
    /** Where every name stands that there is. */
    readonly all?: string,
  ) {
    super(message);
  }
}

/** Every metric stands there, with its unit and what it says. */
const ALL = 'coupling-demo schema output';

/**
 * The figure that a path's words name: `event.completed` (a share), `direct.services.payment.attempts`,
 * `control.direct.completionTime.p99`. Which services and modes there are, only the run can tell.
 *
 * @param columns of the scenario, which may have names of their own; `any` where the name has been looked at before
 * @param results the names of several results, one of which goes before everything else: `new.event.goodput`
 * @throws {FigureProblem} when no run could have it
 */
export function findFigure(
  words: readonly string[],
  columns: Columns = [],
  results: readonly string[] = [],
): FigurePath {
  if (results.length === 0) return findInRun(words, columns);
  const [of = '', ...more] = words;
  if (!results.includes(of)) {
    const names = list(results.map((name) => `\`${name}\``));
    throw new FigureProblem(`\`${of}\` is none of the results: start with ${names}`, 0, results);
  }
  try {
    return { of, ...findInRun(more, columns) };
  } catch (error) {
    if (!(error instanceof FigureProblem)) throw error;
    throw new FigureProblem(error.message, error.word + 1, error.known, error.all);
  }
}

function findInRun(words: readonly string[], columns: Columns): FigurePath {
  const control = words[0] === 'control';
  const start = control ? 1 : 0;
  const mode = words[start];
  const named = columns === 'any' ? [] : [...new Set([...columnNames(columns), ...BASE_MODES])];
  if (mode === undefined) throw new FigureProblem('a mode has to follow', start, named);
  if (columns !== 'any' && findMode(mode, columns) === undefined) {
    const known = control ? named : [...named, 'control'];
    throw new FigureProblem(`\`${mode}\` is not a mode: ${startWithMode(words)}`, start, known);
  }
  const path = words.slice(start + 1);
  const [first, second] = path;
  const share = shareNamed(path.slice(0, 1));
  if (share !== undefined) {
    if (second === undefined) return { control, mode, path, entry: share };
    throw new FigureProblem(`\`${first ?? ''}\` is a share: there is nothing below it`, start + 2);
  }
  let shape: Shape = control ? RUN : COMPARED;
  for (const [index, word] of path.entries()) {
    shape = descend(shape, word, start + 1 + index);
  }
  if ('kind' in shape) return { control, mode, path, entry: shape };
  if (!('word' in shape)) {
    throw new FigureProblem(notOne(shape, words.at(-1) ?? ''), words.length);
  }
  throw new FigureProblem(`\`${path.at(-1) ?? ''}\` is a word, not a number`, words.length - 1);
}

/** `start with a mode: event.completionTime.p99`, with what was written where that is a metric. */
function startWithMode(words: readonly string[]): string {
  const path = words.filter((word) => word !== 'control');
  const [first = ''] = path;
  const isMetric = Object.hasOwn(COMPARED.fields, first) || Object.hasOwn(SHARES, first);
  return `start with one, as in event.${isMetric ? path.join('.') : 'completionTime.p99'}`;
}

/** A group or a list is not a metric: what to add so that it becomes one. */
function notOne(shape: Shape, last: string): string {
  const known = namesIn(shape);
  if (known.length > 0) return `\`${last}\` is not a metric itself: name one of ${known.join(', ')}`;
  if ('elements' in shape) {
    const below = 'fields' in shape.elements ? firstMetric(shape.elements.fields) : '';
    return `\`${last}\` is a list: use ${last}[0]${below}`;
  }
  return `\`${last}\` is not a metric itself: say which one, as in ${last}.<name>`;
}

function firstMetric(fields: Readonly<Record<string, Shape>>): string {
  const found = Object.entries(fields).find(([, field]) => 'kind' in field);
  return found === undefined ? '' : `.${found[0]}`;
}

function descend(shape: Shape, word: string, index: number): Shape {
  if ('kind' in shape || 'word' in shape) {
    throw new FigureProblem(`there is nothing below a metric, no \`${word}\``, index);
  }
  if ('values' in shape) return shape.values;
  const known = namesIn(shape);
  if ('elements' in shape) {
    if (known.length === 0 || known.includes(word) || isIndex(word)) return shape.elements;
    throw new FigureProblem(`there is no \`${word}\``, index, known);
  }
  const field = Object.hasOwn(shape.fields, word) ? shape.fields[word] : undefined;
  if (field !== undefined) return field;
  if (shape === RUN || shape === COMPARED) known.push(...Object.keys(SHARES));
  if (known.includes(word.split('-')[0] ?? '')) {
    throw new FigureProblem(`unknown metric \`${word}\`: a minus wants a space before it`, index, known);
  }
  throw new FigureProblem(`unknown metric \`${word}\``, index, known, ALL);
}

/** What can stand below, where that is known before the run. */
function namesIn(shape: Shape): string[] {
  if ('fields' in shape) return Object.keys(shape.fields);
  return 'elements' in shape ? [...(shape.names ?? [])] : [];
}

/** The figure's value; Infinity is what never came to pass. */
export function readFigure(
  comparison: Pick<Comparison, 'modes' | 'control'>,
  figure: FigurePath,
): number | Unmeasured {
  if (figure.control && comparison.control === undefined) {
    return { why: 'there is no control run: the scenario has no faults' };
  }
  const runs: Record<string, RunMeasurements> =
    (figure.control ? comparison.control : comparison.modes) ?? {};
  const run = Object.hasOwn(runs, figure.mode) ? runs[figure.mode] : undefined;
  if (run === undefined)
    return { why: `${figure.control ? 'the control run of ' : ''}${figure.mode} did not run` };
  const share = shareNamed(figure.path);
  if (share !== undefined) {
    const { offered } = run.requests;
    return offered === 0 ? { why: 'no request was offered' } : share.count(run) / offered;
  }
  const value = valueAt(run, figure.path);
  if (value !== null) return value;
  // Nothing else at the top of a run can be missing.
  if (figure.path.length === 1 && lacksControl(run))
    return { why: `the control run of ${figure.mode} did not run` };
  if (figure.entry.nullIsNever === 'later') return Infinity;
  if (figure.entry.nullIsNever === 'fails') return { why: NEVER };
  return { why: `${figure.path.join('.')} has nothing to measure` };
}
