import type { Scenario } from '../scenario/scenario.js';
import { differences } from '../stats/interval.js';
import { type AxisPoint, type Crossing, findCrossings } from './crossing.js';
import { type Measuring, measurePoints } from './points.js';
import type { SweepCrossing, SweepPoint } from './result.js';
import type { Axis, Scale } from './vary.js';

export interface Along {
  axes: readonly [Axis, ...Axis[]];
  /** Between two places; `undefined` where no scenario has such values. */
  scenarioAt: (values: readonly string[]) => Promise<Scenario | undefined>;
}

/** Along the first axis, for each value of the second, between the baseline and each other mode. */
export async function crossingsOf(
  measuring: Measuring,
  { axes: [axis, second], scenarioAt }: Along,
  points: readonly SweepPoint[],
): Promise<SweepCrossing[]> {
  const { scale } = axis;
  if (scale === undefined) return [];
  const crossings: SweepCrossing[] = [];
  for (const other of second?.values ?? [undefined]) {
    const rest = other === undefined ? [] : [other];
    const row = points.filter(({ values }) => values[1] === other);
    const [baseline = '', ...modes] = Object.keys(row[0]?.modes ?? {});
    for (const mode of modes) {
      const pair: [string, string] = [mode, baseline];
      const found = await findCrossings(pair, axisPoints(row, pair, scale), async (at) => {
        const values = [scale.write(at), ...rest];
        const scenario = await scenarioAt(values);
        if (scenario === undefined) return undefined;
        const [point] = (await measurePoints(measuring, [{ values, scenario }])).points;
        return point && differencesOf(point, pair);
      });
      crossings.push(...found.map((crossing) => inWords(crossing, scale, other)));
    }
  }
  return crossings;
}

function axisPoints(row: readonly SweepPoint[], pair: readonly [string, string], scale: Scale): AxisPoint[] {
  return row
    .flatMap((point): AxisPoint[] => {
      const list = differencesOf(point, pair);
      return list === undefined ? [] : [{ at: scale.read(point.values[0] ?? ''), differences: list }];
    })
    .sort((a, b) => a.at - b.at);
}

/** Seed by seed, the first mode's figure minus the second's. */
function differencesOf(point: SweepPoint, [mode, baseline]: readonly [string, string]): number[] | undefined {
  const values = point.modes[mode]?.runs ?? [];
  const others = point.modes[baseline]?.runs ?? [];
  if (values.length === 0 || !isKnown(values) || !isKnown(others)) return undefined;
  return differences(values, others);
}

function isKnown(values: readonly (number | null)[]): values is number[] {
  return !values.includes(null);
}

/** Where the axis takes whole numbers only, the ends of an interval are whole numbers, too. */
function inWords(crossing: Crossing, scale: Scale, second: string | undefined): SweepCrossing {
  const { at, interval, between } = crossing;
  const write = (value: number): string => scale.write(Number(value.toPrecision(3)));
  const [down, up] = between === undefined ? [Number, Number] : [Math.floor, Math.ceil];
  return {
    ...crossing,
    ...(second === undefined ? {} : { second }),
    text: {
      at: write(at),
      interval: interval === null ? null : [write(down(interval[0])), write(up(interval[1]))],
      ...(between === undefined ? {} : { between: [write(between[0]), write(between[1])] }),
    },
  };
}
