import { compare } from '../../src/compare/compare.js';
import type { Comparison } from '../../src/compare/comparison.js';
import { jobsFor, modeRunsOf, perform } from '../../src/runs/job.js';
import { scenario } from '../support/scenario.js';

/** A small scenario with a fault, run and compared. */
export async function smallComparison(): Promise<Comparison> {
  const small = scenario({
    services: { a: '5ms', b: '10ms' },
    steps: ['a', 'b'],
    load: { rate: '20/s', duration: '2s' },
    faults: [{ kind: 'errors', target: 'b', rate: 0.5 }],
  });
  const jobs = jobsFor(small, small.seed);
  const runs = modeRunsOf(jobs, await Promise.all(jobs.map((job) => perform(job))));
  return compare(small, '0', runs ?? []);
}
