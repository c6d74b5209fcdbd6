import { compare } from '../../src/compare/compare.js';
import type { Comparison } from '../../src/compare/comparison.js';
import { tasksFor, modeRunsOf, perform } from '../../src/runs/run-task.js';
import { scenario } from '../support/scenario.js';

/** A small scenario with a fault, run and compared. */
export async function smallComparison(): Promise<Comparison> {
  const small = scenario({
    services: { a: '5ms', b: '10ms' },
    steps: ['a', 'b'],
    load: { rate: '20/s', duration: '2s' },
    faults: [{ kind: 'errors', target: 'b', rate: 0.5 }],
  });
  const tasks = tasksFor(small, small.seed);
  const runs = modeRunsOf(tasks, await Promise.all(tasks.map((task) => perform(task))));
  return compare(small, '0', runs ?? []);
}
