import { describe, expect, it } from 'vitest';
import { type RunTask, perform } from '../../src/runs/run-task.js';
import type { Fault, Scenario } from '../../src/scenario/scenario.js';
import { readSweptFigure } from '../../src/sweep/figure.js';
import { placesOf, sweep } from '../../src/sweep/sweep.js';
import { readAxis } from '../../src/sweep/vary.js';
import { constant, exponential, scenario } from '../support/scenario.js';

interface Asked {
  vary: string[];
  figure: string;
  seeds?: number;
  /** The scenario with these values. */
  make: (values: readonly string[]) => Scenario | undefined;
  /** Tasks done when the interrupt comes. */
  interruptAfter?: number;
}

async function sweepOf({ vary, figure, seeds = 3, make, interruptAfter = Infinity }: Asked) {
  const [first, ...rest] = vary.map(readAxis);
  const axes = [first!, ...rest] as const;
  const scenarios = placesOf(axes).map((values) => make(values)!);
  const tasks: RunTask[] = [];
  const interrupted = (): boolean => tasks.length >= interruptAfter;
  const result = await sweep(
    {
      version: '1.2.3',
      figure: readSweptFigure(figure, Object.keys(scenarios[0]!.services)),
      seeds: Array.from({ length: seeds }, (_, index) => 42 + index),
      interrupted,
      run: async (some) => {
        const done = [];
        for (const task of some) {
          if (interrupted()) done.push(undefined);
          else {
            tasks.push(task);
            done.push(await perform(task));
          }
        }
        return done;
      },
    },
    { axes, scenarioAt: (values) => Promise.resolve(make(values)) },
    scenarios,
  );
  return { result, tasks };
}

/** One service, whose work takes as long as it is told, behind a bus that takes 10 ms. */
function single(work: string, faults: Fault[] = []): Scenario {
  return scenario({
    services: { front: '1ms', back: { latency: constant(work), concurrency: 4 } },
    steps: ['front', 'back'],
    calls: { networkLatency: constant('16ms') },
    bus: { deliveryLatency: constant('10ms') },
    load: { rate: '10/s', requests: 20 },
    faults,
  });
}

describe('a sweep', () => {
  it('has each mode at each place, seed by seed, with intervals', async () => {
    const { result } = await sweepOf({
      vary: ['work=10ms..30ms/3'],
      figure: 'completionTime.mean',
      make: ([work = '']) => single(work),
    });
    expect(result).toMatchObject({
      schema: 'coupling-demo/sweep@1',
      version: '1.2.3',
      figure: 'completionTime.mean',
      kind: 'time',
      better: 'lower',
      vary: [{ path: 'work', values: ['10ms', '20ms', '30ms'], places: [10, 20, 30] }],
      seeds: [42, 43, 44],
      crossings: [],
    });
    // 1 ms of work, 8 ms on the way there, the work; by events 10 ms on the way.
    expect(
      result?.points.map(({ values, modes }) => [values[0], modes.direct?.mean, modes.event?.mean]),
    ).toEqual([
      ['10ms', 19, 21],
      ['20ms', 29, 31],
      ['30ms', 39, 41],
    ]);
    expect(result?.points[0]?.modes.event).toEqual({ mean: 21, interval: [21, 21], runs: [21, 21, 21] });
    expect(result).not.toHaveProperty('asked');
  });

  it('over two parameters has every combination, and crossings along the first for each of the second', async () => {
    const { result } = await sweepOf({
      vary: ['delivery=2ms,14ms', 'work=10ms,20ms'],
      figure: 'completionTime.p50',
      seeds: 1,
      make: ([delivery = '', work = '']) => {
        const it = single(work);
        return { ...it, bus: { ...it.bus, deliveryLatency: constant(delivery) } };
      },
    });
    expect(result?.points.map(({ values }) => values.join(' '))).toEqual([
      '2ms 10ms',
      '2ms 20ms',
      '14ms 10ms',
      '14ms 20ms',
    ]);
    // Calls take 8 ms there: so long may an event take.
    expect(result?.crossings.map(({ second, text, lowerBelow }) => ({ second, text, lowerBelow }))).toEqual([
      { second: '10ms', text: { at: '8ms', interval: null }, lowerBelow: 'event' },
      { second: '20ms', text: { at: '8ms', interval: null }, lowerBelow: 'event' },
    ]);
  });

  it('over whole numbers crosses between two of them', async () => {
    const { result } = await sweepOf({
      vary: ['slots=1..9/3'],
      figure: 'completionTime.mean',
      make: ([slots = '']) => {
        if (!/^\d+$/.test(slots)) return undefined;
        const it = scenario({
          services: { front: '1ms', back: { latency: constant('100ms'), queue: 'unbounded' } },
          steps: ['front', 'back'],
          bus: { deliveryLatency: constant('30ms') },
          load: { rate: '50/s', requests: 100 },
        });
        const { front, back } = it.services;
        return { ...it, services: { front: { ...front!, concurrency: Number(slots) }, back: back! } };
      },
    });
    // Direct calls hold a slot of front for 101 ms, five of them a second short of 50: they pile up, events do not.
    expect(result?.crossings).toMatchObject([
      { lowerBelow: 'event', text: { between: ['4', '5'], interval: ['4', '5'] } },
    ]);
  });

  it('runs the control runs only for figures that are reckoned from them', async () => {
    const make = ([work = '']: readonly string[]): Scenario =>
      single(work, [{ kind: 'outage', target: 'back', at: '500ms', for: '300ms' }]);
    const vary = ['work=10ms,20ms'];
    const plain = await sweepOf({ vary, figure: 'completed', seeds: 2, make });
    expect(plain.tasks.map(({ faults }) => faults)).not.toContain(false);
    const compared = await sweepOf({ vary, figure: 'collateral', seeds: 2, make });
    expect(compared.tasks.filter(({ faults }) => !faults)).toHaveLength(compared.tasks.length / 2);
    expect(compared.result?.points[0]?.modes.direct?.mean).toBeGreaterThan(0);
    expect(compared.result?.points[0]?.modes.event?.mean).toBe(0);
  });

  it('has no figure where one of the runs has none', async () => {
    const { result } = await sweepOf({
      vary: ['work=10ms,20ms'],
      figure: 'completionTime.p99',
      make: ([work = '']) => single(work, [{ kind: 'outage', target: 'front' }]),
    });
    expect(result?.points[0]?.modes.direct).toEqual({ mean: null, interval: null, runs: [null, null, null] });
    expect(result?.crossings).toEqual([]);
  });
});

describe('an interrupt of a sweep', () => {
  // Three places, two modes: six tasks for each seed.
  const asked = {
    vary: ['work=10ms..30ms/3'],
    figure: 'completionTime.mean',
    make: ([work = '']: readonly string[]) => single(work),
  };

  it('leaves the seeds that were complete, and all the places', async () => {
    const { result, tasks } = await sweepOf({ ...asked, interruptAfter: 15 });
    expect(result?.seeds).toEqual([42, 43]);
    expect(result?.points).toHaveLength(3);
    expect(result?.points[2]?.modes.event?.runs).toEqual([41, 41]);
    expect(result?.asked).toEqual({ points: 3, seeds: 3 });
    expect(tasks).toHaveLength(15);
  });

  it('leaves the places that were complete, if no seed was', async () => {
    const { result } = await sweepOf({ ...asked, interruptAfter: 5 });
    expect(result?.seeds).toEqual([42]);
    expect(result?.points.map(({ values }) => values)).toEqual([['10ms'], ['20ms']]);
    expect(result?.asked).toEqual({ points: 3, seeds: 3 });
  });

  it('leaves nothing where no place was complete', async () => {
    expect((await sweepOf({ ...asked, interruptAfter: 1 })).result).toBeUndefined();
  });

  it('while crossings are looked for leaves the points, and no crossing', async () => {
    const make = ([delivery = '']: readonly string[]): Scenario => {
      const it = single('10ms');
      return { ...it, bus: { ...it.bus, deliveryLatency: constant(delivery) } };
    };
    const crossed = { vary: ['delivery=1ms,20ms'], figure: 'completionTime.mean', make };
    expect((await sweepOf(crossed)).result?.crossings).toHaveLength(1);
    const { result } = await sweepOf({ ...crossed, interruptAfter: 15 });
    expect(result?.points).toHaveLength(2);
    expect(result).toMatchObject({ seeds: [42, 43, 44], crossings: [], asked: { points: 2, seeds: 3 } });
  });
});

describe('a crossing that is known in closed form', () => {
  /**
   * V10 with a delivery latency. Three services in a row, one slot each, exponential work of 200, 100 and 300 ms, Poisson
   * arrivals at λ. Direct calls hold the first slot for the whole of the work: M/G/1 with a service time of mean E[S] = 0.6 s
   * and E[S²] = 0.04 + 0.01 + 0.09 + 0.36 = 0.5 s². Events go through three M/M/1 queues in series (Burke), and are
   * delivered twice.
   */
  const WORK = [0.2, 0.1, 0.3];
  const direct = (rate: number): number => (rate * 0.5) / (2 * (1 - rate * 0.6)) + 0.6;
  const event = (rate: number, delivery: number): number =>
    WORK.reduce((sum, mean) => sum + 1 / (1 / mean - rate), 2 * delivery);

  it('is found within its interval, and the interval is narrow', async () => {
    const rate = 0.8;
    const delivery = (direct(rate) - event(rate, 0)) / 2;
    expect(event(rate, delivery)).toBeCloseTo(direct(rate), 12);

    const { result } = await sweepOf({
      vary: ['rate=0.5/s..1.1/s/3'],
      figure: 'completionTime.mean',
      seeds: 8,
      make: ([text = '']) =>
        scenario({
          services: Object.fromEntries(
            WORK.map((mean, index) => [
              `s${index}`,
              { latency: exponential(`${mean * 1000}ms`), concurrency: 1, queue: 'unbounded' },
            ]),
          ),
          steps: ['s0', 's1', 's2'],
          bus: { deliveryLatency: constant(`${delivery * 1000}ms`) },
          load: { rate: text, arrivals: 'poisson', requests: 3000 },
        }),
    });
    expect(result?.crossings).toHaveLength(1);
    const [crossing] = result!.crossings;
    const [low, high] = crossing!.interval!;
    expect(crossing?.lowerBelow).toBe('direct');
    expect(low).toBeLessThan(rate);
    expect(high).toBeGreaterThan(rate);
    expect(high - low).toBeLessThan(0.08);
  });
});
