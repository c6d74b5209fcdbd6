import { Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { repeatCommand, traceCommand } from '../../src/commands/reproduce.js';
import { changesOf, scenarioChanges } from '../../src/flags/changes.js';
import * as commands from '../../src/flags/commands.js';
import { attributeOf, type Flag, type FlagGroups, isNegative } from '../../src/flags/flag.js';

const { RUN_FLAGS, SWEEP_FLAGS, TRACE_FLAGS } = commands;

function flagsOf(groups: FlagGroups): [name: string, flag: Flag][] {
  return Object.values(groups).flatMap((table) => Object.entries(table));
}

/** As commander would hand over this one flag, given once. */
function given(name: string, { kind }: Flag): Record<string, boolean | string | string[]> {
  const value = { text: '1', list: ['1'], switch: !isNegative(name) }[kind];
  return { [attributeOf(name)]: value };
}

const ALL = Object.values(commands).flatMap((groups) => flagsOf(groups));
const OF_RUN = flagsOf(RUN_FLAGS);

describe('every flag', () => {
  it('goes by the name that commander gives its value', () => {
    for (const [name] of ALL) expect(new Option(`--${name}`).attributeName()).toBe(attributeOf(name));
  });

  it('takes a value unless it is a switch', () => {
    for (const [name, { kind, takes }] of ALL) {
      expect({ name, takesNone: takes === undefined }).toEqual({ name, takesNone: kind === 'switch' });
    }
  });

  it('that changes a scenario is laid over it', () => {
    for (const [name, flag] of ALL.filter(([, { changesScenario: changes }]) => changes)) {
      expect({ name, changes: scenarioChanges(given(name, flag)).length }).toEqual({ name, changes: 1 });
    }
  });

  it('that is laid over a scenario without making another of it is known, too', () => {
    const others = ALL.filter(([, flag]) => 'apply' in flag && !flag.changesScenario);
    expect(new Set(others.map(([name]) => name))).toEqual(new Set(['seed', 'expect']));
    for (const [name, flag] of others) {
      expect(scenarioChanges(given(name, flag))).toEqual([]);
      expect(changesOf(given(name, flag))).toBeDefined();
    }
  });
});

describe('a command that repeats a run', () => {
  it.each([
    ['run', OF_RUN],
    ['sweep', flagsOf(SWEEP_FLAGS)],
  ])('has every flag of %s that says something of its own', (_, flags) => {
    for (const [name, flag] of flags) {
      const command = repeatCommand([], given(name, flag));
      const value = flag.kind === 'switch' ? '' : ' 1';
      expect(command).toBe(`npx coupling-demo run${flag.isRepeated ? ` --${name}${value}` : ''}`);
    }
  });

  it('as a trace has every flag of run that changes the scenario, and trace knows all of these', () => {
    const known = new Map(flagsOf(TRACE_FLAGS));
    for (const [name, flag] of OF_RUN) {
      const value = flag.kind === 'switch' ? '' : ' 1';
      expect(traceCommand('x', given(name, flag), 42)).toBe(
        `npx coupling-demo trace x${flag.changesScenario ? ` --${name}${value}` : ''} --seed 42`,
      );
      if (flag.changesScenario) expect(known.get(name)).toBe(flag);
    }
  });
});

describe('a flag of run', () => {
  /** What is for several scenarios, for gates, and for processes: a trace and a sweep have none of these. */
  const ALONE = [
    ...['scenario', 'all', 'expect', 'no-control'],
    ...['real', 'beside', 'broker', 'creds', 'database', 'join', 'keep'],
  ];

  it.each<[string, FlagGroups, string[]]>([
    // One run of one request.
    ['trace', TRACE_FLAGS, ['runs', 'threads']],
    ['sweep', SWEEP_FLAGS, []],
  ])('is one of %s, too, unless it makes no sense there', (_, groups, senseless) => {
    const known = new Set(flagsOf(groups).map(([name]) => name));
    const missing = OF_RUN.map(([name]) => name).filter((name) => !known.has(name));
    expect(missing.sort()).toEqual([...ALONE, ...senseless].sort());
  });
});
