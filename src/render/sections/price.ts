import { doubleEffects, tally } from '../../measure/requests.js';
import type { RunMeasurements, ServiceMeasurements } from '../../measure/measurements.js';
import { findMode } from '../../modes/registry.js';
import { timeOf } from '../figures.js';
import type { View } from '../view.js';
import { rowMaker, type Row, type Section } from './section.js';

/** What was not as callers had been told, what came late, what was done more than once. */
export function priceSection(view: View): Section {
  const lag = rowMaker(view, 'lag', 'lower');
  const counts = rowMaker(view, 'count', 'lower');
  const count = (
    label: string,
    short: string,
    read: (run: RunMeasurements) => number,
    always = false,
  ): Row[] => counts.row(label, (run) => ({ kind: 'count', value: read(run) }), { short, always });
  return {
    title: view.modes.some((mode) => findMode(mode)?.entry.hasOwnPrice) ? 'THE PRICE' : 'THE PRICE OF EVENTS',
    lines: [
      ...lag.row(
        'accepted, not yet done: 99 % within (p99)',
        ({ completionLag }) => timeOf(completionLag, completionLag.p99),
        { short: 'done after yes p99', always: true },
      ),
      ...count(
        'accepted, never done (broken promise)',
        'broken promises',
        (run) => tally(run).brokenPromises,
        true,
      ),
      ...count('told no, done anyway (ghost)', 'ghosts', (run) => tally(run).ghosts),
      ...count('told no, half done (orphan)', 'orphans', (run) => tally(run).orphans),
      ...count('not done when the run ended (late)', 'late', (run) => tally(run).late),
      ...count('brought twice by the bus (copy)', 'copies', (run) => total(run, (service) => service.copies)),
      ...count('delivered out of order', 'out of order', (run) =>
        total(run, (service) => service.outOfOrder),
      ),
      ...count('done twice (double effect)', 'double effects', doubleEffects),
      ...count(
        'came again, recognised (duplicate)',
        'duplicates',
        (run) => total(run, (service) => service.duplicates) - doubleEffects(run),
      ),
      ...count('acknowledged in vain (lost ack)', 'lost acks', (run) =>
        total(run, (service) => service.lostAcks),
      ),
      ...count('given up after every try (dead letter)', 'dead letters', (run) =>
        total(run, (service) => service.deadLettered),
      ),
      ...count('lost by the bus (lost event)', 'lost events', (run) => run.lostEvents),
    ],
  };
}

function total(run: RunMeasurements, read: (service: ServiceMeasurements) => number): number {
  return Object.values(run.services).reduce((sum, service) => sum + read(service), 0);
}
