import { OUTCOMES } from '../measure/outcomes.js';
import type { Scenario } from '../scenario/scenario.js';
import type { RequestList } from '../trace/request-list.js';
import { toJson } from './json.js';

/** The requests that match as data. Times in milliseconds; `null`: never, or not begun. */
export function renderRequestsJson(
  { asked, requests, modes }: RequestList,
  { scenario, version }: { scenario: Scenario; version: string },
): string {
  const orNull = (time: number): number | null => (time < Infinity ? time : null);
  return toJson({
    schema: 'coupling-demo/requests@1',
    version,
    title: scenario.title,
    seed: scenario.seed,
    asked,
    requests: requests.map((request) => ({
      request: request.number ?? null,
      correlationId: request.key,
      begunAt: request.begunAt,
      modes: Object.fromEntries(
        modes.map((mode) => {
          const found = request.modes[mode];
          if (found === undefined) return [mode, null];
          const { trip, matches } = found;
          return [
            mode,
            {
              outcome: OUTCOMES[trip.outcome].word,
              told: trip.told,
              responseTime: orNull(trip.toldIn),
              completionTime: orNull(trip.completedIn),
              attempts: trip.attempts,
              failedAt: trip.failedAt ?? [],
              matches,
            },
          ];
        }),
      ),
    })),
  });
}
