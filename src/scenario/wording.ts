import { nearest } from './nearest.js';
import { printable } from './printable.js';
import type { Path, Place, Problem } from './problems.js';
import { DURATION_EXPECTED, RATE_EXPECTED, SHARE_EXPECTED } from './expected.js';
import { isMapping, type Value } from './values.js';

const SHOWN = 10;

/** All problems of a scenario as one message: the first is the headline. */
export function describe(problems: readonly Problem[]): string {
  const [first, ...others] = problems.map(sentence);
  if (first === undefined || others.length === 0) return first ?? '';
  const rest = others.length >= SHOWN ? [...others.slice(0, SHOWN - 1), '…'] : others;
  return [first, `and ${others.length} more:`, ...rest.map((line) => `  ${line}`)].join('\n');
}

/** `services.payment.latency`, `faults[0].target`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      return (index === 0 ? '' : '.') + printable(part, 64);
    })
    .join('');
}

/** A value from a file, short and safe. */
export function formatFound(value: Value | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    if (keys.length === 0) return 'an empty mapping';
    const shown = keys.slice(0, 4).map((key) => printable(key, 24));
    return `a mapping of ${shown.join(', ')}${keys.length > 4 ? ', …' : ''}`;
  }
  if (value === '') return 'an empty text';
  return `\`${printable(String(value), 80)}\``;
}

function sentence(problem: Problem): string {
  const { place, path = [] } = problem;
  const isQuotable = place === undefined || 'flag' in place || place.isForeign !== true;
  // Its fields show that it is meant to be a workflow; until then it may be anything, and its keys anybody's.
  const isShown = path.length > 0 && (isQuotable || path.length > 1 || problem.code !== 'unknown-field');
  const found = isQuotable ? formatFound(problem.found) : kindOf(problem.found);
  const because = isQuotable ? problem.because : undefined;
  return [
    formatPlace(place),
    isShown ? `${formatPath(path)}: ` : '',
    whatIsWrong(problem, found, because),
    hint(problem),
    list(problem),
  ].join('');
}

/** Of a value that is not to be seen. */
function kindOf(value: Value | undefined): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'true or false';
  return isMapping(value) ? 'a mapping' : formatFound(value);
}

/** `checkout.yaml:3:14: `, `--rate 5: `. */
export function formatPlace(place: Place | undefined): string {
  if (place === undefined) return '';
  if ('flag' in place) return `${printable(place.flag, 120)}: `;
  const position = 'line' in place ? `:${place.line}:${place.column}` : '';
  return `${printable(place.file)}${position}: `;
}

function whatIsWrong(problem: Problem, found: string, because: string | undefined): string {
  const expected = problem.expected ?? '';
  switch (problem.code) {
    case 'no-such-file':
      return problem.found === undefined ? 'there is no such file' : `there is no file ${found}`;
    case 'not-a-file':
      return 'it is no file';
    case 'unreadable':
      return `it cannot be read (${printable(problem.because ?? '')})`;
    case 'too-large':
      return 'it is over 1 MB, too large for a scenario';
    case 'not-text':
      return 'it is no text: expected YAML or JSON in UTF-8';
    case 'broken-yaml':
      return `invalid YAML${because === undefined ? '' : `: ${printable(because, 200)}`}`;
    case 'duplicate-key':
      return `${found} stands here twice`;
    case 'several-documents':
      return 'there are several YAML documents: expected one scenario';
    case 'not-a-mapping':
      return `found ${found}, expected a mapping: ${expected}`;
    case 'too-many-nodes':
      return 'there is more in it than a scenario can have';
    case 'too-deep':
      return 'it is nested too deeply';
    case 'unknown-scenario':
      return `unknown scenario ${found}, neither bundled nor a file`;
    case 'unknown-workflow':
      return `unknown workflow ${found}, neither bundled nor a file`;
    case 'no-scenarios':
      return 'the folder has no scenario files (.yaml, .yml, .json)';
    case 'not-one-scenario':
      return `it has ${problem.because ?? 'several'} scenarios: name one of them`;
    case 'no-result':
      return `found ${found}, expected a result that has its scenario in it (${expected}): run --format json saves one`;
    case 'invalid':
      return `found ${found}, expected ${expected}`;
    case 'bad-name':
      return `found ${found}, expected ${expected}`;
    case 'missing':
      return `it is missing, expected ${expected}`;
    case 'unknown-field':
      return `there is no such field`;
    case 'bad-flag':
      return `expected ${expected}`;
    case 'unknown-service':
      return because ?? `there is no service ${found}`;
    case 'unused-service':
      return `no step uses the service ${found}`;
    case 'workflow':
    case 'own-workflow':
    case 'wrong-order':
    case 'too-late':
    case 'needs-open-loop':
    case 'needs-slots':
    case 'too-many-requests':
    case 'too-many-changes':
      return printable(problem.because ?? '');
  }
}

function list({ code, known: names = [], expected, meant, because }: Problem): string {
  // What is for editors alone helps nobody to go on.
  const known = names.filter((name) => !name.startsWith('$'));
  if (known.length === 0 || (expected ?? meant) !== undefined) return '';
  // Why there is none such says what there is.
  if (code === 'unknown-service' && because !== undefined) return '';
  if (code === 'unknown-scenario') return ` (\`coupling-demo list\` has all ${known.length})`;
  const shown = known.slice(0, 16).map((name) => printable(name, 64));
  const verb = code === 'unused-service' ? 'the steps use' : shown.length === 1 ? 'there is' : 'there are';
  return ` (${verb} ${shown.join(', ')}${known.length > 16 ? ', …' : ''})`;
}

function hint({ found, known = [], meant, expected }: Problem): string {
  const near =
    meant ?? withUnit(found, expected) ?? (typeof found === 'string' ? nearest(found, known) : undefined);
  return near === undefined ? '' : `: did you mean \`${printable(near)}\`?`;
}

/** `20s` for a plain `20` where a duration was expected, `30%` for 30 where a share was. */
function withUnit(found: Value | undefined, expected: string | undefined): string | undefined {
  const text = typeof found === 'number' || typeof found === 'string' ? String(found) : '';
  if (expected === undefined || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  if (expected.startsWith(DURATION_EXPECTED)) return `${text}s`;
  if (expected.startsWith(RATE_EXPECTED)) return `${text}/s`;
  return expected === SHARE_EXPECTED && Number(text) <= 100 ? `${text}%` : undefined;
}
