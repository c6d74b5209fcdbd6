import { readText } from '../scenario/source-text.js';
import { isMapping, type Value } from '../scenario/values.js';
import type { GivenFlag } from './flag.js';

/**
 * Reads `direct,direct:{timeout: 300ms, retry: none},event`: modes and variants by name, and modes with policies of their
 * own, which are read as YAML. What they say is for the schema to judge.
 *
 * @throws {ScenarioProblem} when it is not of this form
 */
export function readColumns({ text, flag, malformed }: GivenFlag): Value[] {
  return partsOf(text).map((part) => {
    if (!/[{}]/.test(part)) return part;
    const [, mode = '', policies = ''] = /^([^{}:]+):\s*(\{.*\})$/s.exec(part) ?? malformed();
    const own = readText(policies, { flag }).root;
    return isMapping(own) && !Object.hasOwn(own, 'mode') ? { mode: mode.trim(), ...own } : malformed();
  });
}

/** What stands between the commas that are in no brackets. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, character] of [...text.split(''), ','].entries()) {
    if ('{['.includes(character)) depth += 1;
    else if ('}]'.includes(character)) depth -= 1;
    if (character !== ',' || (depth !== 0 && at < text.length)) continue;
    parts.push(text.slice(from, at).trim());
    from = at + 1;
  }
  return parts;
}
