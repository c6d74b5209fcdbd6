import type { Comparison, Expectation } from '../compare/comparison.js';
import type { Hint } from '../hints/hint.js';
import { type Basis, findBasis, seedsOf } from './basis.js';
import type { Regression } from './fail-on.js';
import { figuresIn, isGated, type SavedFigure } from './figures.js';
import { type FigureChange, judge } from './judge.js';
import { commonModes, matchResults } from './match.js';
import type { ResultFile } from './saved.js';
import { areAlike, type FieldChange, scenarioChanges } from './scenario-changes.js';

/** What changed from one saved result to others: `compare --format json` prints this object, field by field. */
export interface Changes {
  schema: 'coupling-demo/changes@1';
  version: string;
  /** The name of the base's file. */
  base: string;
  /** Each of the others against the base. */
  files: FileChanges[];
  /** With gates over both: what was asked, and whether it held, scenario by scenario. */
  expectations: ScenarioExpectation[];
  /** With `--fail-on`: what got worse, beyond chance and beyond the margin. */
  failOn?: { margin: number; worse: Regression[] };
}

export interface ScenarioExpectation extends Expectation {
  title: string;
}

/** What changed from the base to one file. */
export interface FileChanges {
  name: string;
  /** The same bytes. */
  identical: boolean;
  scenarios: ScenarioChanges[];
  /** Titles of scenarios that are in one of the files only. */
  onlyInBase: string[];
  onlyInNew: string[];
}

/** What changed in one scenario. */
export interface ScenarioChanges {
  title: string;
  /** Nothing at all differs. */
  identical: boolean;
  version: Sides<string>;
  seeds: Sides<readonly number[]>;
  /** Fields of the resolved scenario that differ, old and new. */
  scenario: FieldChange[];
  /** What the plan of one warned of, and of the other did not. */
  hints: { gone: Hint[]; added: Hint[] };
  /** Was one of them measured for real? */
  real: Sides<boolean>;
  modes: Record<string, ModeChanges>;
  /** Modes that are in one of them only. */
  onlyInBase: string[];
  onlyInNew: string[];
}

export interface ModeChanges {
  basis: Basis;
  figures: RowChange[];
}

/** A figure's change, and where it counts. */
export interface RowChange extends FigureChange {
  /** Can its change fail a comparison? */
  isGated: boolean;
  /** Do the tables of `run` show it without being asked for all? */
  isMain: boolean;
}

interface Sides<T> {
  base: T;
  new: T;
}

/**
 * Compares saved results, each with the first: what differs in what was run, and what became of each figure. Pure.
 *
 * @throws {UsageProblem} `nothing-in-common` where one of them has no scenario and mode of the base
 */
export function findChanges(version: string, base: ResultFile, others: readonly ResultFile[]): Changes {
  return {
    schema: 'coupling-demo/changes@1',
    version,
    base: base.name,
    files: others.map((next) => changesOfFile(base, next)),
    expectations: [],
  };
}

function changesOfFile(base: ResultFile, next: ResultFile): FileChanges {
  const { pairs, onlyInBase, onlyInNew } = matchResults(base, next);
  return {
    name: next.name,
    identical: base.text !== undefined && base.text === next.text,
    scenarios: pairs.map((pair) => changesOfScenario(pair.base, pair.next)),
    onlyInBase,
    onlyInNew,
  };
}

function changesOfScenario(base: Comparison, next: Comparison): ScenarioChanges {
  const scenario = scenarioChanges(base.scenario, next.scenario);
  const common = commonModes({ base, next });
  return {
    title: next.scenario.title,
    identical: JSON.stringify(base) === JSON.stringify(next),
    version: { base: base.version, new: next.version },
    seeds: { base: seedsOf(base), new: seedsOf(next) },
    scenario,
    hints: { gone: hintsOnlyIn(base, next), added: hintsOnlyIn(next, base) },
    real: { base: base.real !== undefined, new: next.real !== undefined },
    modes: Object.fromEntries(
      common.map((mode) => {
        const basis = findBasis(base, next, mode, areAlike(scenario, base.scenario, next.scenario, mode));
        return [mode, { basis, figures: changesOfMode(base, next, mode, basis) }];
      }),
    ),
    onlyInBase: Object.keys(base.modes).filter((mode) => !common.includes(mode)),
    onlyInNew: Object.keys(next.modes).filter((mode) => !common.includes(mode)),
  };
}

function hintsOnlyIn({ hints }: Comparison, other: Comparison): Hint[] {
  return hints.filter(
    ({ code, message }) => !other.hints.some((hint) => hint.code === code && hint.message === message),
  );
}

/** Of what either side has measured, the figures that count first. */
function changesOfMode(base: Comparison, next: Comparison, mode: string, basis: Basis): RowChange[] {
  const [before, after] = [figuresIn(base, mode), figuresIn(next, mode)];
  const faults = [...base.scenario.faults, ...next.scenario.faults];
  const seeds = [seedsOf(base), seedsOf(next)] as const;
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  const rows = paths.flatMap((path): RowChange[] => {
    const sides: [SavedFigure | undefined, SavedFigure | undefined] = [before.get(path), after.get(path)];
    const change = judge(...sides, basis, seeds);
    const isMain = sides.some((side) => side?.isMain === true);
    return change === undefined ? [] : [{ ...change, isGated: isGated(path, faults), isMain }];
  });
  return rows.sort((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ isGated, isMain }: RowChange): number {
  return isGated ? 0 : isMain ? 1 : 2;
}
