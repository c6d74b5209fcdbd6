import { joiningSteps } from '../../compare/faults.js';
import type { Measurements, Series } from '../../measure/measurements.js';
import { type BaseMode, findMode } from '../../modes/registry.js';
import type { Scenario } from '../../scenario/scenario.js';
import { analyseWorkflow } from '../../workflow/workflow.js';
import { measuredRuns, type View } from '../view.js';

/** A service in the drawing. Its values go by stretch: workers at work and blocked, waiting, and failures per second. */
export interface SpreadNode {
  name: string;
  isFaulted: boolean;
  layer: number;
  /** Workers; where they are unbounded, as many as were ever busy. */
  workers: number;
  isUnbounded: boolean;
  working: number[];
  blocked: number[];
  waiting: number[];
  failed: number[];
}

/** One mode's workflow: services, and who calls whom or hears from whom, by their places in `nodes`; -1 is the caller. */
export interface Spread {
  mode: string;
  /** In direct mode a failure goes back to who called; elsewhere it ends where it happens. */
  goesBack: boolean;
  nodes: SpreadNode[];
  edges: { from: number; to: number }[];
}

export interface Spreads {
  /** Milliseconds. */
  stretch: number;
  count: number;
  /** The stretch with the most failures; where nothing failed, the one with the longest queues. */
  worst: number;
  modes: Spread[];
}

/** A drawing of more services is no drawing any more. */
const MOST_SERVICES = 24;
const MOST_STRETCHES = 120;

/** @returns `undefined` where nothing was measured of the services, and where there are too many of them */
export function spreadsOf(view: View): Spreads | undefined {
  const { scenario } = view;
  const runs = measuredRuns(view);
  const bases: BaseMode[] = ['direct', 'event'];
  const chosen = bases.flatMap((base) => {
    const found = runs.find(({ mode }) => findMode(mode, scenario.modes)?.base === base);
    return found === undefined ? [] : [{ ...found, base }];
  });
  const [first] = chosen;
  if (first === undefined || Object.keys(scenario.services).length > MOST_SERVICES) return undefined;
  const { interval } = first.run.series;
  const length = Math.max(...chosen.map(({ run }) => run.series.offered.length));
  const merged = Math.max(1, Math.ceil(length / MOST_STRETCHES));
  const count = Math.ceil(length / merged);
  const modes = chosen.map(({ mode, run, base }): Spread => {
    const { nodes, edges } = graphOf(scenario, base);
    return {
      mode,
      goesBack: base === 'direct',
      nodes: nodes.map(({ name, layer }) => nodeOf(name, layer, run, view, merged, count)),
      edges,
    };
  });
  if (modes.every(({ nodes }) => nodes.every(({ working }) => working.every((value) => value === 0))))
    return undefined;
  return { stretch: interval * merged, count, worst: worstOf(modes, count), modes };
}

/** Services in layers: each below all that it is called by, or that it hears from. */
function graphOf(
  scenario: Scenario,
  base: BaseMode,
): { nodes: { name: string; layer: number }[]; edges: Spread['edges'] } {
  const steps = [...scenario.steps, ...joiningSteps(scenario)];
  const { nodes, order, entry } = analyseWorkflow(steps);
  const names = [...new Set(order.map((step) => steps[step]?.service ?? ''))];
  const placeOf = (step: number): number => names.indexOf(steps[step]?.service ?? '');
  const layers = names.map(() => 0);
  const edges = new Map<string, { from: number; to: number }>();
  const join = (from: number, to: number): void => {
    if (from !== to) edges.set(`${from} ${to}`, { from, to });
  };
  join(-1, placeOf(entry));
  for (const step of order) {
    const node = nodes[step];
    const before =
      base === 'direct' ? [node?.caller].filter((one) => one !== undefined) : (node?.inputs ?? []);
    for (const other of before) {
      const [from, to] = [placeOf(other), placeOf(step)];
      join(from, to);
      layers[to] = Math.max(layers[to] ?? 0, (layers[from] ?? 0) + (from === to ? 0 : 1));
    }
  }
  return {
    nodes: names.map((name, index) => ({ name, layer: layers[index] ?? 0 })),
    edges: [...edges.values()],
  };
}

/** Older results have not recorded them. */
function recorded({ services = {} }: Partial<Series>): Partial<Series['services']> {
  return services;
}

function nodeOf(
  name: string,
  layer: number,
  run: Measurements,
  { scenario, faulted }: View,
  merged: number,
  count: number,
): SpreadNode {
  const series = recorded(run.series)[name];
  const seconds = (run.series.interval * merged) / 1000;
  const sums = (values: readonly number[] = []): number[] =>
    Array.from({ length: count }, (_, index) =>
      values.slice(index * merged, (index + 1) * merged).reduce((sum, value) => sum + value, 0),
    );
  const means = (values: readonly number[] = []): number[] => sums(values).map((sum) => sum / merged);
  const working = means(series?.working);
  const blocked = means(series?.blocked);
  const { concurrency = 'unbounded' } = scenario.services[name] ?? {};
  const busiest = Math.max(1, ...working.map((value, index) => value + (blocked[index] ?? 0)));
  return {
    name,
    layer,
    isFaulted: faulted.has(name),
    workers: concurrency === 'unbounded' ? Math.ceil(busiest) : concurrency,
    isUnbounded: concurrency === 'unbounded',
    working,
    blocked,
    waiting: means(series?.waiting),
    failed: sums(series?.failed).map((sum) => sum / seconds),
  };
}

function worstOf(modes: readonly Spread[], count: number): number {
  const total = (read: (node: SpreadNode) => readonly number[]) =>
    Array.from({ length: count }, (_, index) =>
      modes.flatMap(({ nodes }) => nodes).reduce((sum, node) => sum + (read(node)[index] ?? 0), 0),
    );
  const failures = total(({ failed }) => failed);
  const most = Math.max(...failures);
  const values = most > 0 ? failures : total(({ waiting }) => waiting);
  return Math.max(0, values.indexOf(Math.max(...values)));
}
