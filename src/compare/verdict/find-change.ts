import type { Measurements, RunMeasurements } from '../../measure/measurements.js';
import { failedCallers, shareOfOffered } from '../../measure/requests.js';
import { findMode } from '../../modes/registry.js';
import { joiningStep } from '../../faults/planning.js';
import { lacksControl } from '../collateral.js';
import type { Judged } from '../better.js';
import { faultedServices, faultsWindow } from '../faults.js';
import type { Cascade, Change, Errors, ModeChange } from './findings.js';

/** What the callers of a mode felt, and the same without the faults. */
export function findChange(
  mode: string,
  run: Measurements,
  judged: Judged,
): Omit<ModeChange, 'isFirst' | 'hasCosts'> {
  const { scenario } = judged;
  const control = judged.control?.[mode];
  const cascade = findCascade(mode, run, judged);
  const lag = run.completionLag.p99;
  const recovery = findRecovery(run, judged);
  return {
    code: 'mode',
    mode,
    faults: scenario.faults.length,
    hasJoined: scenario.faults.every((fault) => joiningStep(fault) !== undefined),
    goodput: change(run, control, ({ goodput }) => goodput),
    errors: findErrors(run, control),
    ...(cascade === undefined ? {} : { cascade }),
    ...(run.responseTime.count === 0
      ? {}
      : { response: change(run, control, ({ responseTime }) => responseTime.p99) }),
    ...(run.endToEnd.due === 0 ? {} : { completion: change(run, control, ({ endToEnd }) => endToEnd.p99) }),
    ...(lag > 0 ? { lag } : {}),
    ...(recovery === undefined ? {} : { recovery }),
  };
}

function change(
  run: Measurements,
  control: RunMeasurements | undefined,
  read: (run: RunMeasurements) => number | null,
): Change {
  return { value: read(run), ...(control === undefined ? {} : { control: read(control) }) };
}

function findErrors(run: Measurements, control: RunMeasurements | undefined): Errors {
  const count = failedCallers(run);
  const [worst] = run.cascades.filter(({ victim }) => victim === 'caller').sort((a, b) => b.count - a.count);
  return {
    count,
    share: shareOfOffered(count, run),
    offered: run.requests.offered,
    ...(control === undefined ? {} : { control: shareOfOffered(failedCallers(control), control) }),
    ...(worst === undefined ? {} : { origin: worst.origin }),
  };
}

/** The service without a fault that failed most beyond the control run: rather because of others than by its own load. */
function findCascade(mode: string, run: Measurements, { scenario, control }: Judged): Cascade | undefined {
  const faulted = faultedServices(scenario);
  const usual = (victim: string, origin: string): number =>
    control?.[mode]?.cascades.find((row) => row.victim === victim && row.origin === origin)?.count ?? 0;
  const own = (row: { victim: string; origin: string }): number => (row.victim === row.origin ? 1 : 0);
  const [worst] = run.cascades
    .filter(({ victim }) => victim !== 'caller' && !faulted.has(victim))
    .map((row) => ({ ...row, beyond: row.count - usual(row.victim, row.origin) }))
    .filter(({ beyond, victim, origin }) => beyond > 0 && (control !== undefined || victim !== origin))
    .sort((a, b) => own(a) - own(b) || b.beyond - a.beyond);
  if (worst === undefined) return undefined;
  const { victim, origin, beyond } = worst;
  return {
    victim,
    origin,
    count: beyond,
    isOriginHealthy: scenario.faults.length > 0 && !faulted.has(origin),
    isUnacknowledged:
      victim === origin &&
      findMode(mode, scenario.modes)?.base === 'event' &&
      worst.count === run.services[victim]?.failures.timeout,
  };
}

/** `undefined` where there was nothing to recover from, or nobody knows. */
function findRecovery(run: Measurements, { scenario }: Judged): number | null | undefined {
  const until = faultsWindow(scenario.faults)?.until;
  if (until === undefined || until === Infinity || lacksControl(run)) return undefined;
  return run.end.reason === 'interrupted' || run.recoveryTime === 0 ? undefined : run.recoveryTime;
}
