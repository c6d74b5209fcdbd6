import type { Comparison } from '../compare/comparison.js';
import { type Changes, findChanges } from '../results/changes.js';
import { findWorse, readFailOn } from '../results/fail-on.js';
import { columnsOf, evaluateOver, resultNames } from '../results/gates.js';
import { checkResults, type ResultFile } from '../results/saved.js';
import { readGateOver } from './gates.js';
import { readVersion } from './version.js';

/** One result or several, as `run` gives them, as they were parsed from JSON, or as `readResults` has read them. */
export type Results = Comparison | readonly Comparison[] | ResultFile;

export interface CompareOptions {
  /** `worse`, or `worse=5%`: finds what got worse beyond noise and that margin (`failOn.worse`). */
  failOn?: string;
  /** Gates over both: `new.event.goodput >= base.event.goodput`; of several others `new1`, `new2`. */
  expect?: readonly string[];
}

/**
 * Compares results: what differs in what was run, what became of each figure, and what of that is more than noise. Pure.
 *
 * @param others one, or a list of files as `readResults` gives them
 * @returns plain data; a gate that failed, and a figure that got worse, are no errors
 * @throws {UsageProblem} for what is no result, for results that have nothing in common, and for gates that cannot be read
 */
export function compare(
  base: Results,
  others: Results | readonly ResultFile[],
  options: CompareOptions = {},
): Promise<Changes> {
  return Promise.resolve().then(() =>
    compareFiles(fileOf(base, 'base'), isFiles(others) ? others : [fileOf(others, 'new')], options),
  );
}

/** The same of files. */
export async function compareFiles(
  base: ResultFile,
  others: readonly ResultFile[],
  { failOn, expect = [] }: CompareOptions,
): Promise<Changes> {
  const margin = failOn === undefined ? undefined : readFailOn(failOn);
  const gates = [];
  const columns = columnsOf([base, ...others]);
  for (const text of expect) gates.push(await readGateOver(text, columns, resultNames(others)));
  const changes = findChanges(readVersion(), base, others);
  return {
    ...changes,
    expectations: evaluateOver(gates, base, others),
    ...(margin === undefined ? {} : { failOn: { margin, worse: findWorse(changes, margin) } }),
  };
}

function fileOf(results: Results, name: string): ResultFile {
  return isFile(results) ? results : checkResults(results, name);
}

function isFile(results: unknown): results is ResultFile {
  return typeof results === 'object' && results !== null && 'results' in results && 'name' in results;
}

function isFiles(others: unknown): others is readonly ResultFile[] {
  return Array.isArray(others) && others.length > 0 && others.every(isFile);
}
