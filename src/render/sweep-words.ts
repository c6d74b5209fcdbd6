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

/** Where the modes cross, a sentence for each crossing; or who is better where they do not. */
export function conclusions(sweep: Sweep): string[] {
  const { asked, points, vary, crossings } = sweep;
  if (asked !== undefined) return [brokenOff(sweep, asked)];
  const [baseline, ...others] = Object.keys(points[0]?.modes ?? {});
  if (baseline === undefined) return [];
  return (vary[1]?.values ?? [undefined]).flatMap((second) => {
    const row = points.filter(({ values }) => values[1] === second);
    const where = second === undefined ? '' : `With ${vary[1]?.path ?? ''} = ${second}: `;
    return others.flatMap((mode) => {
      const found = crossings.filter((one) => one.second === second && one.modes[0] === mode);
      const sentences =
        found.length > 0
          ? found.map((crossing) => describeCrossing(sweep, crossing))
          : [withoutCrossing(sweep, row, mode, baseline)];
      return sentences.map((sentence) => where + sentence);
    });
  });
}

function brokenOff({ seeds, points }: Sweep, asked: { points: number; seeds: number }): string {
  if (points.length < asked.points) {
    return `interrupted: ${points.length} of ${asked.points} points were measured, with one seed`;
  }
  return `interrupted: ${seeds.length} of ${asked.seeds} seeds were complete; where the modes cross was not looked for`;
}

function describeCrossing({ vary, kind, better }: Sweep, crossing: SweepCrossing): string {
  const { modes, lowerBelow, text } = crossing;
  const [below, above] = modes[0] === lowerBelow ? modes : [modes[1], modes[0]];
  const [first, second] = better === 'higher' ? [above, below] : [below, above];
  const path = vary[0]?.path ?? '';
  const interval = text.interval === null ? '' : ` (95 %: ${text.interval[0]} to ${text.interval[1]})`;
  const is = better === null ? 'has the lower figure' : kind === 'time' ? 'is faster' : 'is better';
  if (text.between !== undefined) {
    const [last, next] = text.between;
    return `${first} ${is} up to ${path} = ${last}, ${second} from ${next} on${interval}.`;
  }
  return `${first} ${is} below ${path} = ${text.at}${interval}, ${second} above.`;
}

function withoutCrossing(
  { better, kind, vary }: Sweep,
  row: readonly SweepPoint[],
  mode: string,
  baseline: string,
): string {
  const signs = row.flatMap(({ modes: { [mode]: one, [baseline]: other } }) => {
    if (typeof one?.mean !== 'number' || typeof other?.mean !== 'number') return [];
    const [difference = 0] = differences([one.mean], [other.mean]);
    return isNoise(one, other) ? [0] : [Math.sign(difference)];
  });
  if (signs.length === 0) return `${mode} and ${baseline} cannot be compared: the figure was not measured.`;
  if (signs.every((sign) => sign === 0)) return `${mode} and ${baseline} do not differ anywhere here.`;
  if (signs.includes(1) && signs.includes(-1)) return `Who is ahead depends on ${vary[0]?.path ?? ''}.`;
  const isHigher = signs.includes(1);
  const winner = (better === 'higher') === isHigher ? mode : baseline;
  const loser = winner === mode ? baseline : mode;
  const is = better === null ? 'has the lower figure' : kind === 'time' ? 'is faster' : 'is better';
  return `${winner} ${is} than ${loser} wherever the two differ: they do not cross here.`;
}
