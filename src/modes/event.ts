import type { Plan } from '../plan/plan.js';
import { type Answer, DONE } from '../system/answer.js';
import type { Attempt, Runtime } from '../system/ports.js';

/**
 * Event mode: the caller calls the entry step alone, and has its answer when that step has committed its work and its
 * event. Every other step does its own work when the events it waits for are there. **Its slot is held for its own work
 * only**; the price is that a request is accepted before its work is done.
 *
 * Compare `direct.ts`: same workflow, same steps, same work. What stands here is what follows when a step has done it.
 */
export function event(plan: Plan, { calls, bus }: Pick<Runtime, 'calls' | 'bus'>): void {
  const publishAndAnswer = (attempt: Attempt, outcome: Answer): void => {
    if (outcome.state === 'done' && !attempt.repeated) bus.publish(attempt, answerDone);
    else attempt.answer(outcome);
  };
  for (const step of plan.steps) {
    // The answer goes to the caller of the entry step; to the bus it is the acknowledgement, or a failed delivery.
    if (step === plan.entry) calls.serve(step, publishAndAnswer);
    else bus.subscribe(step, publishAndAnswer);
  }
}

function answerDone(attempt: Attempt): void {
  attempt.answer(DONE);
}
