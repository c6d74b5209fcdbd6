import { FAULTS, NO_FAULTS } from './faults.js';
import type { FlagGroups, FlagValues } from './flag.js';
import { LOAD_AND_LUCK, RUNS, WORLD } from './load-and-luck.js';
import { POLICIES } from './policies.js';
import { amountOf, formatFor, GATES, LOOKS, OPEN, outputsOf, pageOf, REPORT } from './results.js';
import { SCENARIOS, SUBJECT } from './subject.js';
import { SWEPT, VARIED } from './sweep.js';
import { REQUEST, SEARCH } from './trace.js';
import { NOT_REPEATED, ONLY_REPEATED } from './flag.js';

const FAILURES = "Faults, added to the scenario's own (when: start+duration; default: whole run):";
const WHICH_REQUEST = 'Which request (default: the largest difference between modes):';
/** Where all flags of a command stand under one heading. */
const OPTIONS = 'Options:';

export const RUN_FLAGS = {
  'Scenarios:': { ...SCENARIOS, ...SUBJECT },
  [FAILURES]: { ...FAULTS, ...NO_FAULTS },
  'Load and randomness:': { ...LOAD_AND_LUCK, ...RUNS },
  'For real:': WORLD,
  'Policies:': POLICIES,
  'Results:': {
    ...GATES,
    ...outputsOf('run'),
    ...REPORT,
    ...LOOKS,
    ...amountOf('verdict and gates only', 'all percentiles and every service'),
  },
} as const satisfies FlagGroups;

export const TRACE_FLAGS = {
  [WHICH_REQUEST]: REQUEST,
  'Find requests (all that is asked holds in one mode):': SEARCH,
  'Scenario:': SUBJECT,
  [FAILURES]: { ...FAULTS, ...NO_FAULTS },
  'Load and randomness:': LOAD_AND_LUCK,
  'Policies:': POLICIES,
  'Results:': {
    ...outputsOf('trace'),
    ...REPORT,
    ...LOOKS,
    ...amountOf('a sentence for each mode', 'every attempt, and every request of a list'),
  },
} as const satisfies FlagGroups;

export const SWEEP_FLAGS = {
  'What is swept:': { ...VARIED, ...SWEPT, ...SUBJECT },
  [FAILURES]: { ...FAULTS, ...NO_FAULTS },
  'Load and randomness:': {
    ...LOAD_AND_LUCK,
    ...RUNS,
    runs: { ...RUNS.runs, help: 'seeds at each point (default: 5)' },
  },
  'Policies:': POLICIES,
  'Results:': {
    ...outputsOf('sweep'),
    ...REPORT,
    ...LOOKS,
    ...amountOf('the crossover only', 'and the figure of every seed'),
  },
} as const satisfies FlagGroups;

export const COMPARE_FLAGS = {
  [OPTIONS]: {
    'fail-on': {
      kind: 'text',
      takes: '<what>',
      help: 'exit 1 when a figure that counts got worse beyond noise: worse, or worse=5%',
      ...ONLY_REPEATED,
    },
    expect: {
      kind: 'list',
      takes: '<gate>',
      help: 'exit 1 unless it holds: "new.event.goodput >= base.event.goodput"',
      ...ONLY_REPEATED,
    },
    all: { kind: 'switch', help: 'every figure, unchanged ones and details too', ...NOT_REPEATED },
    quiet: { kind: 'switch', help: 'gates only', ...NOT_REPEATED },
    ...outputsOf('compare'),
    ...pageOf('also write a page of it (HTML)'),
    ...LOOKS,
  },
} as const satisfies FlagGroups;

export const REPORT_FLAGS = { [OPTIONS]: { ...outputsOf('report'), ...OPEN } } as const satisfies FlagGroups;

export const LIST_FLAGS = {
  [OPTIONS]: {
    filter: {
      kind: 'text',
      takes: '<text>',
      help: 'only those with this text in name, title, question or workflow',
      ...NOT_REPEATED,
    },
    fast: { kind: 'switch', help: 'leave out the winners: nothing is run', ...NOT_REPEATED },
    ...formatFor('list'),
    ...LOOKS,
  },
} as const satisfies FlagGroups;

export const SHOW_FLAGS = { [OPTIONS]: { ascii: LOOKS.ascii } } as const satisfies FlagGroups;

export const SERVE_FLAGS = {
  [OPTIONS]: {
    broker: WORLD.broker,
    creds: WORLD.creds,
    listen: {
      kind: 'text',
      takes: '<host[:port]>',
      help: 'where its services listen (default: loopback, free ports)',
      ...NOT_REPEATED,
    },
  },
} as const satisfies FlagGroups;

export const INIT_FLAGS = {
  [OPTIONS]: { force: { kind: 'switch', help: 'overwrite an existing file', ...ONLY_REPEATED } },
} as const satisfies FlagGroups;

export const VALIDATE_FLAGS = {
  [OPTIONS]: { strict: { kind: 'switch', help: 'exit 1 if there is any hint', ...NOT_REPEATED } },
} as const satisfies FlagGroups;

export const VERIFY_FLAGS = {
  [OPTIONS]: {
    full: { kind: 'switch', help: 'all parameter sets, tighter intervals (minutes)', ...ONLY_REPEATED },
    case: {
      kind: 'list',
      takes: '<key>',
      help: 'one case with all its parameter sets: V10',
      ...ONLY_REPEATED,
    },
    ...formatFor('verify'),
  },
} as const satisfies FlagGroups;

export type RunFlags = FlagValues<typeof RUN_FLAGS>;
export type TraceFlags = FlagValues<typeof TRACE_FLAGS>;
export type SweepFlags = FlagValues<typeof SWEEP_FLAGS>;
export type CompareFlags = FlagValues<typeof COMPARE_FLAGS>;
export type ReportFlags = FlagValues<typeof REPORT_FLAGS>;
export type ListFlags = FlagValues<typeof LIST_FLAGS>;
export type ShowFlags = FlagValues<typeof SHOW_FLAGS>;
export type ServeFlags = FlagValues<typeof SERVE_FLAGS>;
export type InitFlags = FlagValues<typeof INIT_FLAGS>;
export type ValidateFlags = FlagValues<typeof VALIDATE_FLAGS>;
export type VerifyFlags = FlagValues<typeof VERIFY_FLAGS>;
