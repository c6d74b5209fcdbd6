import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { holm } from '../stats/change.js';
import type { Changes, RowChange } from './changes.js';

/** A figure that got worse beyond chance and beyond the margin. */
export interface Regression {
  /** The file it is in. */
  file: string;
  title: string;
  mode: string;
  figure: string;
}

/**
 * What `--fail-on` asks for: `worse`, or `worse=5%`.
 *
 * @returns by how much of its base a figure may get worse all the same, 0 to 1
 * @throws {UsageProblem}
 */
export function readFailOn(text: string): number {
  const found = /^worse(?:=(\d+(?:\.\d+)?) ?%)?$/.exec(text);
  if (found === null) {
    throw new UsageProblem(
      'bad-flag',
      `--fail-on ${printable(text, 40)}: expected worse, or worse=5% to let a figure get worse by that much`,
    );
  }
  return Number(found[1] ?? 0) / 100;
}

/** Where a gated figure stands. */
interface Gated extends Regression {
  row: RowChange;
}

/**
 * Of the figures that count, those that got worse. Where chance is in them they are many tests at once, one for each figure,
 * mode, scenario and file: Holm's procedure holds the risk of even one false alarm among all of them at 5 % together.
 *
 * @param margin by which a figure may get worse, as a part of its base
 */
export function findWorse(changes: Changes, margin: number): Regression[] {
  const gated = gatedRows(changes);
  const tested = gated.filter(({ row }) => row.p !== undefined && !isConstant(row));
  const holds = holm(tested.map(({ row }) => row.p ?? 1));
  const isSure = new Set(tested.filter((_, index) => holds[index]));
  return gated
    .filter((one) => one.row.judgement === 'worse' && (one.row.p === undefined || isSure.has(one)))
    .filter(({ row }) => isBeyond(row, margin))
    .map(({ file, title, mode, figure }) => ({ file, title, mode, figure }));
}

/** Of the figures that count, those that nobody can judge, and those of modes that nobody can. */
export function findUnjudged(changes: Changes): Regression[] {
  return gatedRows(changes)
    .filter(({ row }) => row.judgement === 'unjudged')
    .map(({ file, title, mode, figure }) => ({ file, title, mode, figure }));
}

function gatedRows({ files }: Changes): Gated[] {
  return files.flatMap(({ name: file, scenarios }) =>
    scenarios.flatMap(({ title, modes }) =>
      Object.entries(modes).flatMap(([mode, { figures }]) =>
        figures
          .filter(({ isGated }) => isGated)
          .map((row) => ({ file, title, mode, figure: row.figure, row })),
      ),
    ),
  );
}

/** It never varied on either side, and can be no false alarm. */
function isConstant({ p, judgement }: RowChange): boolean {
  return p === 1 && judgement === 'unchanged';
}

/** From nothing, and to never, is beyond any margin. */
function isBeyond({ relative }: RowChange, margin: number): boolean {
  return relative === undefined || Math.abs(relative) > margin;
}
