import { belongs, type Plan, type StepPlan } from '../plan/plan.js';
import { doneWithout, passOn } from '../system/answer.js';
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

/** One after another, and answers when all have answered. */
function callInTurn(calls: Calls, attempt: Attempt, callees: readonly StepPlan[], index = 0): void {
  const callee = callees[index];
  if (callee === undefined) {
    attempt.answer(doneWithout(attempt.missing));
    return;
  }
  callOne(calls, attempt, callee, () => {
    callInTurn(calls, attempt, callees, index + 1);
  });
}

/** The same with independent callees called together, and a join as soon as those it comes after have answered. */
function callTogether(calls: Calls, attempt: Attempt, callees: readonly StepPlan[]): void {
  const answered = new Set<number>();
  const waiting = new Set(callees);
  const callWhatIsReady = (): void => {
    for (const callee of waiting) {
      if (!callee.after.every((sibling) => answered.has(sibling))) continue;
      waiting.delete(callee);
      callOne(calls, attempt, callee, () => {
        answered.add(callee.index);
        if (answered.size === callees.length) attempt.answer(doneWithout(attempt.missing));
        else callWhatIsReady();
      });
    }
  };
  callWhatIsReady();
}

/**
 * Calls a step and goes on when it has answered. When a critical one fails, its caller answers at once instead. A step whose
 * input is missing is skipped, and so is one that had not joined when the request began.
 */
function callOne(calls: Calls, attempt: Attempt, callee: StepPlan, goOn: () => void): void {
  const { missing, request } = attempt;
  if (!belongs(callee, request.begunAt) || callee.inputs.some((input) => missing.includes(input))) {
    attempt.missing = [...missing, ...callee.subtree];
    goOn();
    return;
  }
  calls.call(attempt, callee, (answer) => {
    if (answer.state !== 'done' && callee.critical) {
      attempt.answer(passOn(answer));
      return;
    }
    const notDone = answer.state === 'done' ? answer.missing : callee.subtree;
    if (notDone.length > 0) attempt.missing = [...attempt.missing, ...notDone];
    goOn();
  });
}

function stepAt(plan: Plan, index: number): StepPlan {
  const step = plan.steps[index];
  if (step === undefined) throw new RangeError(`no step ${index}`);
  return step;
}
