import { list } from '../compare/words.js';
import { toJson } from '../render/json.js';
import { nearest } from '../scenario/nearest.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { JsonSchema } from '../schemas/json-schema.js';
import { SCHEMAS } from '../schemas/registry.js';
import { EXIT } from './exit.js';
import type { Io } from './io.js';

/**
 * Prints the JSON Schema of scenarios, of the output of `run` or of `compare`, or all of them, by name.
 *
 * @throws {UsageProblem} when there is no such schema
 */
export function schema(name: string | undefined, io: Io): number {
  const printed = name === undefined ? allSchemas() : schemaOf(name);
  io.stdout.write(toJson(printed));
  return EXIT.done;
}

function allSchemas(): JsonSchema {
  return Object.fromEntries(Object.entries(SCHEMAS).map(([name, make]) => [name, make()]));
}

function schemaOf(name: string): JsonSchema {
  const make = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
  if (make !== undefined) return make();
  const names = Object.keys(SCHEMAS);
  const near = nearest(name, names);
  const hint = near === undefined ? `there are ${list(names)}` : `did you mean \`${near}\`?`;
  throw new UsageProblem('unknown-schema', `there is no schema of \`${printable(name, 80)}\`: ${hint}`);
}
