import type * as z from 'zod';
import { pathOfField } from './field-paths.js';
import type { Path, Problem } from './problems.js';
import { given, type Value, valueAt } from './values.js';

type Issue = z.core.$ZodIssue;

/** What the schema found wrong with `root`, as problems without their places. */
export function toProblems(issues: readonly Issue[], root: Value): Problem[] {
  return issues.flatMap((issue) => toProblem(issue, [], root));
}

function toProblem(issue: Issue, around: Path, root: Value): Problem[] {
  const path = [...around, ...(issue.path as (string | number)[])];
  const found = valueAt(root, path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = issue.message.split(' ');
      return issue.keys.map((key) => {
        // At the top it may be a field that stands deeper.
        const meant = path.length === 0 ? pathOfField(key) : undefined;
        return { code: 'unknown-field', path: [...path, key], found: key, known, ...given({ meant }) };
      });
    }
    case 'invalid_key':
      return [{ code: 'bad-name', path, found: path.at(-1), expected: issue.issues[0]?.message }];
    case 'invalid_union': {
      if (issue.discriminator !== undefined) {
        const known = 'options' in issue ? (issue.options ?? []).map(String) : [];
        return [
          {
            code: found === undefined ? 'missing' : 'invalid',
            path,
            found,
            expected: `one of ${known.join(', ')}`,
            known,
          },
        ];
      }
      const meant = issue.errors.find((branch) => branch.some(isWithin) && !branch.some(isOfOtherType));
      if (meant !== undefined) return meant.flatMap((inner) => toProblem(inner, path, root));
      const known = issue.errors.flatMap(wordsOf);
      if (typeof found === 'string')
        return [{ code: 'invalid', path, found, expected: issue.message, known }];
      break;
    }
    case 'invalid_value': {
      const known = issue.values.map(String);
      if (found !== undefined) return [{ code: 'invalid', path, found, expected: issue.message, known }];
      break;
    }
    case 'too_big': {
      // If a flag has made a list too long, it is the flag of the first element that is too many.
      const or = Array.isArray(found) ? [[...path, Number(issue.maximum)]] : [];
      return [{ code: 'invalid', path, or, found, expected: issue.message }];
    }
    // The others say what was expected, and no more.
    default:
      break;
  }
  return [{ code: found === undefined ? 'missing' : 'invalid', path, found, expected: issue.message }];
}

/** The words that would have been right, where it has to be one of some. */
function wordsOf(branch: readonly Issue[]): string[] {
  return branch.flatMap((issue) =>
    issue.code === 'invalid_value' && issue.path.length === 0 ? issue.values.map(String) : [],
  );
}

/** What is no text at all may be too long for one as well. */
function isOfOtherType(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

/** Of the forms that a value may have, the one meant is the one whose inside was looked at. */
function isWithin(issue: Issue): boolean {
  if (issue.path.length > 0 || issue.code === 'unrecognized_keys') return true;
  if (issue.code === 'too_big' && issue.origin === 'array') return true;
  return issue.code === 'invalid_union' && issue.errors.some((branch) => branch.some(isWithin));
}
