import type { RunMeasurements } from '../../../src/measure/measurements.js';
import { ROUNDING } from '../books/books.js';
import type { Run } from '../books/keep-books.js';
import { type Invariants, same } from './tools.js';

/** What is said per second is a count over the time that it was counted in, whatever bounds the load. */
export const RATES: Invariants = {
  'a rate is how often something happened in the window': (run) => {
    const { throughput } = run.measured;
    return whatIsWrong('the window', throughput, windowOf(run), run);
  },

  'the phases are the window, one after the other': (run) => {
    const { throughput } = run.measured;
    const { from, to } = windowOf(run);
    if (run.plan.faults.length === 0 || to <= from) return same('phases', throughput.phases.length, 0);
    let edge = from;
    const gaps = throughput.phases.flatMap((phase) => {
      const isNext = phase.from === edge && phase.to > phase.from;
      edge = phase.to;
      return isNext ? [] : [`${phase.name}: from ${phase.from} to ${phase.to}`];
    });
    return [
      ...gaps,
      ...same('the end of the last phase', edge, to),
      ...throughput.phases.flatMap((phase) => whatIsWrong(phase.name, phase, phase, run)),
    ];
  },
};

type Rates = Pick<RunMeasurements['throughput'], 'offered' | 'accepted' | 'completed'>;

interface Span {
  from: number;
  to: number;
}

/** From the end of the warm-up to the end of the load, or to that of the run where it came first. */
function windowOf({ plan, books, measured: { end } }: Run): Span {
  const loadEnded = Math.min(plan.load.duration, books.loadEnded);
  const isCutOff = loadEnded === Infinity || CUT_OFF.includes(end.reason);
  return { from: plan.load.warmup, to: isCutOff ? Math.min(loadEnded, end.at) : loadEnded };
}

const CUT_OFF: RunMeasurements['end']['reason'][] = ['interrupted', 'looping', 'crowded'];

/** At the last moment of the window, what came before its end was known counts. */
function whatIsWrong(where: string, rates: Rates, { from, to }: Span, { books }: Run): string[] {
  const accounts = [...books.accounts.values()];
  const times: Record<keyof Rates, number[]> = {
    offered: accounts.map(({ begunAt }) => begunAt),
    accepted: accounts
      .filter(({ response }) => response === 'accepted')
      .map(({ respondedAt }) => respondedAt),
    completed: accounts.flatMap(({ completedAt }) => (completedAt === undefined ? [] : [completedAt])),
  };
  const seconds = Math.max(0, to - from) / 1000;
  return Object.entries(times).flatMap(([what, all]) => {
    const rate = rates[what as keyof Rates];
    // In no time nothing happens.
    const count = seconds > 0 ? rate * seconds : rate;
    const inside = all.filter((time) => time >= from && time < to).length;
    const atTheEnd = seconds > 0 ? all.filter((time) => time === to).length : 0;
    const isRight = count >= inside - ROUNDING && count <= inside + atTheEnd + ROUNDING;
    return isRight ? [] : [`${what} in ${where}: ${count}, expected ${inside}`];
  });
}
