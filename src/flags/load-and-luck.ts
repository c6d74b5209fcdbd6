import { readNumber } from '../faults/flag-forms.js';
import { CHANGES_SCENARIO, type FlagTable, NOT_REPEATED, ONLY_REPEATED, type ScenarioFlag } from './flag.js';

/** How many requests begin when, and with which luck. */
export const LOAD_AND_LUCK = {
  rate: {
    kind: 'text',
    takes: '<rate>',
    help: 'arrivals: 80/s',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['load', 'rate'], text, flag),
  },
  duration: {
    kind: 'text',
    takes: '<time>',
    help: 'requests are begun for this long: 60s',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['load', 'duration'], text, flag),
  },
  warmup: {
    kind: 'text',
    takes: '<time>',
    help: 'requests begun before this are not counted: 5s',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['load', 'warmup'], text, flag),
  },
  requests: {
    kind: 'text',
    takes: '<n>',
    help: 'no more requests than this',
    ...CHANGES_SCENARIO,
    turn: 'first',
    apply: (layers, { text, flag }) => {
      // Who asks for a number of requests wants that many, and not those of the scenario's minute.
      layers.remove(['load', 'duration']);
      layers.set(['load', 'requests'], readNumber(text), flag);
    },
  },
  clients: {
    kind: 'text',
    takes: '<n>',
    help: 'a closed loop of so many clients, instead of a rate',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['load', 'clients'], readNumber(text), flag),
  },
  slo: {
    kind: 'text',
    takes: '<time>',
    help: 'completion objective: work done later is no goodput: 10s, or none',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['slo', 'completion'], text, flag),
  },
  seed: {
    kind: 'text',
    takes: '<n>',
    help: 'the luck: the same seed gives the same bytes',
    ...NOT_REPEATED,
    apply: (layers, { text, flag }) => layers.set(['seed'], readNumber(text), flag),
  },
} as const satisfies FlagTable<ScenarioFlag>;

/** How many runs there are, and how they are made. */
export const RUNS = {
  runs: {
    kind: 'text',
    takes: '<n>',
    help: 'so many seeds from there on: means, intervals, what is only noise',
    ...ONLY_REPEATED,
  },
  // With another number of threads, the same comes out.
  threads: {
    kind: 'text',
    takes: '<n>',
    help: "for many runs, instead of the machine's cores",
    ...NOT_REPEATED,
  },
} as const satisfies FlagTable;
