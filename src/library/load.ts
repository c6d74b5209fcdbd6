import { resolve } from 'node:path';
import { changesOf } from '../flags/changes.js';
import { findScenario, loadScenario as loadFrom, type ScenarioSource } from '../scenario/load.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';

/** A scenario as a text in YAML or JSON. */
export interface ScenarioText {
  text: string;
  /** What messages call it, as they would a file. */
  name?: string;
}

/**
 * Where a scenario comes from: the name of a bundled one or the path of a file (YAML, JSON, or a saved result); a text; or an
 * object with the fields of a file, such as a `Scenario` that has been loaded before.
 */
export type ScenarioInput = string | ScenarioText | Readonly<Record<string, unknown>> | Scenario;

export interface LoadOptions {
  /** Values that are laid over it, by their paths: `{ 'load.rate': '42/s', 'faults[0].for': '5s' }`. */
  set?: Readonly<Record<string, unknown>>;
}

/**
 * Loads a scenario: reads it, lays it over the workflow that it names, checks all of it, and writes out every default.
 *
 * @returns plain data that can be run, printed, and loaded again; durations, rates and shares are texts as in a file
 * @throws {UsageProblem} when it cannot be used: its message says where and why, `path` and `place` say it to a program
 */
export async function loadScenario(input: ScenarioInput, options: LoadOptions = {}): Promise<Scenario> {
  const source = await sourceOf(input);
  const set = Object.entries(options.set ?? {}).map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  return loadFrom(source, set.length === 0 ? undefined : changesOf({ set }));
}

/** @throws {UsageProblem} for what names none, and for what is none */
export async function sourceOf(input: ScenarioInput): Promise<ScenarioSource> {
  if (typeof input === 'string') return findScenario(input);
  if (isText(input)) {
    const { text, name = 'scenario' } = input;
    return { name, path: resolve(name), text };
  }
  return { name: 'scenario', path: resolve('scenario'), text: toText(input) };
}

function isText(input: unknown): input is ScenarioText {
  return typeof input === 'object' && input !== null && 'text' in input && typeof input.text === 'string';
}

/** JSON is YAML, too. */
function toText(input: unknown): string {
  try {
    if (typeof input === 'object' && input !== null) return JSON.stringify(input, null, 2);
  } catch {
    // It refers to itself, or holds what JSON does not know.
  }
  throw new UsageProblem('not-a-scenario', 'a scenario is a name, a file, a text, or plain data');
}
