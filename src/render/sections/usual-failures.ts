import { TIME_MARGIN } from '../../compare/margins.js';
import type { Cascade, RunMeasurements } from '../../measure/measurements.js';
import type { View } from '../view.js';

/** Of the attempts at a service: if it causes more failures than these, its usual latency is beyond the limit, not only its tail. */
const MOST_BY_CHANCE = 0.1;

/**
 * Why calls fail at a service although nothing was injected there: the note below what it has caused. Where something was
 * injected elsewhere, it says so of what the control run has as much of, and of nothing else.
 */
export function sayUsual(view: View, origin: string): string | undefined {
  if (view.faulted.has(origin)) return undefined;
  const isFaultless = view.scenario.faults.length === 0;
  const without = isFaultless ? view.runs : view.controls;
  const counts = view.runs.map((run) => countOf(run, origin));
  const usual = without.map((run) => countOf(run, origin));
  if (sum(usual) === 0 || sum(counts) > sum(usual) * TIME_MARGIN) return undefined;
  const isSameInAll = counts.every((count, index) => count <= (usual[index] ?? 0) * TIME_MARGIN);
  const where = isFaultless ? 'no fault' : isSameInAll ? 'as in control' : 'mostly as in control';
  return `${where}: ${sayReason(without, origin)}`;
}

/** Without a fault an attempt fails at a full queue, or by its time limit: while it waits for a worker, or while it is worked on. */
function sayReason(runs: View['controls'], origin: string): string {
  const causing = runs.filter((run) => run !== undefined && countOf(run, origin) > 0);
  if (causing.some((run) => isBusy(run, origin))) return 'load (all workers busy at times)';
  const isTail = causing.every((run) => {
    const most = Math.max(...causedBy(run, origin).map(({ count }) => count));
    return most <= (run?.services[origin]?.attempts ?? 0) * MOST_BY_CHANCE;
  });
  return isTail ? 'timeouts by chance (latency tail)' : 'latency above the time limit';
}

/** Does more than one call in 20 find no free worker there, or at a service that waits for it, or any a full queue? */
function isBusy(run: RunMeasurements | undefined, origin: string): boolean {
  const places = [origin, ...causedBy(run, origin).map(({ victim }) => victim)];
  return places
    .flatMap((name) => run?.services[name] ?? [])
    .some(({ failures, waitTime }) => failures.overload > 0 || waitTime.p95 > 0);
}

function countOf(run: RunMeasurements | undefined, origin: string): number {
  return sum(causedBy(run, origin).map(({ count }) => count));
}

function causedBy(run: RunMeasurements | undefined, origin: string): Cascade[] {
  return run?.cascades.filter((row) => row.origin === origin) ?? [];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
