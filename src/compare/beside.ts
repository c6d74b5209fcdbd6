import type { Measurements } from '../measure/measurements.js';
import type { Comparison } from './comparison.js';
import { formatCount, formatShare, formatTime } from './quantities.js';

/** A figure as it was measured for real, beside the simulation's. */
export interface BesideRow {
  mode: string;
  label: string;
  real: string;
  simulated: string;
  /** `≈` within the tolerance, else the difference. */
  difference: string;
  isWithin: boolean;
}

type Kind = 'share' | 'middle' | 'tail' | 'count';

/** How far a real figure may be from the simulated one: whichever of the two is more. */
const TOLERANCE: Readonly<Record<Kind, { absolute: number; relative: number }>> = {
  share: { absolute: 0.01, relative: 0 },
  middle: { absolute: 3, relative: 0.05 },
  tail: { absolute: 5, relative: 0.1 },
  count: { absolute: 2, relative: 0.01 },
};

/** What each kind of figure may differ by, for whoever reads the table. */
export const TOLERANCE_IN_WORDS = '≈ within: shares 1 point, p50 5 % or 3 ms, p99 10 % or 5 ms, counts 1 %';

const FIGURES: readonly { label: string; kind: Kind; read: (run: Measurements) => number | null }[] = [
  { label: 'goodput', kind: 'share', read: ({ goodput }) => goodput },
  {
    label: 'success rate',
    kind: 'share',
    read: ({ requests }) => share(requests.accepted, requests.offered),
  },
  { label: 'completed', kind: 'share', read: ({ requests }) => share(requests.completed, requests.offered) },
  { label: 'response p50', kind: 'middle', read: ({ responseTime }) => responseTime.p50 },
  { label: 'response p99', kind: 'tail', read: ({ responseTime }) => responseTime.p99 },
  { label: 'completion p50', kind: 'middle', read: ({ completionTime }) => completionTime.p50 },
  { label: 'completion p99', kind: 'tail', read: ({ endToEnd }) => endToEnd.p99 },
  { label: 'peak backlog', kind: 'count', read: ({ peakBacklog }) => peakBacklog },
  { label: 'attempts', kind: 'count', read: ({ services }) => total(services, 'attempts') },
  { label: 'processed twice', kind: 'count', read: ({ services }) => total(services, 'doubleEffects') },
  {
    label: 'failed attempts',
    kind: 'count',
    read: ({ cascades }) => cascades.reduce((sum, { count }) => sum + count, 0),
  },
];

/** Nearest-rank percentile of an unordered list. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)] ?? 0;
}

/** Rows of the table beside which simulation and reality are read; none where they were not both run. */
export function besideRows({ modes, simulated }: Pick<Comparison, 'modes' | 'simulated'>): BesideRow[] {
  return Object.entries(simulated ?? {}).flatMap(([mode, other]) => {
    const run = modes[mode];
    if (run === undefined) return [];
    return FIGURES.map(({ label, kind, read }) => ({
      mode,
      label,
      ...besides(kind, read(run), read(other)),
    }));
  });
}

/** Timers that ring so late, in milliseconds, move times by more than a p50 may differ. */
const NOISY = 3;

/** Was the machine too busy for its times to be compared? */
export function isNoisy({ noise }: { noise: { timerLateness: { p99: number } } }): boolean {
  return noise.timerLateness.p99 > NOISY;
}

function besides(
  kind: Kind,
  real: number | null,
  simulated: number | null,
): Pick<BesideRow, 'real' | 'simulated' | 'difference' | 'isWithin'> {
  const words = { real: inWords(kind, real), simulated: inWords(kind, simulated) };
  if (real === null || simulated === null) {
    const isWithin = real === simulated;
    return { ...words, difference: isWithin ? '≈' : `${words.simulated} → ${words.real}`, isWithin };
  }
  const { absolute, relative } = TOLERANCE[kind];
  const difference = real - simulated;
  const isWithin = Math.abs(difference) <= Math.max(absolute, relative * Math.abs(simulated));
  return { ...words, difference: isWithin ? '≈' : signed(kind, difference), isWithin };
}

function signed(kind: Kind, difference: number): string {
  return `${difference < 0 ? '-' : '+'}${inWords(kind, Math.abs(difference))}`;
}

function inWords(kind: Kind, value: number | null): string {
  if (value === null) return kind === 'share' ? '–' : 'never';
  if (kind === 'share') return formatShare(value);
  return kind === 'count' ? formatCount(value) : formatTime(value);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function total(services: Measurements['services'], figure: 'attempts' | 'doubleEffects'): number {
  return Object.values(services).reduce((sum, service) => sum + service[figure], 0);
}
