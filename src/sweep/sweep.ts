import type { Scenario } from '../scenario/scenario.js';
import { type Along, crossingsOf } from './crossings.js';
import { type Measuring, measurePoints } from './points.js';
import type { Sweep } from './result.js';
import type { Axis } from './vary.js';

/** Every combination of the axes' values, the last axis changing fastest. */
export function placesOf(axes: readonly Axis[]): string[][] {
  return axes.reduce<string[][]>(
    (places, { values }) => places.flatMap((place) => values.map((value) => [...place, value])),
    [[]],
  );
}

/**
 * Measures a figure in every mode at every place, and finds where the modes cross.
 *
 * @param scenarios one for each of `placesOf`
 * @returns `undefined` when an interrupt left nothing to show
 */
export async function sweep(
  measuring: Measuring & { interrupted: () => boolean },
  along: Along,
  scenarios: readonly Scenario[],
): Promise<Sweep | undefined> {
  const { version, figure, seeds, interrupted } = measuring;
  const places = placesOf(along.axes);
  const sites = scenarios.map((scenario, index) => ({ values: places[index] ?? [], scenario }));
  const { points, seeds: complete } = await measurePoints(measuring, sites);
  if (points.length === 0) return undefined;
  const crossings = interrupted() ? [] : await crossingsOf(measuring, along, points);
  return {
    schema: 'coupling-demo/sweep@1',
    version,
    title: scenarios[0]?.title ?? '',
    figure: figure.text,
    kind: figure.kind,
    better: figure.better,
    ...(figure.nullIsNever ? { nullIsNever: true } : {}),
    vary: along.axes.map(({ path, values, scale }) => ({
      path,
      values,
      ...(scale === undefined ? {} : { places: values.map((value) => scale.read(value)) }),
    })),
    seeds: seeds.slice(0, complete),
    points,
    // An interrupted search may have missed some, so none are shown.
    crossings: interrupted() ? [] : crossings,
    ...(interrupted() ? { asked: { points: places.length, seeds: seeds.length } } : {}),
  };
}
