import fc from 'fast-check';
import type { Comparison, Expectation } from '../../src/compare/comparison.js';
import type {
  Measurements,
  RunMeasurements,
  ServiceMeasurements,
  Times,
} from '../../src/measure/measurements.js';
import type { Fault } from '../../src/scenario/scenario.js';
import { compared, scenario, service } from './fixtures.js';

/** Comparisons with any figures at all (none, huge, nothing measured) whose requests nevertheless add up. */

const SERVICES = ['orders', 'payment', 'a-service-with-a-very-long-name', '支払い', 'ünï`|<b>'];
const count = fc.oneof(
  fc.constant(0),
  fc.nat(5000),
  fc.nat(2_000_000_000).map((half) => half * 1000),
);
const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const time = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e10, noNaN: true }));

const times: fc.Arbitrary<Times> = fc.record({
  count,
  mean: time,
  sd: time,
  p50: time,
  p95: time,
  p99: time,
  max: time,
});

const cells = fc.record({
  completed: count,
  partial: count,
  nothing: count,
  declined: count,
  deadLettered: count,
  lost: count,
  inFlight: count,
});

const serviceFigures: fc.Arbitrary<ServiceMeasurements> = fc
  .record({
    attempts: count,
    deadLettered: count,
    doubleEffects: fc.nat(10),
    utilization: share,
    blockedShare: share,
    peakQueue: count,
    failures: fc.record({
      injected: count,
      inherited: count,
      overload: count,
      timeout: count,
      breaker: count,
      declined: count,
    }),
  })
  .map((part) => service({ ...part, duplicates: part.doubleEffects }));

const counts = fc.array(fc.nat(2000), { maxLength: 80 });

const runFigures: fc.Arbitrary<RunMeasurements> = fc
  .record({
    accepted: cells,
    refused: cells,
    responseTime: times,
    acceptedTime: times,
    completionTime: times,
    completionLag: times,
    peakBacklog: count,
    amplification: fc.record({ total: time, worst: time }),
    lostEvents: count,
    cascades: fc.array(
      fc.record({
        origin: fc.constantFrom(...SERVICES),
        victim: fc.constantFrom('caller', ...SERVICES),
        count,
      }),
      { maxLength: 12 },
    ),
    services: fc.tuple(...SERVICES.map(() => serviceFigures)),
    completed: counts,
    backlog: counts,
    rates: fc.tuple(time, time, time),
    phases: fc.nat(3),
    end: fc.record({
      at: time,
      reason: fc.constantFrom(
        'quiet' as const,
        'drained' as const,
        'stuck' as const,
        'spinning' as const,
        'interrupted' as const,
      ),
    }),
  })
  .map(({ accepted, refused, services, completed, backlog, rates, phases, ...rest }) => {
    const sum = (parts: typeof accepted): number =>
      Object.values<number>({ ...parts }).reduce((total, cell) => total + cell, 0);
    const [offered, yes, done] = rates;
    const all = sum(accepted) + sum(refused);
    const due = all - accepted.declined - refused.declined;
    const late = Math.floor(accepted.completed / 3);
    const good = accepted.completed - late;
    const completions = accepted.completed + refused.completed;
    const percentile = (share: number): number | null =>
      due > 0 && completions >= share * due ? rest.completionTime.p99 : null;
    return {
      ...rest,
      requests: {
        offered: all,
        accepted: sum(accepted),
        failed: sum(refused) - refused.declined,
        timedOut: 0,
        declined: refused.declined,
        completed: completions,
        good,
        late,
        outcomes: { accepted, refused },
      },
      goodput: due === 0 ? null : good / due,
      endToEnd: {
        due,
        completed: completions,
        p50: percentile(0.5),
        p95: percentile(0.95),
        p99: percentile(0.99),
      },
      phases: {},
      throughput: {
        offered,
        goodput: done,
        accepted: yes,
        completed: done,
        phases: (['before', 'during', 'after'] as const).slice(0, phases).map((name, index) => ({
          name,
          from: index * 1000,
          to: (index + 1) * 1000,
          offered,
          accepted: yes,
          completed: done,
        })),
      },
      services: Object.fromEntries(SERVICES.map((name, index) => [name, services[index] ?? service()])),
      series: {
        interval: 1000,
        offered: completed,
        accepted: completed,
        completed,
        goodput: completed,
        errors: completed.map(() => 0),
        backlog,
        peakBacklog: backlog,
        p99: completed.map(() => null),
        responseP99: completed.map(() => null),
        services: {},
      },
    };
  });

const modeFigures: fc.Arbitrary<Measurements> = fc
  .record({
    run: runFigures,
    recoveryTime: fc.option(time),
    beyondControl: fc.oneof(
      fc.record({ blastRadius: fc.nat(5), collateral: count }),
      fc.constant({ recoveryTime: null, blastRadius: null, collateral: null }),
    ),
    changedServices: fc.nat(5),
  })
  .map(({ run, beyondControl, ...rest }) => ({ ...run, ...rest, ...beyondControl }));

const window = fc.constantFrom(
  {},
  { at: '10s' },
  { for: '5s' },
  { at: '20s', for: '20s' },
  { at: '59s', for: '1ms' },
);
const target = fc.constantFrom(...SERVICES);
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.tuple(target, window).map(([target, when]): Fault => ({ kind: 'latency', target, add: '2s', ...when })),
  fc.tuple(target, window).map(([target, when]): Fault => ({ kind: 'errors', target, rate: 0.333, ...when })),
  fc.tuple(target, window).map(([target, when]): Fault => ({ kind: 'hang', target, ...when })),
  fc.tuple(target, window).map(([target, when]): Fault => ({ kind: 'freeze', target, ...when })),
  window.map((when): Fault => ({ kind: 'outage', target: 'bus', ...when })),
  window.map((when): Fault => ({ kind: 'crash', target: 'bus', ...when })),
  window.map((when): Fault => ({ kind: 'spike', target: 'load', multiply: 7.5, ...when })),
);

/** Text as a file may have it, although what loads files would have refused some of it. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '\u001b[31mred\u001b[0m',
    'a\nb\tc',
    '| pipe `code` <script>',
    '日本語の題名',
    '👩‍👩‍👧 family',
    'x'.repeat(300),
  ),
);

const expectation: fc.Arbitrary<Expectation> = fc.record({
  text: fc.constantFrom(
    'event.completed >= 99%',
    'direct.completionTime.p99 <= 2s',
    'no gate at all',
    'x'.repeat(200),
  ),
  measured: fc.oneof(time, share, fc.constant(null)),
  asked: fc.oneof(time, share, fc.constant(null)),
  held: fc.boolean(),
});

const MODES = ['direct', 'event', 'shared-database', 'direct:no-retry'];

export const arbitraryComparison: fc.Arbitrary<Comparison> = fc
  .record({
    title: text,
    question: text,
    look: fc.array(text, { maxLength: 2 }),
    faults: fc.array(fault, { maxLength: 5 }),
    asked: fc.integer({ min: 1, max: 4 }),
    began: fc.nat(4),
    runs: fc.tuple(modeFigures, modeFigures, modeFigures, modeFigures),
    controls: fc.option(fc.tuple(runFigures, runFigures, runFigures, runFigures)),
    expectations: fc.array(expectation, { maxLength: 3 }),
  })
  .map(({ title, question, look, faults, asked, began, runs, controls, expectations }) => {
    const modes = MODES.slice(0, asked);
    const part = <Run>(all: readonly Run[]): Record<string, Run> =>
      Object.fromEntries(
        all.slice(0, Math.min(asked, began)).map((run, index) => [MODES[index] ?? '', run] as const),
      );
    const [usual] = Object.values(scenario().services);
    const services = Object.fromEntries(
      SERVICES.flatMap((name) => (usual === undefined ? [] : [[name, usual] as const])),
    );
    return {
      ...compared(
        { title, question, look, faults, modes, services },
        part(runs),
        controls === null ? undefined : part(controls),
      ),
      expectations,
    };
  });
