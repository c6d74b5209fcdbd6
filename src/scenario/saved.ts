import { readFile, stat } from 'node:fs/promises';
import { fail, type Place } from './problems.js';
import { readText, type SourceText } from './source-text.js';
import { isMapping, type Mapping } from './values.js';

/** A result of many scenarios with all their series has a few megabytes. */
const MAX_BYTES = 128 * 1024 * 1024;
/** The schema of what `run --format json` writes; a further minor version only adds to it. */
export const RESULT_SCHEMA = /^coupling-demo\/comparison@(\d+)(?:\.\d+)?$/;
export const RESULT_MAJOR = '1';

/**
 * Looks whether a file holds results that were saved with `--format json`.
 *
 * @returns how many scenarios are in it; `undefined` where it is something else: a scenario in JSON, say
 * @throws {ScenarioProblem} when it is an output of this program with no scenario in it
 */
export async function countSaved(path: string, shown: string): Promise<number | undefined> {
  const text = await readJson(path);
  return text === undefined ? undefined : resultsIn(text, shown)?.length;
}

/**
 * Reads a scenario of a saved result as if it stood in a file of its own; places are those in the result's file.
 *
 * @param index which of them, from 0
 * @throws {ScenarioProblem} when it is not there any more, or cannot be used
 */
export async function readSaved(
  path: string,
  shown: string,
  index: number,
): Promise<SourceText & { root: Mapping }> {
  const text = await readJson(path);
  const span = text === undefined ? undefined : scenarioSpans(text)[index];
  if (text === undefined || span === undefined) return fail({ code: 'no-such-file', place: { file: shown } });
  const source = readText(text.slice(span.from, span.to), { file: shown });
  const { root } = source;
  const locate: SourceText['locate'] = (at, part) => moved(source.locate(at, part), text.slice(0, span.from));
  if (!isMapping(root)) {
    return fail({ code: 'not-a-mapping', place: locate([]), found: root, expected: 'a scenario' });
  }
  return { root, locate };
}

/** @returns `undefined` for what is none, or too large to be one: who reads it as a scenario says what is wrong */
async function readJson(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true || found.size > MAX_BYTES) return undefined;
  return readFile(path, 'utf8').catch(() => undefined);
}

/** The results in a text; `undefined` where it is no output of this program. */
function resultsIn(text: string, shown: string): unknown[] | undefined {
  if (!text.includes('"coupling-demo/')) return undefined;
  const value = parsed(text);
  const results: unknown[] = Array.isArray(value) ? value : [value];
  const schemas = results.map((result) => (isMapping(result) ? result.schema : undefined));
  const isOurs = schemas.some((schema) => typeof schema === 'string' && schema.startsWith('coupling-demo/'));
  if (!isOurs) return undefined;
  const other = schemas.find((schema) => !isResult(schema));
  if (!schemas.every(isResult) || !results.every(hasScenario)) {
    const expected = `coupling-demo/comparison@${RESULT_MAJOR}`;
    return fail({ code: 'no-result', place: { file: shown }, found: other ?? null, expected });
  }
  return results;
}

function isResult(schema: unknown): boolean {
  return typeof schema === 'string' && RESULT_SCHEMA.exec(schema)?.[1] === RESULT_MAJOR;
}

function hasScenario(result: unknown): boolean {
  return isMapping(result) && isMapping(result.scenario);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

interface Span {
  from: number;
  to: number;
}

/** Where the scenarios of a valid text of results stand in it. */
function scenarioSpans(text: string): Span[] {
  const spans: Span[] = [];
  const depthOfFields = text.trimStart().startsWith('[') ? 2 : 1;
  let depth = 0;
  let from: number | undefined;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if ('{['.includes(token)) depth += 1;
    else if ('}]'.includes(token)) depth -= 1;
    if (depth !== depthOfFields) continue;
    if (/^"scenario"\s*:$/.test(token)) from = index + token.length;
    else if (token === '}' && from !== undefined) {
      spans.push({ from, to: index + 1 });
      from = undefined;
    }
  }
  return spans;
}

/** A place in a part of a text, as one of the whole of it. */
function moved(place: Place, before: string): Place {
  if (!('line' in place)) return place;
  const lines = before.split('\n');
  const column = place.line === 1 ? place.column + (lines.at(-1) ?? '').length : place.column;
  return { ...place, line: place.line + lines.length - 1, column };
}
