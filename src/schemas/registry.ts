import { changesSchema } from './changes-schema.js';
import type { JsonSchema } from './json-schema.js';
import { outputSchema } from './output-schema.js';
import { scenarioSchema } from './scenario-schema.js';

/** The schemas that there are, by the names that `schema` takes; the package has each as a file. */
export const SCHEMAS: Record<string, () => JsonSchema> = {
  scenario: scenarioSchema,
  output: outputSchema,
  changes: changesSchema,
};
