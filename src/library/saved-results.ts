import type { Comparison } from '../compare/comparison.js';
import { findBetter } from '../compare/better.js';
import { findVerdict } from '../compare/verdict/find.js';
import { inWords } from '../compare/verdict/wording.js';
import type { RunResults } from '../render/formats.js';
import { findGap } from '../results/gaps.js';
import { readResultText } from '../results/read-file.js';
import { restore } from '../results/restore.js';
import { checkResults, parseResult } from '../results/saved.js';
import { checkSweep, isSweep } from '../results/saved-sweep.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Sweep } from '../sweep/result.js';
import { loadScenario } from './load.js';

/** `file`: what one types to run it again, `saved.json#2` of several. */
type Result = RunResults['results'][number] & { file: string };

/** What saved results have to show: scenarios that were run, or one sweep. */
export type Saved = { results: Result[] } | { sweep: Sweep };

/**
 * Reads saved results so that they can be shown as if they had just been measured.
 *
 * @param paths files that `run --format json` has written; or one that `sweep --format json` has
 * @throws {UsageProblem} for anything else, and for what lacks figures that are shown
 */
export async function readSavedResults(paths: readonly string[]): Promise<Saved> {
  const results: Result[] = [];
  for (const path of paths) {
    const value = parseResult(await readResultText(path), path);
    if (isSweep(value)) {
      if (paths.length > 1)
        throw new UsageProblem('one-sweep', `${printable(path)}: it is a sweep, which has a page of its own`);
      return { sweep: checkSweep(value, path) };
    }
    const { results: found } = checkResults(value, path);
    for (const [index, one] of found.entries())
      results.push(await readOne(one, found.length === 1 ? path : `${path}#${index + 1}`));
  }
  return { results };
}

/** @param name as one types it to run it again */
async function readOne(saved: Comparison, name: string): Promise<Result> {
  const gap = findGap(saved);
  if (gap !== undefined) {
    throw new UsageProblem(
      'no-result',
      `${printable(name)}: it lacks ${printable(gap, 80)}, which version ${printable(saved.version, 20)} did not save: save it anew`,
    );
  }
  const scenario = await loadScenario({ text: JSON.stringify(saved.scenario), name });
  const comparison = judged(restore({ ...saved, scenario }));
  return { name: scenario.title, comparison, file: name };
}

/** What it came to as it was judged then; judged anew where that is not there. */
function judged(comparison: Comparison): Comparison {
  const { hints, verdict, better, expectations, skippedGates, changed } = unsure(comparison);
  const { reproduce, ...rest } = comparison;
  const isJudged = texts(verdict).length > 0 && isBetter(better);
  return {
    ...rest,
    ...(typeof reproduce === 'string' ? { reproduce } : {}),
    hints: hints ?? [],
    expectations: Array.isArray(expectations) ? expectations.filter(isExpectation) : [],
    ...(changed === undefined ? {} : { changed: texts(changed) }),
    ...(skippedGates === undefined ? {} : { skippedGates: texts(skippedGates) }),
    verdict: isJudged ? texts(verdict) : findVerdict(comparison).map(inWords),
    better: isJudged ? better : findBetter(comparison),
  };
}

/** Nobody has looked yet whether it is what it should be. */
function unsure(comparison: Comparison): Pick<Partial<Comparison>, 'hints'> & Record<string, unknown> {
  return { ...comparison };
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}

function isBetter(value: unknown): value is Comparison['better'] {
  return typeof value === 'object' && value !== null && 'mode' in value && typeof value.mode === 'string';
}

function isExpectation(value: unknown): value is Comparison['expectations'][number] {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'held' in value &&
    typeof value.held === 'boolean' &&
    'measured' in value &&
    ['number', 'boolean'].includes(typeof (value.measured ?? 0)) &&
    'asked' in value &&
    typeof (value.asked ?? 0) === 'number' &&
    (!('note' in value) || typeof value.note === 'string')
  );
}
