import type { Gate } from '../compare/parse-gate.js';
import { changesOf, scenarioChanges, type ScenarioFlags } from '../flags/changes.js';
import type { Hint } from '../hints/hint.js';
import { loadPrepared, type ScenarioSource } from '../scenario/load.js';
import type { Scenario } from '../scenario/scenario.js';
import { isBundled } from '../scenario/sources.js';
import { readGates } from '../library/gates.js';

/** A scenario that can be run: all that can be wrong with it has been found out. */
export interface RunnableScenario {
  source: ScenarioSource;
  scenario: Scenario;
  gates: Gate[];
  /** The flags that make another scenario of it: `--rate 41/s`. */
  changed: string[];
  /** Gates of a bundled scenario that do not judge what flags have made of it. */
  skippedGates: string[];
  /** What its plan warns of. */
  hints: Hint[];
}

/** @throws {UsageProblem} when it cannot be run */
export async function loadRunnable(
  source: ScenarioSource,
  flags: ScenarioFlags = {},
): Promise<RunnableScenario> {
  const changes = changesOf(flags);
  const { scenario: loaded, hints } = await loadPrepared(source, changes);
  const changed = scenarioChanges(flags);
  const { expect: asked = [] } = flags;
  // The gates of a bundled scenario are claims about it as it stands. With flags that change it, it is somebody's
  // experiment, and only the gates asked for with it count.
  const isExperiment = isBundled(source) && changed.length > 0;
  const skippedGates = isExperiment ? loaded.expect.slice(0, loaded.expect.length - asked.length) : [];
  const scenario = isExperiment ? { ...loaded, expect: asked } : loaded;
  const gates = await readGates(scenario, async (fromEnd) => {
    const { placeOfGate } = await import('../scenario/read.js');
    return placeOfGate(source, changes, fromEnd);
  });
  return { source, scenario, gates, changed, skippedGates, hints: hints ?? (await findHintsOf(scenario)) };
}

/** Finding them takes a plan and some luck, which the usual run of a bundled scenario does without. */
async function findHintsOf(scenario: Scenario): Promise<Hint[]> {
  const { findHints } = await import('../hints/find-hints.js');
  return findHints(scenario);
}
