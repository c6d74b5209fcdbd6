/** The dialect that both schemas are written in. */
export const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** As much of JSON Schema as is made here. */
export interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  [keyword: string]: unknown;
}
