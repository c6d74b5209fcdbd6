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
  latency: distribution.optional().describe('service time: of one piece of its own work'),
  concurrency: bound(1).optional().describe('workers: so many requests at a time, or `unbounded`'),
  queue: bound(0)
    .optional()
    .describe(
      'calls that may wait for a worker, further ones are rejected; or `unbounded`; messages wait at the broker',
    ),
  declineRate: share
    .optional()
    .describe('share of requests that it declines: a business answer, never tried again'),
});

const bus = mapping(busShape);

const database = mapping(databaseShape);

const load = mapping({
  rate: rate.optional().describe('arrivals, whatever becomes of them: an open loop'),
  arrivals: oneOf(['poisson', 'constant'])
    .optional()
    .describe('how they are spaced: `poisson` at random, `constant` evenly'),
  clients: wholeNumber(1, 1_000_000)
    .optional()
    .describe('a closed loop instead of a rate: so many clients, each waits for its response'),
  thinkTime: distribution.optional().describe('of a client, between a response and its next request'),
  duration: positiveDuration
    .optional()
    .describe('of arrivals; left out beside `requests`, these alone bound the run'),
  requests: wholeNumber(1).optional().describe('no more than so many requests are begun'),
  warmup: duration.optional().describe('requests begun before are not counted'),
  drain: duration.optional().describe('longest time that the run goes on after the last arrival'),
}).refine(
  ({ rate, arrivals, clients, thinkTime }) =>
    clients === undefined ? thinkTime === undefined : (rate ?? arrivals) === undefined,
  { error: 'either an open loop (rate, arrivals) or a closed one (clients, thinkTime)' },
);

const slo = mapping({
  response: positiveDurationOrNone
    .optional()
    .describe('objective of the response; a later one is no goodput; or `none`'),
  completion: positiveDurationOrNone
    .optional()
    .describe('objective of the completion; later work is no goodput; or `none`'),
});

/** What a workflow says, whether in a file of its own or right in the scenario. */
const workflowFields = {
  $schema: z
    .string({ error: 'the address of a JSON Schema' })
    .optional()
    .describe('the JSON Schema of this file, for editors; it changes nothing'),
  title: text.optional().describe('heads the tables; left out: the name of the file'),
  caller: caller.optional().describe('the client: how it calls the first step, and how long it waits'),
  services: z
    .record(serviceName, service, { error: 'a mapping of services by name' })
    .optional()
    .describe('the services by their names; each has workers and a queue'),
  steps: listOf(step, 500)
    .min(1, { error: 'a list of at least one step' })
    .optional()
    .describe('the workflow, written once: calls and subscriptions are derived from it'),
  calls: calls.optional().describe('direct mode: how services call each other'),
  bus: bus.optional().describe('event mode: the broker, and how it delivers'),
  database: database.optional().describe('shared-database mode: the database that all poll'),
  slo: slo.optional().describe('the objectives that tell goodput from what comes too late'),
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
    question: text.optional().describe('what the scenario asks; printed above its tables'),
    look: oneOrList(text, 100, 'a text').optional().describe('what to look for in the tables, a line each'),
    workflow: z
      .string({ error: 'the name of a workflow, or the path of its file' })
      .optional()
      .describe('what it stands on: the name of a bundled workflow, or the path of a file, from this one'),
    load: load.optional().describe('how many requests come, when and for how long'),
    faults: faults.optional().describe('what goes wrong, when and for how long'),
    modes: columns.optional().describe('the columns of the comparison; the first is the baseline'),
    seed: wholeNumber(0).optional().describe('random seed: the output is deterministic per seed'),
    expect: oneOrList(text, 1000, 'a text')
      .optional()
      .describe('gates: conditions that have to hold, or the exit code is 1'),
  },
  'a mapping: title, workflow, load, faults, …',
);

export type AuthoredScenario = z.infer<typeof scenarioFile>;
export type AuthoredService = z.infer<typeof service>;
export type AuthoredStep = z.infer<typeof step>;
export type AuthoredLoad = z.infer<typeof load>;
