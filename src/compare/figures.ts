import type { Endings, RunMeasurements } from '../measure/measurements.js';
import { BASE_MODES, findMode } from '../modes/registry.js';
import { lacksControl } from './collateral.js';
import type { Comparison } from './comparison.js';
import { failedCallers, tally } from './requests.js';
import { COMPARED, type Dimension, RUN, type Shape } from './shape.js';

/** One figure of a comparison, by the path it has in a mode's JSON. */
export interface Figure {
  /** Of the run without the faults. */
  control: boolean;
  mode: string;
  path: readonly string[];
  dimension: Dimension;
}

/** A figure that was not measured, and why. */
export interface Unmeasured {
  why: string;
}

/** A path that no run can have: which of its words is to blame, and what could have stood there. */
export class FigureProblem extends Error {
  override name = 'FigureProblem';

  constructor(
    message: string,
    /** The index of the word to blame; the number of words where one is missing. */
    readonly word: number,
    readonly known: readonly string[] = [],
  ) {
    super(message);
  }
}

/**
 * The short names: shares of the requests offered, by what the caller was told, by how the work ended, and by both (the
 * cells of the accounting). Here they are numbers of requests, yet to be divided by the offered ones.
 */
const SHARES: Record<string, (run: RunMeasurements) => number> = {
  accepted: ({ requests }) => requests.accepted,
  failed: ({ requests }) => requests.failed,
  timedOut: ({ requests }) => requests.timedOut,
  refused: failedCallers,

  completed: ({ requests }) => requests.completed,
  partial: (run) => ended(run, 'partial'),
  nothing: (run) => ended(run, 'nothing'),
  deadLettered: (run) => ended(run, 'deadLettered'),
  lost: (run) => ended(run, 'lost'),
  inFlight: (run) => ended(run, 'inFlight'),

  good: (run) => tally(run).good,
  brokenPromises: (run) => tally(run).brokenPromises,
  ghosts: (run) => tally(run).ghosts,
  orphans: (run) => tally(run).orphans,
  honestFailures: (run) => tally(run).honestFailures,
  late: (run) => tally(run).late,
};

/** One of the short names: a share of the requests offered. */
export function isShare([name = '', ...below]: readonly string[]): boolean {
  return below.length === 0 && Object.hasOwn(SHARES, name);
}

/** All of the short names' figures: empty where no request was offered. */
export function sharesOf(run: RunMeasurements): Map<string, number> {
  const { offered } = run.requests;
  return new Map(
    offered === 0 ? [] : Object.entries(SHARES).map(([name, count]) => [name, count(run) / offered]),
  );
}

function ended({ requests: { outcomes } }: RunMeasurements, ending: keyof Endings): number {
  return outcomes.accepted[ending] + outcomes.refused[ending];
}

/**
 * The figure that a path's words name: `event.completed` (a share), `direct.services.payment.attempts`,
 * `control.direct.completionTime.p99`. Which services and modes there are, only the run can tell.
 *
 * @throws {FigureProblem} when no run could have it
 */
export function findFigure(words: readonly string[]): Figure {
  const control = words[0] === 'control';
  const start = control ? 1 : 0;
  const mode = words[start];
  if (mode === undefined) throw new FigureProblem('a mode has to follow', start, BASE_MODES);
  if (findMode(mode) === undefined) {
    const known = control ? BASE_MODES : [...BASE_MODES, 'control'];
    throw new FigureProblem(
      `\`${mode}\` is no mode: a figure begins with one, as in event.completed`,
      start,
      known,
    );
  }
  const path = words.slice(start + 1);
  const [first, second] = path;
  if (first !== undefined && Object.hasOwn(SHARES, first)) {
    if (second === undefined) return { control, mode, path, dimension: 'plain' };
    throw new FigureProblem(`\`${first}\` is a share: there is nothing below it`, start + 2);
  }
  let shape: Shape = control ? RUN : COMPARED;
  for (const [index, word] of path.entries()) {
    shape = descend(shape, word, start + 1 + index);
  }
  if (typeof shape === 'object' && 'nullable' in shape) shape = shape.nullable;
  if (typeof shape === 'object') {
    const known = namesIn(shape);
    const last = words.at(-1) ?? '';
    const hint = known.length > 0 ? `name one of ${known.join(', ')}` : 'say which one';
    throw new FigureProblem(`\`${last}\` is not a figure itself: ${hint}`, words.length);
  }
  if (shape === 'text') {
    throw new FigureProblem(`\`${path.at(-1) ?? ''}\` is a word, not a figure`, words.length - 1);
  }
  return { control, mode, path, dimension: shape };
}

function descend(shape: Shape, word: string, index: number): Shape {
  if (typeof shape === 'string' || 'nullable' in shape) {
    throw new FigureProblem(`there is nothing below a figure, no \`${word}\``, index);
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
  const hint = known.includes(word.split('-')[0] ?? '') ? ': a minus wants a space before it' : '';
  throw new FigureProblem(`no figure is called \`${word}\`${hint}`, index, known);
}

/** What can stand below, where that is known before the run. */
function namesIn(shape: Exclude<Shape, string>): string[] {
  if ('fields' in shape) return Object.keys(shape.fields);
  return 'names' in shape ? [...shape.names] : [];
}

/** The figure's value; Infinity is a recovery that never came. */
export function readFigure(
  comparison: Pick<Comparison, 'modes' | 'control'>,
  figure: Figure,
): number | Unmeasured {
  if (figure.control && comparison.control === undefined) {
    return { why: 'there is no control run: the scenario has no faults' };
  }
  const runs: Record<string, RunMeasurements> =
    (figure.control ? comparison.control : comparison.modes) ?? {};
  const run = Object.hasOwn(runs, figure.mode) ? runs[figure.mode] : undefined;
  if (run === undefined)
    return { why: `${figure.control ? 'the control run of ' : ''}${figure.mode} did not run` };
  if (isShare(figure.path))
    return sharesOf(run).get(figure.path[0] ?? '') ?? { why: 'no request was offered' };
  const value = follow(run, figure.path);
  if (value !== null) return value;
  // Nothing else at the top of a run can be missing.
  if (figure.path.length === 1 && lacksControl(run))
    return { why: `the control run of ${figure.mode} did not run` };
  if (figure.path.at(-1) === 'recoveryTime') return Infinity;
  return { why: `${figure.path.join('.')} has nothing to measure` };
}

function follow(run: RunMeasurements, path: readonly string[]): number | null | Unmeasured {
  let value: unknown = run;
  for (const [index, word] of path.entries()) {
    if (isEmptyTimes(value) && word !== 'count') {
      return { why: `${path.slice(0, index).join('.')} has nothing to measure` };
    }
    const next = step(value, word);
    if (next === undefined) return { why: `there was no ${path.slice(0, index + 1).join('.')}` };
    value = next;
  }
  return typeof value === 'number' || value === null
    ? value
    : { why: `${path.join('.')} has nothing to measure` };
}

/** Elements of a list are found by their place, or by their name where they have one. */
function step(value: unknown, word: string): unknown {
  if (Array.isArray(value)) {
    const list = value as unknown[];
    if (isIndex(word)) return list[Number(word)];
    return list.find((element) => isObject(element) && element.name === word);
  }
  return isObject(value) && Object.hasOwn(value, word) ? value[word] : undefined;
}

/** A percentile of nothing is no percentile. */
function isEmptyTimes(value: unknown): boolean {
  return isObject(value) && 'p99' in value && value.count === 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isIndex(word: string): boolean {
  return /^\d+$/.test(word);
}
