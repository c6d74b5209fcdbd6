import type { Changes } from '../scenario/changes.js';
import { fail } from '../scenario/problems.js';
import { FAULTS, NO_FAULTS } from './faults.js';
import {
  attributeOf,
  type FlagTable,
  type FlagValues,
  type GivenFlag,
  isNegative,
  type ScenarioFlag,
} from './flag.js';
import { LOAD_AND_LUCK } from './load-and-luck.js';
import { POLICIES } from './policies.js';
import { GATES } from './results.js';
import { SUBJECT } from './subject.js';
import { VARIED } from './sweep.js';

/** All that is laid over a scenario; of two that overrule the others, the later one has the last word. */
const SCENARIO_FLAGS = { SUBJECT, FAULTS, NO_FAULTS, LOAD_AND_LUCK, POLICIES, GATES, VARIED };

/** The flags that are laid over a scenario, as commander hands them over. */
export type ScenarioFlags = FlagValues<typeof SCENARIO_FLAGS>;

/** What the flags change of a scenario; `undefined` where it stays as it is. */
export function changesOf(flags: ScenarioFlags): Changes | undefined {
  const given = givenOf(flags);
  if (given.length === 0) return undefined;
  return {
    async workflow() {
      let last;
      for (const { entry, ...flag } of given) last = (await entry.workflow?.(flag)) ?? last;
      return last;
    },
    async apply(layers) {
      for (const { entry, ...flag } of given) await entry.apply(layers, flag);
    },
  };
}

/** The flags that make another scenario of it, as they were given: more than another luck, or further gates. */
export function scenarioChanges(flags: ScenarioFlags): string[] {
  return givenOf(flags)
    .filter(({ entry }) => entry.changesScenario)
    .map(({ flag }) => flag);
}

interface Given extends GivenFlag {
  entry: ScenarioFlag;
}

/** Those that were given, in the order they are applied. */
function givenOf(flags: ScenarioFlags): Given[] {
  const values: Readonly<Record<string, boolean | string | string[] | undefined>> = flags;
  const entries = Object.values(SCENARIO_FLAGS).flatMap((table: FlagTable<ScenarioFlag>) =>
    Object.entries(table),
  );
  const given = entries.flatMap(([name, entry]) =>
    textsOf(name, values[attributeOf(name)]).map((text): Given => {
      const flag = entry.kind === 'switch' ? `--${name}` : `--${name} ${text}`;
      const malformed = (): never => fail({ code: 'bad-flag', place: { flag }, expected: entry.form ?? '' });
      return { entry, text, flag, malformed };
    }),
  );
  return (['first', undefined, 'last'] as const).flatMap((turn) =>
    given.filter(({ entry }) => entry.turn === turn),
  );
}

/** What was given to a flag, once or more often. A switch is given with nothing; commander may set its opposite by itself. */
function textsOf(name: string, value: boolean | string | string[] | undefined): string[] {
  if (value === undefined) return [];
  if (typeof value === 'boolean') return value === isNegative(name) ? [] : [''];
  return [value].flat();
}
