import { besideRows, isNoisy, TOLERANCE_IN_WORDS, type BesideRow } from '../../compare/beside.js';
import type { Comparison } from '../../compare/comparison.js';
import { formatTime } from '../../compare/quantities.js';
import { plain } from '../text.js';

/** The simulation beside what was measured for real. */
export interface Beside {
  title: string;
  head: string[];
  rows: BesideRow[];
  legend: string[];
}

type Real = NonNullable<Comparison['real']>;

/** `undefined` where nothing was measured beside anything. */
export function besideOf(comparison: Comparison): Beside | undefined {
  const rows = besideRows(comparison);
  if (rows.length === 0) return undefined;
  return {
    title: 'FOR REAL, BESIDE THE SIMULATION',
    head: ['', 'for real', 'simulated', 'difference'],
    rows: rows.map((row) => ({ ...row, mode: plain(row.mode) })),
    legend: [TOLERANCE_IN_WORDS],
  };
}

/** What a real run was measured on, and how quiet it was there. */
export function realLines({ real }: Comparison): string[] {
  if (real === undefined) return [];
  const { timerLateness, httpRoundTrip, deliveryLatency } = real.noise;
  const noise = [
    `timers late by ${sayNoise(timerLateness)}`,
    ...(httpRoundTrip === undefined ? [] : [`HTTP there and back ${sayNoise(httpRoundTrip)}`]),
    ...(deliveryLatency === undefined ? [] : [`delivery ${sayNoise(deliveryLatency)}`]),
  ].join('; ');
  return [
    `measured for real: ${plain(real.host)}, ${real.cores} cores, Node ${real.node}`,
    ...(real.machines ?? []).map(sayMachine),
    isNoisy(real)
      ? `noise: ${noise}: this machine was too busy for its times to be compared with others`
      : `noise: ${noise}`,
  ];
}

/** A timer that rings a hair early is on time. */
function sayNoise({ p50, p99 }: { p50: number; p99: number }): string {
  return `${formatTime(Math.max(0, p50))} (p50), ${formatTime(Math.max(0, p99))} (p99)`;
}

function sayMachine({ host, cores, services, clock }: NonNullable<Real['machines']>[number]): string {
  const names = services.map((name) => plain(name)).join(', ');
  const offset = `${clock.offset < 0 ? '-' : '+'}${formatTime(Math.abs(clock.offset))} ± ${formatTime(clock.uncertainty)}`;
  return `${names} on ${plain(host)}, ${cores} cores, clock ${offset}`;
}
