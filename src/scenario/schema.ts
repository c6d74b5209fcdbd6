import * as z from 'zod';
import { busShape, databaseShape } from './schema-bus.js';
import { columns } from './schema-columns.js';
import { distribution } from './schema-distribution.js';
import { faults } from './schema-faults.js';
import { caller, calls } from './schema-policies.js';
import { step } from './schema-step.js';
import {
  bound,
  duration,
  listOf,
  mapping,
  oneOf,
  oneOrList,
  positiveDuration,
  positiveDurationOrNone,
  rate,
  serviceName,
  share,
  text,
  wholeNumber,
} from './schema-values.js';

const service = mapping({
  latency: distribution.optional(),
  concurrency: bound(1).optional(),
  queue: bound(0).optional(),
  declineRate: share.optional(),
});

const bus = mapping(busShape);

const database = mapping(databaseShape);

const load = mapping({
  rate: rate.optional(),
  arrivals: oneOf(['poisson', 'constant']).optional(),
  clients: wholeNumber(1, 1_000_000).optional(),
  thinkTime: distribution.optional(),
  duration: positiveDuration.optional(),
  requests: wholeNumber(1).optional(),
  warmup: duration.optional(),
  drain: duration.optional(),
}).refine(
  ({ rate, arrivals, clients, thinkTime }) =>
    clients === undefined ? thinkTime === undefined : (rate ?? arrivals) === undefined,
  { error: 'either an open loop (rate, arrivals) or a closed one (clients, thinkTime)' },
);

const slo = mapping({
  response: positiveDurationOrNone.optional(),
  completion: positiveDurationOrNone.optional(),
});

/** What a workflow says, whether in a file of its own or right in the scenario. */
const workflowFields = {
  title: text.optional(),
  caller: caller.optional(),
  services: z.record(serviceName, service, { error: 'a mapping of services by name' }).optional(),
  steps: listOf(step, 500).min(1, { error: 'a list of at least one step' }).optional(),
  calls: calls.optional(),
  bus: bus.optional(),
  database: database.optional(),
  slo: slo.optional(),
};

/** The names of the fields that a workflow file may have. */
export const WORKFLOW_FIELDS = Object.keys(workflowFields);

/**
 * A scenario as it stands in a file: all is optional that has a default or may come from the workflow it stands on.
 * How its values go together is not its matter: see checks.ts.
 */
export const scenarioFile = mapping(
  {
    ...workflowFields,
    question: text.optional(),
    look: oneOrList(text, 100, 'a text').optional(),
    workflow: z.string({ error: 'the name of a workflow, or the path of its file' }).optional(),
    load: load.optional(),
    faults: faults.optional(),
    modes: columns.optional(),
    seed: wholeNumber(0).optional(),
    expect: oneOrList(text, 1000, 'a text').optional(),
  },
  'a mapping: title, workflow, load, faults, …',
);

export type AuthoredScenario = z.infer<typeof scenarioFile>;
export type AuthoredService = z.infer<typeof service>;
export type AuthoredStep = z.infer<typeof step>;
export type AuthoredLoad = z.infer<typeof load>;
