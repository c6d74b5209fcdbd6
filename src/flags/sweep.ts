import { CHANGES_SCENARIO, type FlagTable, ONLY_REPEATED, type ScenarioFlag } from './flag.js';

/** What a sweep varies. */
export const VARIED = {
  vary: {
    kind: 'list',
    takes: '<path=values>',
    help: 'load.rate=20/s..200/s/10 (from..to/points) or 8,16,32; two at most',
    ...CHANGES_SCENARIO,
    turn: 'last',
    // The sweep has put one of its values in place of all.
    apply: async (layers, given) => (await import('./assignment.js')).assign(layers, given),
  },
} as const satisfies FlagTable<ScenarioFlag>;

/** What a sweep shows. */
export const SWEPT = {
  figure: {
    kind: 'text',
    takes: '<path>',
    help: 'any metric (schema output lists them), or a share such as completed; default: goodput',
    ...ONLY_REPEATED,
  },
} as const satisfies FlagTable;
