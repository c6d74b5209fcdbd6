import { describe, expect, it } from 'vitest';
import type { ModeRun } from '../../src/compare/compare.js';
import { compareRuns, type SeedRuns } from '../../src/compare/compare-runs.js';
import { evaluateGate } from '../../src/compare/evaluate-gate.js';
import { parseGate } from '../../src/compare/parse-gate.js';
import { NO_TIMES, run, scenario, SLOW, times } from '../render/fixtures.js';

/** Three seeds; the load of the second is heavier for both, and event is 10 ms slower in each of them. */
const RUNS: SeedRuns[] = [
  { seed: 7, runs: pair(100, 110, 12) },
  { seed: 8, runs: pair(140, 150, 20) },
  { seed: 9, runs: pair(120, 131, 16) },
];

function pair(direct: number, event: number, backlog: number): ModeRun[] {
  return [
    { mode: 'direct', faulted: run({ completion: times(direct / 2, direct), peakBacklog: backlog }) },
    { mode: 'event', faulted: run({ completion: times(event / 2, event), peakBacklog: 16 }) },
  ];
}

const compared = compareRuns(scenario(), '1.2.3', RUNS, 3);

function pairedOf(figure: string) {
  return compared.paired?.find((one) => one.figure === figure);
}

describe('many runs', () => {
  it('are one comparison, of means, with its seeds', () => {
    expect(compared).toMatchObject({
      schema: 'coupling-demo/comparison@1',
      version: '1.2.3',
      runs: { seeds: [7, 8, 9] },
    });
    expect(compared.modes.direct?.completionTime.p99).toBe(120);
    expect(compared.modes.event?.completionTime.p99).toBeCloseTo(391 / 3, 10);
    expect(compared).not.toHaveProperty('control');
  });

  it('have the interval of every mean, by hand', () => {
    // Standard deviation 20 of three values: 4.3027 * 20 / sqrt(3) = 49.68.
    const [low = NaN, high = NaN] = compared.intervals?.direct?.['completionTime.p99'] ?? [];
    expect(low).toBeCloseTo(120 - 49.683, 2);
    expect(high).toBeCloseTo(120 + 49.683, 2);
    expect(compared.intervals?.event?.peakBacklog).toEqual([16, 16]);
  });

  it('have the difference taken seed by seed: as narrow as the common luck makes it', () => {
    // 10, 10, 11: mean 10.333, standard deviation 0.5774, half 4.3027 / 3 = 1.434.
    const p99 = pairedOf('completionTime.p99');
    expect(p99).toMatchObject({ modes: ['event', 'direct'], significant: true });
    expect(p99?.difference).toBeCloseTo(10.3333, 4);
    expect(p99?.interval[0]).toBeCloseTo(10.3333 - 1.4342, 3);
    expect(p99?.interval[1]).toBeCloseTo(10.3333 + 1.4342, 3);
  });

  it('say of a difference that is noise that it is not significant', () => {
    expect(pairedOf('peakBacklog')).toMatchObject({ difference: 0, significant: false });
    expect(pairedOf('responseTime.p99')).toMatchObject({
      difference: 0,
      interval: [0, 0],
      significant: false,
    });
  });

  it('have the shares by their short names, too', () => {
    expect(compared.intervals?.direct?.completed).toEqual([1, 1]);
    expect(pairedOf('brokenPromises')?.difference).toBe(0);
    expect(pairedOf('goodput')?.difference).toBe(0);
  });

  it('are measured by gates on their means', () => {
    expect(evaluateGate(parseGate('direct.completionTime.p99 == 120ms'), compared).held).toBe(true);
    expect(evaluateGate(parseGate('direct.peakBacklog > 16'), compared).held).toBe(false);
  });

  it('leave out of the intervals what a run did not measure', () => {
    const half = run({ completion: NO_TIMES });
    const runs = [RUNS[0]!, { seed: 8, runs: [{ mode: 'direct', faulted: half }, RUNS[1]!.runs[1]!] }];
    const { intervals, paired, modes } = compareRuns(scenario(), '1', runs, 2);
    expect(intervals?.direct).not.toHaveProperty('completionTime.p99');
    expect(intervals?.event).toHaveProperty(['completionTime.p99']);
    expect(paired?.map(({ figure }) => figure)).not.toContain('completionTime.p99');
    expect(modes.direct?.completionTime.p99).toBe(100);
  });

  it('that an interrupt has left of more say how many there should have been', () => {
    expect(compareRuns(scenario(), '1', RUNS.slice(0, 2), 20).runs).toEqual({ seeds: [7, 8], asked: 20 });
    const one = compareRuns(scenario(), '1', RUNS.slice(0, 1), 20);
    expect(one.runs).toEqual({ seeds: [7], asked: 20 });
    for (const part of ['intervals', 'paired', 'spread']) expect(one).not.toHaveProperty(part);
  });

  it('none of them is a mistake', () => {
    expect(() => compareRuns(scenario(), '1', [], 3)).toThrow(RangeError);
  });

  it('keep the single runs out of the JSON', () => {
    const json = JSON.parse(JSON.stringify(compared)) as object;
    expect(json).not.toHaveProperty('spread');
    expect(Object.keys(json)).toEqual(Object.keys(compared).filter((key) => key !== 'spread'));
  });

  it('have means of their control runs, and compare each run with its own', () => {
    const withControl = RUNS.map(({ seed, runs }, index) => ({
      seed,
      runs: runs.map((one) => ({
        ...one,
        faulted: {
          ...one.faulted,
          services: run({
            services: { orders: { failures: { ...NO_FAILURES, timeout: 10 * (index + 1) } } },
          }).services,
        },
        control: run({
          peakBacklog: index,
          services: { orders: { failures: { ...NO_FAILURES, timeout: index } } },
        }),
      })),
    }));
    const { control, modes, intervals } = compareRuns(scenario({ faults: [SLOW] }), '1', withControl, 3);
    expect(control?.direct?.peakBacklog).toBe(1);
    // 10 - 0, 20 - 1, 30 - 2.
    expect(modes.direct?.collateral).toBe(19);
    expect(intervals?.direct?.collateral?.[0]).toBeCloseTo(19 - (4.3027 * 9) / Math.sqrt(3), 3);
  });
});

describe('the words about many runs', () => {
  const good = (completed: number) =>
    run({ accepted: { completed }, refused: { nothing: 1000 - completed } });
  const runsOf = (direct: readonly number[], event: readonly number[]): SeedRuns[] =>
    direct.map((completed, index) => ({
      seed: index,
      runs: [
        { mode: 'direct', faulted: good(completed) },
        { mode: 'event', faulted: good(event[index]!) },
      ],
    }));

  it('count a difference that is no more than noise as level, and say so', () => {
    const { verdict, better } = compareRuns(scenario(), '1', runsOf([900, 950, 990], [990, 960, 950]), 3);
    expect(better).toMatchObject({ mode: 'direct', by: 'simplicity' });
    expect(verdict[0]).toBe('No significant difference over 3 runs; simpler to run: direct calls.');
  });

  it('do not where it is more', () => {
    const { verdict, better } = compareRuns(scenario(), '1', runsOf([900, 850, 890], [990, 950, 985]), 3);
    expect(better).toMatchObject({ mode: 'event', by: 'goodput', values: { direct: 0.88, event: 0.975 } });
    expect(verdict[0]).toBe('Better here: events (goodput 97.5 % vs 88.0 %).');
    expect(verdict.join(' ')).not.toContain('significant');
  });

  it('do not where there is no difference', () => {
    const same = [990, 980, 970];
    const { verdict, better } = compareRuns(scenario(), '1', runsOf(same, same), 3);
    expect(better).toMatchObject({ mode: 'direct', by: 'simplicity' });
    expect(verdict.join(' ')).not.toContain('significant');
  });

  it('say that a mean is the value of no run where they fall into two groups', () => {
    const direct = [280, 290, 270, 280, 285, 275, 740, 745, 735, 740];
    const humps = compareRuns(
      scenario(),
      '1',
      runsOf(
        direct,
        direct.map(() => 990),
      ),
      10,
    );
    expect(humps.verdict[1]).toBe(
      'Goodput with direct calls is 28.0 % in 6 runs and 74.0 % in 4: near a tipping point, so the mean is a value that no run had.',
    );
    expect(humps.verdict.filter((sentence) => sentence.includes('tipping'))).toHaveLength(1);
  });
});

const NO_FAILURES = { injected: 0, inherited: 0, overload: 0, timeout: 0, breaker: 0, declined: 0 };
