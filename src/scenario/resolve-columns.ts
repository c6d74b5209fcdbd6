import { layOver } from './lay-over.js';
import { resolveBus, resolveCaller, resolveCalls, resolveDatabase } from './resolve-policies.js';
import type { Column, OwnColumn } from './scenario.js';
import type { AuthoredColumn } from './schema-columns.js';
import type { AuthoredScenario } from './schema.js';
import { given, type Mapping } from './values.js';

/** The columns with a name each, and with what their policies leave out as it is written for the whole scenario. */
export function resolveColumns(
  written: NonNullable<AuthoredScenario['modes']>,
  scenario: AuthoredScenario,
): Column[] {
  const taken = new Set(written.flatMap((column) => (typeof column === 'string' ? [] : [column.name])));
  return written.map((column) => {
    if (typeof column === 'string') return column;
    // A mode with nothing of its own.
    if (Object.keys(column).length === 1) return column.mode;
    return resolveColumn(column, column.name ?? freeName(column.mode, taken), scenario);
  });
}

/** `direct-custom`, `direct-custom-2`, … */
function freeName(mode: string, taken: Set<string | undefined>): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? `${mode}-custom` : `${mode}-custom-${n}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function resolveColumn(
  { mode, caller, idempotent, ...own }: AuthoredColumn,
  name: string,
  scenario: AuthoredScenario,
): OwnColumn {
  const over = (base: object | undefined, top: object): Mapping =>
    layOver((base ?? {}) as Mapping, top as Mapping) as Mapping;
  const { calls, bus, database } = scenario;
  const policies = {
    direct: () => resolveCalls(over(calls, own)),
    event: () => resolveBus(over(bus, own)),
    'shared-database': () => ({ ...resolveBus(over(bus, own)), ...resolveDatabase(over(database, own)) }),
  }[mode]();
  return {
    mode,
    name,
    ...given({ idempotent }),
    ...only(policies, own),
    ...(caller === undefined
      ? {}
      : { caller: only(resolveCaller(over(scenario.caller, caller), resolveCalls(calls)), caller) }),
  };
}

/** Of a whole policy, what is given. */
function only<T extends object>(whole: T, fields: object): Partial<T> {
  return Object.fromEntries(
    Object.entries(whole).filter(([name]) => Object.hasOwn(fields, name)),
  ) as Partial<T>;
}
