import { belongs, type Plan, type StepPlan } from '../plan/plan.js';
import { type Answer, DONE, doneWithout, passOn } from '../system/answer.js';
import type { Attempt, Calls, Runtime } from '../system/ports.js';

/**
 * Direct-call mode: a step does its own work, then calls the steps that need its event, and answers when they have
 * answered. **It holds its slot all the while**: that is what this coupling costs.
 *
 * Compare `event.ts`: same workflow, same steps, same work. What stands here is what follows when a step has done it.
 */
export function direct(plan: Plan, { calls }: Pick<Runtime, 'calls'>): void {
  for (const step of plan.steps) {
    const callees = step.callees.map((index) => stepAt(plan, index));
    const callCallees = plan.fanOut === 'sequential' || callees.length === 1 ? callInTurn : callTogether;
    calls.serve(step, (attempt, outcome) => {
      if (outcome.state === 'done' && callees.length > 0) callCallees(calls, attempt, callees);
      else attempt.answer(outcome);
    });
  }
}

/** One after another; answers at once when a critical callee fails, else when all have answered. */
function callInTurn(calls: Calls, attempt: Attempt, callees: readonly StepPlan[], first = 0): void {
  const next = callees.findIndex((callee, index) => index >= first && isToBeCalled(callee, attempt));
  const callee = callees[next];
  if (callee === undefined) {
    attempt.answer(doneWithout(attempt.missing));
    return;
  }
  calls.call(attempt, callee, (answer) => {
    if (isFatal(answer, callee)) attempt.answer(passOn(answer));
    else {
      noteMissing(attempt, callee, answer);
      callInTurn(calls, attempt, callees, next + 1);
    }
  });
}

/** The same with independent callees called together, and a join as soon as those it comes after have answered. */
function callTogether(calls: Calls, attempt: Attempt, callees: readonly StepPlan[]): void {
  const answered = new Set<number>();
  const waiting = new Set(callees);
  const callWhatIsReady = (): void => {
    for (const callee of waiting) {
      if (!callee.after.every((other) => answered.has(other))) continue;
      waiting.delete(callee);
      if (isToBeCalled(callee, attempt)) {
        calls.call(attempt, callee, (answer) => {
          hear(callee, answer);
        });
      } else {
        goOnWithout(callee);
      }
    }
  };
}
