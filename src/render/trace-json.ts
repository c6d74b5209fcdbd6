import type { Scenario } from '../scenario/scenario.js';
import type { Trace } from '../trace/trace.js';
import { toJson } from './json.js';

/** One request as data. A mode that has not begun it is `null`. */
export function renderTraceJson(
  { key, modes }: Trace,
  { scenario: { title, seed }, version }: { scenario: Scenario; version: string },
): string {
  return toJson({
    schema: 'coupling-demo/trace@1',
    version,
    title,
    seed,
    correlationId: key,
    modes: Object.fromEntries(Object.entries(modes).map(([mode, trace]) => [mode, trace ?? null])),
  });
}
