import type { Comparison } from '../compare/comparison.js';
import { UsageProblem } from '../scenario/problems.js';
import { printable } from '../scenario/printable.js';
import { RESULT_MAJOR, RESULT_SCHEMA } from '../scenario/saved.js';
import { findFlaw } from './flaw.js';

/** What a run has saved, one for each of its scenarios. */
export interface ResultFile {
  /** As the user knows it; for messages. */
  name: string;
  results: readonly Comparison[];
  /** Its bytes, where it was read from a file: equal ones need no comparing. */
  text?: string;
}

/**
 * Reads what `run --format json` has saved, of this version or an older one of the same major schema.
 *
 * @param name of the file, for messages
 * @throws {UsageProblem} `no-result` for anything else, `other-schema` for another major version of it
 */
export function readResults(text: string, name: string): ResultFile {
  return { ...checkResults(parseResult(text, name), name), text };
}

/**
 * The same of what has been parsed already, or never was a text.
 *
 * @throws {UsageProblem} likewise
 */
export function checkResults(value: unknown, name: string): ResultFile {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) fail(name, 'there is no result in it');
  for (const [index, one] of list.entries()) check(one, name, list.length === 1 ? '' : `[${index}]`);
  return { name, results: (list as Comparison[]).map(withHints) };
}

/** They are younger than the schema. */
function withHints(result: Comparison): Comparison {
  const { hints } = result as Partial<Comparison>;
  return Array.isArray(hints) ? result : { ...result, hints: [] };
}

/** @throws {UsageProblem} `no-result` for what is no JSON */
export function parseResult(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return fail(name, 'it is no JSON');
  }
}

function check(value: unknown, name: string, place: string): void {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  const [, major] = (typeof schema === 'string' ? RESULT_SCHEMA.exec(schema) : null) ?? [];
  if (major === undefined) fail(name, `${place === '' ? 'it' : place} has not the schema of one`);
  if (major !== RESULT_MAJOR) {
    throw new UsageProblem(
      'other-schema',
      `${printable(name)}: its schema is ${printable(String(schema), 80)}, and this version reads comparison@${RESULT_MAJOR}: save it anew`,
    );
  }
  const flaw = findFlaw(value as object);
  if (flaw !== undefined) fail(name, `${place === '' ? '' : `${place}.`}${printable(flaw, 200)}`);
}

function fail(name: string, why: string): never {
  throw new UsageProblem('no-result', `${printable(name)}: no result of \`run --format json\`: ${why}`);
}
