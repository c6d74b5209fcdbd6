import { findHints } from './hints/find-hints.js';
import { prepareScenarios } from './scenario/prepared.js';

/** What the build does last: bundled scenarios are read, and looked through, once for all runs. */
export async function prepare(): Promise<void> {
  await prepareScenarios(findHints);
}
