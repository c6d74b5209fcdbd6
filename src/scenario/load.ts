import type { Overrides } from './overrides.js';
import { readPrepared } from './prepared.js';
import { fail } from './problems.js';
import type { Scenario } from './scenario.js';
import { findScenarios, type ScenarioSource } from './sources.js';

export { findScenarios, type ScenarioSource } from './sources.js';

/**
 * Reads a scenario, lays it over the workflow that it names and the flags over both, and writes out every default.
 *
 * @throws {UsageProblem} when it cannot be used; the message says where and why
 */
export async function loadScenario(
  nameOrSource: string | ScenarioSource,
  overrides: Overrides = {},
): Promise<Scenario> {
  const source = typeof nameOrSource === 'string' ? await findScenario(nameOrSource) : nameOrSource;
  const prepared = changesNothing(overrides) ? await readPrepared(source) : undefined;
  if (prepared !== undefined) return prepared;
  const { readScenario } = await import('./read.js');
  return readScenario(source, overrides);
}

async function findScenario(name: string): Promise<ScenarioSource> {
  const sources = await findScenarios([name]);
  const [source] = sources;
  if (source === undefined || sources.length > 1) {
    fail({ code: 'not-one-scenario', place: { file: name }, because: String(sources.length) });
  }
  return source;
}

/** All that can be overridden, as it is when it is not; beside `undefined`. */
const UNCHANGED: Record<keyof Overrides, boolean | undefined> = {
  workflow: undefined,
  outage: undefined,
  hang: undefined,
  crash: undefined,
  latency: undefined,
  errors: undefined,
  slots: undefined,
  poison: undefined,
  decline: undefined,
  deploy: undefined,
  network: undefined,
  duplicates: undefined,
  delay: undefined,
  reorder: undefined,
  ackLoss: undefined,
  busOutage: undefined,
  spike: undefined,
  faults: true,
  rate: undefined,
  duration: undefined,
  warmup: undefined,
  requests: undefined,
  clients: undefined,
  seed: undefined,
  timeout: undefined,
  retries: undefined,
  breaker: false,
  maxDeliveries: undefined,
  concurrency: undefined,
  modes: undefined,
  expect: undefined,
  set: undefined,
  vary: undefined,
};

function changesNothing(overrides: Overrides): boolean {
  return (Object.keys(UNCHANGED) as (keyof Overrides)[]).every(
    (name) => overrides[name] === undefined || overrides[name] === UNCHANGED[name],
  );
}
