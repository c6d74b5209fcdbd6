import type { FigureKind } from '../measure/figures.js';
import type { Better } from '../measure/outcomes.js';
import {
  type MeanChange,
  pairedChange,
  type Sample,
  sampleFrom,
  sampleOf,
  welchChange,
} from '../stats/change.js';
import type { Interval } from '../stats/interval.js';
import { isSignificant } from '../stats/interval.js';
import type { Basis } from './basis.js';
import type { SavedFigure } from './figures.js';

/**
 * `changed`: it is neither better nor worse. `noise`: no more than chance. `unjudged`: it differs, and nobody can say whether
 * that is more than chance, or it was measured on one side only.
 */
export type Judgement = 'unchanged' | 'better' | 'worse' | 'changed' | 'noise' | 'unjudged';

/** A mean or a single run's figure; in so many of the runs it never came; `null`: not measured. */
export type Reading = { value: number } | { never: number; of: number } | null;

/** What became of a figure from one result to another. */
export interface FigureChange {
  figure: string;
  label: string;
  kind: FigureKind;
  better: Better;
  base: Reading;
  new: Reading;
  /** Left out where one side has no number. */
  change?: number;
  /** Of the base; left out where that is 0. */
  relative?: number;
  /** Of the change, 95 %; left out where no chance is in it. */
  interval?: Interval;
  /** How likely a change of this size is by chance alone; left out where no chance is in it. */
  p?: number;
  judgement: Judgement;
}

/** What both sides have of a figure, as far as it can be compared. */
interface Sides {
  base: Reading;
  new: Reading;
  /** Left out where nothing can be judged. */
  found?: { change: number } & Partial<Pick<MeanChange, 'interval' | 'p'>>;
}

/** @returns `undefined` where neither side has measured it */
export function judge(
  base: SavedFigure | undefined,
  next: SavedFigure | undefined,
  basis: Basis,
  seeds: readonly [readonly number[], readonly number[]],
): FigureChange | undefined {
  const known = next ?? base;
  if (known === undefined || (base?.value === undefined && next?.value === undefined)) return undefined;
  const sides = sidesOf(base, next, basis, seeds);
  const { path, label, entry } = known;
  const isNumber = isFinite(sides.base) && isFinite(sides.new);
  const change = isNumber ? valueOf(sides.new) - valueOf(sides.base) : undefined;
  const { interval, p } = sides.found ?? {};
  return {
    figure: path,
    label,
    kind: entry.kind,
    better: entry.better,
    base: sides.base,
    new: sides.new,
    ...(change === undefined ? {} : { change }),
    ...(change === undefined || valueOf(sides.base) === 0
      ? {}
      : { relative: change / Math.abs(valueOf(sides.base)) }),
    ...(interval === undefined || !isNumber ? {} : { interval }),
    ...(p === undefined ? {} : { p }),
    judgement: judgementOf(sides, entry.better),
  };
}

function judgementOf({ base, new: next, found }: Sides, better: Better): Judgement {
  if (found === undefined) return isSame(base, next) ? 'unchanged' : 'unjudged';
  const { change, interval } = found;
  if (change === 0) return interval === undefined || interval[0] === interval[1] ? 'unchanged' : 'noise';
  if (interval !== undefined && !isSignificant(interval)) return 'noise';
  if (better === 'neither') return 'changed';
  return change > 0 === (better === 'higher') ? 'better' : 'worse';
}

function sidesOf(
  base: SavedFigure | undefined,
  next: SavedFigure | undefined,
  basis: Basis,
  seeds: readonly [readonly number[], readonly number[]],
): Sides {
  const plain: Sides = { base: readingOf(base), new: readingOf(next) };
  if (base?.value === undefined || next?.value === undefined) return plain;
  switch (basis.kind) {
    case 'none':
      return plain;
    case 'exact':
    case 'same-seed':
      return { ...plain, found: { change: difference(base.value, next.value) } };
    case 'paired': {
      const [one, other] = [pick(base, seeds[0], basis.seeds), pick(next, seeds[1], basis.seeds)];
      const both = one.flatMap((value, index): [number, number][] => {
        const otherValue = other[index];
        return value === undefined || otherValue === undefined ? [] : [[value, otherValue]];
      });
      if (both.length < 2) return plain;
      const [values, others] = [both.map(([value]) => value), both.map(([, value]) => value)];
      const [finite, othersFinite] = inTime(values, others);
      return {
        base: readingFrom(values),
        new: readingFrom(others),
        found: pairedChange(finite, othersFinite),
      };
    }
    case 'unpaired': {
      const [one, other] = [measuredIn(base), measuredIn(next)];
      if (one !== undefined && other !== undefined) {
        if (one.length < 2 || other.length < 2) return plain;
        const [finite, othersFinite] = inTime(one, other);
        const found = welchChange(sampleOf(finite), sampleOf(othersFinite));
        return { base: readingFrom(one), new: readingFrom(other), found };
      }
      const [sample, otherSample] = [summaryOf(base, basis.runs[0]), summaryOf(next, basis.runs[1])];
      return sample === undefined || otherSample === undefined
        ? plain
        : { ...plain, found: welchChange(sample, otherSample) };
    }
  }
}

/** The runs of some seeds. */
function pick(
  { samples = [] }: SavedFigure,
  all: readonly number[],
  seeds: readonly number[],
): (number | undefined)[] {
  return seeds.map((seed) => samples[all.indexOf(seed)]);
}

function measuredIn({ samples }: SavedFigure): number[] | undefined {
  return samples?.filter((value) => value !== undefined);
}

/** From what was saved of single runs, or of their mean. */
function summaryOf(figure: SavedFigure, runs: number): Sample | undefined {
  const values = measuredIn(figure);
  if (values?.every(Number.isFinite) === true) return values.length < 2 ? undefined : sampleOf(values);
  const { value, interval } = figure;
  return interval === undefined || value === undefined || !Number.isFinite(value)
    ? undefined
    : sampleFrom(value, interval, runs);
}

/** How much later than every time that was measured `never` counts, where it stands among times. */
const LATER = 10;

/** There is no reckoning with never: here it is a time far beyond all others. */
function inTime(values: readonly number[], others: readonly number[]): [number[], number[]] {
  const latest = Math.max(1, ...[...values, ...others].filter(Number.isFinite));
  const finite = (list: readonly number[]): number[] =>
    list.map((value) => (Number.isFinite(value) ? value : latest * LATER));
  return [finite(values), finite(others)];
}

function difference(base: number, next: number): number {
  return base === next ? 0 : next - base;
}

function readingOf(figure: SavedFigure | undefined): Reading {
  if (figure?.value === undefined) return null;
  const { samples, value } = figure;
  const never = samples?.filter((one) => one === Infinity).length ?? 0;
  if (value === Infinity || never > 0)
    return { never: Math.max(1, never), of: Math.max(1, samples?.length ?? 1) };
  return { value };
}

function readingFrom(values: readonly number[]): Reading {
  const never = values.filter((value) => value === Infinity).length;
  if (never > 0) return { never, of: values.length };
  return { value: values.reduce((sum, value) => sum + value, 0) / values.length };
}

function isFinite(reading: Reading): reading is { value: number } {
  return reading !== null && 'value' in reading;
}

function valueOf(reading: Reading): number {
  return isFinite(reading) ? reading.value : NaN;
}

function isSame(base: Reading, next: Reading): boolean {
  if (base === null || next === null) return base === next;
  if ('value' in base && 'value' in next) return base.value === next.value;
  return 'never' in base && 'never' in next && base.never === next.never && base.of === next.of;
}
