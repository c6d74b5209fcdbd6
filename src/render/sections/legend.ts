import { columnName, findMode } from '../../modes/registry.js';
import type { OwnColumn, Scenario } from '../../scenario/scenario.js';
import { measuredRuns, type View } from '../view.js';

/** What the columns are whose names do not say it: variants, and modes with policies of their own. */
export function legendOf({ modes, scenario }: Pick<View, 'modes' | 'scenario'>): string[] {
  return modes.flatMap((name) => {
    const found = findMode(name, scenario.modes);
    if (found?.variant === undefined) return [];
    const { entry, variant } = found;
    const own = scenario.modes.find((column) => columnName(column) === name);
    const words = typeof own === 'object' ? sayPolicies(own, scenario) : entry.variants[variant]?.words;
    return words === undefined ? [] : [`${name}: ${entry.words}, ${words}`];
  });
}

/** How two shares of the tables are of different wholes, which is to be seen only where the business has declined something. */
export function declinesNote(view: View): string | undefined {
  const hasDeclines = measuredRuns(view).some(
    ({ run: { requests } }) => requests.declined + requests.outcomes.accepted.declined > 0,
  );
  return hasDeclines
    ? 'goodput: of what was due (offered less business declines), so it can be above the success rate'
    : undefined;
}

/** What is otherwise than in the scenario: `timeout 300ms, retry none`. */
function sayPolicies(column: OwnColumn, scenario: Scenario): string {
  const { calls, bus, database, caller } = scenario;
  const usual = {
    ...{ direct: calls, event: bus, 'shared-database': { ...bus, ...database } }[column.mode],
    caller,
    mode: column.mode,
    name: column.name,
  };
  const changes = differences(column, usual);
  return changes.length === 0 ? 'as in the scenario' : changes.join(', ');
}

function differences(own: object, usual: unknown, path = ''): string[] {
  const before: Readonly<Record<string, unknown>> = typeof usual === 'object' ? { ...usual } : {};
  return Object.entries(own).flatMap(([field, value]: [string, unknown]) => {
    const where = `${path}${field}`;
    if (typeof value === 'object' && value !== null) return differences(value, before[field], `${where}.`);
    return value === before[field] ? [] : [`${where} ${String(value)}`];
  });
}
