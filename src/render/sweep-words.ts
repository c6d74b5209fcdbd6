import { list } from '../compare/words.js';
import { differences, estimate, isSignificant } from '../stats/interval.js';
import type { Sweep, SweepCrossing, SweepFigure, SweepPoint } from '../sweep/result.js';

/** A figure's difference from another one's is no more than noise; never with one run, of which nobody knows. */
export function isNoise(figure: SweepFigure | undefined, other: SweepFigure | undefined): boolean {
  const values = known(figure);
  const others = known(other);
  if (values.length < 2 || others.length < 2) return false;
  const list = differences(values, others);
  return list.some((difference) => difference !== 0) && !isSignificant(estimate(list).interval);
}

function known(figure: SweepFigure | undefined): number[] {
  return figure?.mean === null ? [] : (figure?.runs.filter((value) => value !== null) ?? []);
}

/** Where the modes cross, a sentence for each pair of them; or who is better where they do not. */
export function conclusions(sweep: Sweep): string[] {
  const { asked, points, vary, crossings } = sweep;
  if (asked !== undefined) return [brokenOff(sweep, asked)];
  const [baseline, ...others] = Object.keys(points[0]?.modes ?? {});
  if (baseline === undefined) return [];
  const about = (second: string | undefined): string[] => {
    const row = points.filter(({ values }) => values[1] === second);
    return others.map((mode) => {
      const found = crossings.filter((one) => one.second === second && one.modes[0] === mode);
      return found.length > 0 ? describeCrossings(sweep, found) : withoutCrossing(sweep, row, mode, baseline);
    });
  };
  const [, second] = vary;
  if (second === undefined) return about(undefined);
  const each = second.values.map((value) => ({ value, sentences: about(value) }));
  const [first] = each;
  const areAlike = each.every(({ sentences }) => sentences.join('\n') === first?.sentences.join('\n'));
  if (first !== undefined && areAlike && each.length > 1) {
    return first.sentences.map((sentence) => `With any ${second.path} here: ${sentence}`);
  }
  return each.flatMap(({ value, sentences }) =>
    sentences.map((sentence) => `With ${second.path} = ${value}: ${sentence}`),
  );
}

function brokenOff({ seeds, points }: Sweep, asked: { points: number; seeds: number }): string {
  if (points.length < asked.points) {
    return `interrupted: ${points.length} of ${asked.points} points were measured, with one seed`;
  }
  return `interrupted: ${seeds.length} of ${asked.seeds} seeds were complete; crossover not computed`;
}

/** A stretch of the axis in which one mode is better; without an end it goes on as far as the axis does. */
interface Stretch {
  mode: string;
  from?: End;
  to?: End;
}

/** Where there is nothing in between, a stretch has its first or last value; else it ends at a place that is no one's. */
interface End {
  at: string;
  isOwn: boolean;
}

/** `direct is faster below load.rate = 72/s and above 93/s, event in between (95 % CI 70/s–74/s and 91/s–95/s).` */
function describeCrossings(sweep: Sweep, crossings: readonly SweepCrossing[]): string {
  const stretches = stretchesOf(sweep, crossings);
  const [first] = stretches;
  if (first === undefined) return '';
  const path = `${sweep.vary[0]?.path ?? ''} = `;
  const own = stretches.filter(({ mode }) => mode === first.mode);
  const other = stretches.filter(({ mode }) => mode !== first.mode);
  const where = list(own.map((stretch, index) => sayWhere(stretch, index === 0 ? path : '')));
  const rest =
    stretches.length === 3
      ? 'in between'
      : stretches.length === 2 && other[0]?.from?.isOwn === false
        ? 'above'
        : list(other.map((stretch) => sayWhere(stretch)));
  return `${first.mode} ${isBetter(sweep)} ${where}, ${other[0]?.mode ?? ''} ${rest}${intervals(crossings)}.`;
}

function stretchesOf({ better }: Sweep, crossings: readonly SweepCrossing[]): Stretch[] {
  const winner = ({ modes, lowerBelow }: SweepCrossing, side: 'below' | 'above'): string => {
    const [lower, higher] = modes[0] === lowerBelow ? modes : [modes[1], modes[0]];
    return (side === 'below') === (better === 'higher') ? higher : lower;
  };
  const inOrder = [...crossings].sort((a, b) => a.at - b.at);
  return [undefined, ...inOrder].flatMap((before, index): Stretch[] => {
    const after = inOrder[index];
    const mode = after === undefined ? before && winner(before, 'above') : winner(after, 'below');
    if (mode === undefined) return [];
    return [{ mode, ...(before && { from: endOf(before, 1) }), ...(after && { to: endOf(after, 0) }) }];
  });
}

function endOf({ text: { at, between } }: SweepCrossing, side: 0 | 1): End {
  return { at: between?.[side] ?? at, isOwn: between !== undefined };
}

function sayWhere({ from, to }: Stretch, path = ''): string {
  if (from === undefined) return `${to?.isOwn === true ? 'up to' : 'below'} ${path}${to?.at ?? ''}`;
  if (to === undefined) return from.isOwn ? `from ${from.at} on` : `above ${from.at}`;
  return `between ${from.at} and ${to.at}`;
}

function intervals(crossings: readonly SweepCrossing[]): string {
  const inOrder = [...crossings].sort((a, b) => a.at - b.at);
  const known = inOrder.flatMap(({ text: { interval } }) =>
    interval === null ? [] : [`${interval[0]}–${interval[1]}`],
  );
  return known.length === 0 ? '' : ` (95 % CI ${list(known)})`;
}

function isBetter({ better, kind }: Sweep): string {
  return better === null ? 'is lower' : kind === 'time' ? 'is faster' : 'is better';
}

function withoutCrossing(sweep: Sweep, row: readonly SweepPoint[], mode: string, baseline: string): string {
  // What never comes is later than everything.
  const valueOf = (figure: SweepFigure | undefined): number | undefined =>
    figure?.mean ?? (figure !== undefined && sweep.nullIsNever === true ? Infinity : undefined);
  const signs = row.flatMap(({ modes: { [mode]: one, [baseline]: other } }) => {
    const [value, usual] = [valueOf(one), valueOf(other)];
    if (value === undefined || usual === undefined) return [];
    return value === usual || isNoise(one, other) ? [0] : [value > usual ? 1 : -1];
  });
  if (signs.length === 0) return `${mode} and ${baseline} cannot be compared: not measured in both.`;
  if (signs.every((sign) => sign === 0)) return `${mode} and ${baseline} do not differ in this range.`;
  if (signs.includes(1) && signs.includes(-1)) return `the winner depends on ${sweep.vary[0]?.path ?? ''}.`;
  const isHigher = signs.includes(1);
  const winner = (sweep.better === 'higher') === isHigher ? mode : baseline;
  const where = signs.includes(0) ? 'wherever they differ' : 'everywhere';
  return `no crossover in this range: ${winner} ${isBetter(sweep)} ${where}.`;
}
