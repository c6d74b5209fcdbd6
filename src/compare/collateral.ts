import type { Measurements, RunMeasurements, ServiceMeasurements } from '../measure/measurements.js';

export interface Collateral {
  /** Failures at services that have no fault, beyond the control run's. */
  collateral: number;
  /** Services that have such failures. */
  blastRadius: number;
}

/** What failed where nothing was injected. A decline is an answer, not a failure. */
export function collateral(
  run: RunMeasurements,
  control: RunMeasurements,
  faulted: ReadonlySet<string>,
): Collateral {
  const hit = [...beyondControl(run, control, faulted).values()];
  return { collateral: hit.reduce((sum, count) => sum + count, 0), blastRadius: hit.length };
}

/** The services that have no fault and failed more often than in the control run: by how much, the worst first. */
export function beyondControl(
  run: RunMeasurements,
  control: RunMeasurements,
  faulted: ReadonlySet<string>,
): Map<string, number> {
  const hit = Object.entries(run.services)
    .filter(([name]) => !faulted.has(name))
    .map(([name, service]): [string, number] => [name, failures(service) - failures(control.services[name])])
    .filter(([, count]) => count > 0);
  return new Map(hit.sort(([, a], [, b]) => b - a));
}

/** An interrupt came before the mode's control run: what only that can tell was not measured. */
export function lacksControl(run: RunMeasurements | Measurements): boolean {
  return 'collateral' in run && run.collateral === null;
}

function failures(service: ServiceMeasurements | undefined): number {
  if (service === undefined) return 0;
  const { injected, inherited, overload, timeout, breaker } = service.failures;
  return injected + inherited + overload + timeout + breaker;
}
