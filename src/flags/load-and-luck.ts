import { readNumber } from '../faults/flag-forms.js';
import { CHANGES_SCENARIO, type FlagTable, NOT_REPEATED, ONLY_REPEATED, type ScenarioFlag } from './flag.js';

/** How many requests arrive when, and by which random numbers. */
export const LOAD_AND_LUCK = {
  rate: {
    kind: 'text',
    takes: '<rate>',
    help: 'arrival rate: 80/s',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['load', 'rate'], text, flag),
  },
  duration: {
    kind: 'text',
    takes: '<time>',
    help: 'duration of arrivals: 60s',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['load', 'duration'], text, flag),
  },
  warmup: {
    kind: 'text',
    takes: '<time>',
    help: 'warm-up, excluded from results: 5s',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['load', 'warmup'], text, flag),
  },
  requests: {
    kind: 'text',
    takes: '<n>',
    help: 'stop after n requests',
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
    help: 'closed-loop load with n clients (instead of --rate)',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['load', 'clients'], readNumber(text), flag),
  },
  slo: {
    kind: 'text',
    takes: '<time>',
    help: 'completion objective; later work does not count as goodput: 10s, or none',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['slo', 'completion'], text, flag),
  },
  seed: {
    kind: 'text',
    takes: '<n>',
    help: 'random seed; output is deterministic per seed',
    ...NOT_REPEATED,
    apply: (layers, { text, flag }) => layers.set(['seed'], readNumber(text), flag),
  },
} as const satisfies FlagTable<ScenarioFlag>;

/** In which world a scenario is run. */
export const WORLD = {
  real: {
    kind: 'switch',
    help: 'as processes: HTTP, NATS JetStream, PostgreSQL; wall time',
    ...ONLY_REPEATED,
  },
  beside: { kind: 'switch', help: 'and the simulation of the same beside it', ...ONLY_REPEATED },
  'no-control': { kind: 'switch', help: 'leave out the runs without the fault', ...ONLY_REPEATED },
  broker: {
    kind: 'text',
    takes: '<url>',
    help: 'your NATS broker or cluster: nats://host:4222 (default: NATS_URL, or one is started)',
    ...ONLY_REPEATED,
  },
  database: {
    kind: 'text',
    takes: '<url>',
    help: 'your PostgreSQL 13+: postgres://user@host/db (default: DATABASE_URL, or one is started)',
    ...ONLY_REPEATED,
  },
  join: { kind: 'switch', help: 'services run where coupling-demo serve does', ...ONLY_REPEATED },
  creds: {
    kind: 'text',
    takes: '<file>',
    help: "the broker's credentials (or NATS_TOKEN)",
    ...ONLY_REPEATED,
  },
  keep: {
    kind: 'text',
    takes: '<folder>',
    help: 'leave journals and logs of each service there',
    ...NOT_REPEATED,
  },
} as const satisfies FlagTable;

/** How many runs there are, and how they are made. */
export const RUNS = {
  runs: {
    kind: 'text',
    takes: '<n>',
    help: 'repeat with n seeds: means, 95 % CIs, significance',
    ...ONLY_REPEATED,
  },
  // With another number of threads, the same comes out.
  threads: {
    kind: 'text',
    takes: '<n>',
    help: 'worker threads (default: CPU cores)',
    ...NOT_REPEATED,
  },
} as const satisfies FlagTable;
