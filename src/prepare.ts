import { findHints } from './hints/find-hints.js';
import { prepareScenarios } from './scenario/prepared.js';
import { prepareSchemas } from './schemas/prepared.js';

/** What the build does last: bundled scenarios are read, and looked through, once for all runs; schemas become files. */
export async function prepare(): Promise<void> {
  await prepareScenarios(findHints);
  await prepareSchemas();
}
