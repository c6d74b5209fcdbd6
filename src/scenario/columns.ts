import type { Column, OwnColumn, Scenario } from './scenario.js';
import { given } from './values.js';

/** The column of its own that has this name; `undefined` where that is the name of a mode or a variant. */
export function ownColumn(columns: readonly Column[], name: string): OwnColumn | undefined {
  return columns.find((column): column is OwnColumn => typeof column !== 'string' && column.name === name);
}

/** The scenario with the column's policies laid over its own. */
export function withColumn(scenario: Scenario, column: OwnColumn): Scenario {
  const { idempotent, caller } = column;
  const changed = { ...scenario, ...policiesOf(scenario, column), caller: { ...scenario.caller, ...caller } };
  if (idempotent === undefined) return changed;
  return {
    ...changed,
    steps: scenario.steps.map((step) => ({ ...step, idempotent })),
    faults: scenario.faults.map((fault) =>
      'step' in fault ? { ...fault, step: { ...fault.step, idempotent } } : fault,
    ),
  };
}

function policiesOf(
  { calls, bus, database }: Scenario,
  column: OwnColumn,
): Partial<Pick<Scenario, 'calls' | 'bus' | 'database'>> {
  const own = Object.fromEntries(Object.entries(column).filter(([field]) => !OF_ALL_MODES.includes(field)));
  switch (column.mode) {
    case 'direct':
      return { calls: { ...calls, ...own } };
    case 'event':
      return { bus: { ...bus, ...own } };
    case 'shared-database': {
      const { redelivery, ackWait, latency, concurrency, pollInterval } = column;
      return {
        bus: { ...bus, ...given({ redelivery, ackWait }) },
        database: { ...database, ...given({ latency, concurrency, pollInterval }) },
      };
    }
  }
}

const OF_ALL_MODES = ['mode', 'name', 'idempotent', 'caller'];
