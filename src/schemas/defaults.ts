import { interpret } from '../scenario/interpret.js';
import type { Path } from '../scenario/problems.js';
import { isMapping, type Mapping, type Value, valueAt } from '../scenario/values.js';

/** The name of the service in the scenarios below, wherever a path goes by the name of one. */
export const ANY = 'any';

const SMALLEST: Mapping = { services: { [ANY]: { latency: 0 } }, steps: [{ service: ANY }] };
/** What is off, or not there, when nothing is said of it, has its defaults when it is said. */
const SPELLED: Mapping = {
  ...SMALLEST,
  calls: { circuitBreaker: {} },
  caller: { retry: {}, circuitBreaker: {} },
};

/** What depends on the rest of the scenario, and is no default. */
const DERIVED = ['title', 'services', 'steps', 'services.any', 'services.any.latency', 'steps.0'];
const OF_A_STEP = ['steps.0.name', 'steps.0.service', 'steps.0.on'];

let resolved: Mapping[] | undefined;

/**
 * What a scenario has at a path where nothing is written, as one would write it; found out by writing nothing.
 *
 * @returns `undefined` where there is no default
 */
export function defaultAt(path: Path): Value | undefined {
  const text = path.join('.');
  if (DERIVED.includes(text) || OF_A_STEP.includes(text)) return undefined;
  resolved ??= [SMALLEST, SPELLED].map(resolve);
  for (const scenario of resolved) {
    const value = valueAt(scenario, path);
    if (value !== undefined) return asWritten(value);
  }
  return undefined;
}

function resolve(written: Mapping): Mapping {
  const result = interpret(written, '');
  if ('problems' in result) throw new TypeError('the smallest scenario is none');
  return result.scenario as unknown as Mapping;
}

/** A constant is written as a plain duration. */
function asWritten(value: Value): Value {
  return isMapping(value) && value.distribution === 'constant' ? (value.value ?? value) : value;
}
