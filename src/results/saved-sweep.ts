import { isRecord } from '../measure/read-figure.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Sweep } from '../sweep/result.js';

const SCHEMA = 'coupling-demo/sweep@1';

/** Does it say that it is what a sweep has measured, of whatever version? */
export function isSweep(value: unknown): boolean {
  return (
    isRecord(value) && typeof value.schema === 'string' && value.schema.startsWith('coupling-demo/sweep@')
  );
}

/**
 * What `sweep --format json` has saved.
 *
 * @param name of the file, for messages
 * @throws {UsageProblem} `other-schema` for another major version of it, `no-result` for what is not as its schema has it
 */
export function checkSweep(value: unknown, name: string): Sweep {
  const sweep = value as Sweep;
  const schema: string = sweep.schema;
  if (schema !== SCHEMA && !schema.startsWith(`${SCHEMA}.`)) {
    throw new UsageProblem(
      'other-schema',
      `${printable(name)}: its schema is ${printable(schema, 80)}, and this version reads sweep@1: save it anew`,
    );
  }
  const flaw = flawOf(value as Record<string, unknown>);
  if (flaw === undefined) return sweep;
  throw new UsageProblem('no-result', `${printable(name)}: no result of \`sweep --format json\`: ${flaw}`);
}

function flawOf({
  version,
  title,
  figure,
  kind,
  better,
  vary,
  seeds,
  points,
  crossings,
  asked,
}: Record<string, unknown>) {
  for (const [field, text] of Object.entries({ version, title, figure, kind, better: better ?? '' }))
    if (typeof text !== 'string') return `${field}: expected a text`;
  if (!isListOf(seeds, Number.isSafeInteger)) return 'seeds: expected whole numbers';
  if (!isListOf(vary, isAxis) || vary.length === 0) return 'vary: expected one axis or two';
  if (!isListOf(points, isPoint)) return 'points: expected a list of points';
  if (!isListOf(crossings, isCrossing)) return 'crossings: expected a list of crossings';
  if (asked !== undefined && !isRecord(asked)) return 'asked: expected a mapping';
  return undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isFigure = (value: unknown): boolean => value === null || typeof value === 'number';
const isPair = (value: unknown): boolean =>
  isListOf(value, (end) => typeof end === 'number') && value.length === 2;
const isAxis = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value.path) &&
  isListOf(value.values, isText) &&
  (value.places === undefined || isListOf(value.places, (place) => typeof place === 'number'));
const isPoint = (value: unknown): boolean =>
  isRecord(value) &&
  isListOf(value.values, isText) &&
  isRecord(value.modes) &&
  Object.values(value.modes).every(
    (one) =>
      isRecord(one) &&
      isFigure(one.mean) &&
      (one.interval === null || isPair(one.interval)) &&
      isListOf(one.runs, isFigure),
  );
const isCrossing = (value: unknown): boolean =>
  isRecord(value) &&
  isListOf(value.modes, isText) &&
  isText(value.lowerBelow) &&
  isRecord(value.text) &&
  isText(value.text.at) &&
  [value.text.interval ?? null, value.text.between ?? null].every(
    (ends) => ends === null || isListOf(ends, isText),
  );

function isListOf(value: unknown, is: (one: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(is);
}
