import type { Plan } from '../plan/plan.js';
import type { Answer } from '../system/answer.js';
import type { Attempt, Runtime } from '../system/ports.js';

/**
 * Shared-database mode: the caller calls the entry step alone, as in event mode, and every other step looks into a shared
 * table for its work, now and then. A step does its own work, then writes what has come of it, and rows for those that come
 * after it, in one transaction. **Its slot is held until the database has committed**: nothing is done twice or gets lost,
 * and nobody works without the database.
 *
 * Compare `direct.ts` and `event.ts`: same workflow, same steps, same work. What stands here is what follows when a step
 * has done it.
 */
export function sharedDatabase(plan: Plan, { calls, table }: Pick<Runtime, 'calls' | 'table'>): void {
  const commitAndAnswer = (attempt: Attempt, outcome: Answer): void => {
    if (outcome.state === 'failed') {
      attempt.answer(outcome);
      return;
    }
    table.commit(attempt, outcome, (answer) => {
      attempt.answer(answer);
    });
  };
  for (const step of plan.steps) {
    // The answer goes to the caller of the entry step; of another step it says whether its row is tried again.
    if (step === plan.entry) calls.serve(step, commitAndAnswer);
    else table.poll(step, commitAndAnswer);
  }
}
