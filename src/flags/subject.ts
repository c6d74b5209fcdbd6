import { CHANGES_SCENARIO, type FlagTable, NOT_REPEATED, type ScenarioFlag } from './flag.js';

/** Which scenarios are run. */
export const SCENARIOS = {
  scenario: { kind: 'list', takes: '<name...>', help: 'alias for the positional argument', ...NOT_REPEATED },
  all: { kind: 'switch', help: 'run all bundled scenarios and print a summary', ...NOT_REPEATED },
} as const satisfies FlagTable;

/** What they stand on, and in which modes they are run. */
export const SUBJECT = {
  workflow: {
    kind: 'text',
    takes: '<name>',
    help: 'run the scenario on another workflow (name or file)',
    ...CHANGES_SCENARIO,
    workflow: ({ text, flag }) => Promise.resolve({ value: text, flag, isFromHere: true }),
    // By the time that flags are applied, the scenario has been laid over it.
    apply: () => undefined,
  },
  modes: {
    kind: 'text',
    takes: '<list>',
    help:
      'modes to compare, the first is the baseline: direct[:no-retry, :breaker, :cancel, :idempotent], ' +
      'event[:no-outbox, :idempotent], shared-database, or with its own policies: direct:{timeout: 300ms}',
    form: 'a list such as direct,event or direct,direct:{timeout: 300ms, retry: none}',
    ...CHANGES_SCENARIO,
    apply: async (layers, given) => {
      const { readColumns } = await import('./columns.js');
      layers.set(['modes'], readColumns(given), given.flag);
    },
  },
} as const satisfies FlagTable<ScenarioFlag>;
