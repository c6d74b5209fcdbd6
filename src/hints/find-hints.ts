import type { Scenario } from '../scenario/scenario.js';
import type { Hint } from './hint.js';
import { HINT_KINDS } from './registry.js';
import { settingOf } from './setting.js';

/** What a scenario's plan warns of: found from its numbers, before anything is run. */
export function findHints(scenario: Scenario): Hint[] {
  const setting = settingOf(scenario);
  return HINT_KINDS.flatMap(({ code, find }) => find(setting).map((finding) => ({ code, ...finding })));
}
