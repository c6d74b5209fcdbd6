import { describe, expect, test } from 'vitest';
import { cascadesSection } from '../../src/render/sections/cascades.js';
import type { Row, Section } from '../../src/render/sections/section.js';
import { timesSection } from '../../src/render/sections/times.js';
import { throughputSection } from '../../src/render/sections/throughput.js';
import { type View, viewOf } from '../../src/render/view.js';
import type { Cascade, ServiceMeasurements } from '../../src/measure/measurements.js';
import type { Fault } from '../../src/scenario/scenario.js';
import { compared, measured, NO_TIMES, run, service, times } from './fixtures.js';

function rowsOf({ lines }: Section): Row[] {
  return lines.filter((line) => line.kind === 'row');
}

describe('the rates before, during and after the faults', () => {
  const BUS: Fault = { kind: 'outage', target: 'bus', at: '20s', for: '20s' };
  type Rates = [accepted: number, completed: number];
  const steady: Rates = [80, 80];
  const usual = run({ phases: [steady, steady, steady] });
  const marked = (direct: Rates[], event: Rates[]) => {
    const view = viewOf(
      compared(
        { faults: [BUS] },
        { direct: measured({ phases: direct }), event: measured({ phases: event }) },
        { direct: usual, event: usual },
      ),
      false,
    );
    return rowsOf(throughputSection(view))
      .filter(({ group }) => group === 'completed')
      .map(({ worst }) => worst);
  };

  test('a mode that goes on as usual is not marked as worse than one that is catching up', () => {
    const late: Rates[] = [steady, [80, 0], [80, 160]];
    expect(marked([steady, steady, steady], late)).toEqual([
      [false, false],
      [false, true],
      [false, false],
    ]);
  });

  test('one that does less than usual is', () => {
    const [, , after] = marked([steady, [0, 0], [70, 70]], [steady, [80, 0], [80, 160]]);
    expect(after).toEqual([true, false]);
  });
});

test('what only a control run can tell is not shown without it, and nothing is worse than it', () => {
  const HANG: Fault = { kind: 'hang', target: 'payment', at: '20s', for: '20s' };
  const cut = { ...measured(), recoveryTime: null, blastRadius: null, collateral: null };
  const direct = measured({ recoveryTime: 60, blastRadius: 1, collateral: 21 });
  const view = viewOf(compared({ faults: [HANG] }, { direct, event: cut }, { direct: run() }), false);
  const rows = [...rowsOf(cascadesSection(view)), ...rowsOf(timesSection(view))].filter(({ group }) =>
    ['blast', 'collateral', 'recovery'].includes(group),
  );
  expect(rows).toHaveLength(3);
  for (const { cells, worst } of rows) {
    expect(cells[0]).toHaveProperty('value');
    expect(cells[1]).toEqual({ kind: 'none' });
    expect(worst).toEqual([false, false]);
  }
});

describe('where nothing failed', () => {
  const labels = (refused: { declined?: number }): string[] => {
    const direct = measured({ accepted: { completed: 4300 }, refused });
    const section = cascadesSection(viewOf(compared({}, { direct, event: measured() }), false));
    return section.lines.map(({ label }) => label);
  };

  test('it says so', () => {
    expect(labels({})).toContain('no failures');
  });

  test('and that the errors above are declines', () => {
    const lines = labels({ declined: 100 });
    expect(lines).toContain('error responses (incl. declines)');
    expect(lines).toContain('no failures; errors above are business declines');
  });
});

describe('failures at a service that has no fault', () => {
  const rows = (count: number): Cascade[] => [
    { origin: 'payment', victim: 'caller', count },
    { origin: 'payment', victim: 'payment', count },
  ];
  const IDLE = { waitTime: { ...NO_TIMES, waited: 0 }, attempts: 4400 };
  const failing = (count: number, payment: Partial<ServiceMeasurements> = {}) => ({
    refused: { completed: count },
    cascades: rows(count),
    services: { payment: { ...IDLE, ...payment } },
  });
  const notes = (view: View): string[] =>
    cascadesSection(view).lines.flatMap((line) =>
      line.kind === 'heading' && line.indented === true ? [line.label] : [],
    );
  const faultless = (count: number, payment?: Partial<ServiceMeasurements>): string[] =>
    notes(viewOf(compared({}, { direct: measured(failing(count, payment)), event: measured() }), false));

  test('are said to be timeouts by chance where few outlast the time limit and none waits', () => {
    expect(faultless(21)).toEqual(['no fault: timeouts by chance (latency tail)']);
  });

  test('are no chance where most of them outlast it', () => {
    expect(faultless(2100)).toEqual(['no fault: latency above the time limit']);
  });

  test('come of the load, too, where the queue is full of a service that waits for it', () => {
    const orders = service({ ...IDLE, failures: { ...service().failures, overload: 21 } });
    const cascades = [{ origin: 'payment', victim: 'orders', count: 21 }];
    const direct = measured({ cascades, services: { payment: IDLE, orders } });
    expect(notes(viewOf(compared({}, { direct, event: measured() }), false))).toEqual([
      'no fault: load (all workers busy at times)',
    ]);
  });

  test.each<[string, Partial<ServiceMeasurements>]>([
    ['calls wait for a worker', { waitTime: { ...times(100, 900), waited: 0.7 } }],
    ['its queue is full', { failures: { ...service().failures, overload: 3 } }],
  ])('come of the load where %s', (_, payment) => {
    expect(faultless(21, payment)).toEqual(['no fault: load (all workers busy at times)']);
  });

  const beside = (count: number, usual: number, fault: Fault): string[] =>
    notes(
      viewOf(
        compared(
          { faults: [fault] },
          { direct: measured(failing(count)), event: measured() },
          { direct: run(failing(usual)), event: run() },
        ),
        false,
      ),
    );
  const BUS: Fault = { kind: 'outage', target: 'bus', at: '20s', for: '20s' };

  test('are explained beside a fault elsewhere only where the control run has as many', () => {
    expect(beside(21, 21, BUS)).toEqual(['as in control: timeouts by chance (latency tail)']);
    expect(beside(210, 21, BUS)).toEqual([]);
    expect(beside(21, 0, BUS)).toEqual([]);
  });

  test('are only mostly as in control where one mode has a few that its control run has not', () => {
    const view = viewOf(
      compared(
        { faults: [BUS] },
        { direct: measured(failing(210)), event: measured(failing(13)) },
        { direct: run(failing(210)), event: run() },
      ),
      false,
    );
    expect(notes(view)).toEqual(['mostly as in control: timeouts by chance (latency tail)']);
  });

  test('and not where the fault is its own', () => {
    expect(beside(21, 21, { ...BUS, target: 'payment' })).toEqual([]);
  });
});

describe('the blast radius', () => {
  const BUS: Fault = { kind: 'outage', target: 'bus', at: '20s', for: '20s' };
  const failing = (...names: string[]) =>
    Object.fromEntries(
      names.map((name, index) => [
        name,
        service({ failures: { ...service().failures, timeout: 10 + index } }),
      ]),
    );
  const named = (direct: string[], event: string[], usual: string[] = []): string[] => {
    const view = viewOf(
      compared(
        { faults: [BUS] },
        {
          direct: measured({ services: failing(...direct), blastRadius: direct.length }),
          event: measured({ services: failing(...event), blastRadius: event.length }),
        },
        { direct: run({ services: failing(...usual) }), event: run() },
      ),
      false,
    );
    return cascadesSection(view).lines.flatMap(({ label }) => (label.startsWith('hit') ? [label] : []));
  };

  test('names the services that were hit, the worst first', () => {
    expect(named(['orders', 'payment'], [])).toEqual(['hit: payment, orders']);
  });

  test('once where they are the same in all modes that have any, else mode by mode', () => {
    expect(named(['orders'], ['orders'])).toEqual(['hit: orders']);
    expect(named(['orders'], ['payment'])).toEqual(['hit in direct: orders', 'hit in event: payment']);
  });

  test('names none where there are many, or where they fail in the control run as often', () => {
    expect(named(['orders', 'payment', 'inventory', 'shipping'], [])).toEqual([]);
    expect(named(['orders'], [], ['orders'])).toEqual([]);
  });
});
