import { CHANGES_SCENARIO, type FlagTable, NOT_REPEATED, type ScenarioFlag } from './flag.js';

/** Which scenarios are run. */
export const SCENARIOS = {
  scenario: { kind: 'list', takes: '<name...>', help: 'the same as naming them', ...NOT_REPEATED },
  all: { kind: 'switch', help: 'every bundled scenario, and a summary of one line each', ...NOT_REPEATED },
} as const satisfies FlagTable;

/** What they stand on, and in which modes they are run. */
export const SUBJECT = {
  workflow: {
    kind: 'text',
    takes: '<name>',
    help: "another in place of the scenario's: a bundled one, or a file",
    ...CHANGES_SCENARIO,
    workflow: ({ text, flag }) => Promise.resolve({ value: text, flag, isFromHere: true }),
    // By the time that flags are applied, the scenario has been laid over it.
    apply: () => undefined,
  },
  modes: {
    kind: 'text',
    takes: '<list>',
    help: 'columns, in this order, the first is the baseline: direct,event',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => {
      const modes = text.split(',').map((mode) => mode.trim());
      layers.set(['modes'], modes, flag);
    },
  },
} as const satisfies FlagTable<ScenarioFlag>;
