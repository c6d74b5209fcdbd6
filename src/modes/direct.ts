import type { Plan, StepPlan } from '../plan/plan.js';
import { type Answer, DONE, passOn } from '../system/answer.js';
import type { Attempt } from '../system/attempt.js';
import type { Calls } from '../system/calls.js';

/**
 * Direct-call mode: a step does its own work, then calls the steps that need its event, and answers when they have
 * answered. **It holds its slot all the while**: that is what this coupling costs.
 *
 * Compare `event.ts`: same workflow, same steps, same work. What stands here is what follows when a step has done it.
 */
export function direct(plan: Plan, calls: Calls): void {
  const callAndAnswer = async (attempt: Attempt): Promise<Answer> => {
    const answer = await callCallees(plan, calls, attempt);
    attempt.release(answer);
    return answer;
  };
  for (const step of plan.steps) {
    calls.serve(step, (attempt, outcome) => {
      if (outcome.state === 'done' && step.callees.length > 0) return callAndAnswer(attempt);
      attempt.release(outcome);
      return outcome;
    });
  }
}

/** Answers at once when a critical callee fails (the others work on, unheard), else when all have answered. */
function callCallees(plan: Plan, calls: Calls, attempt: Attempt): Promise<Answer> {
  const callees = attempt.step.callees.map((index) => stepAt(plan, index));
  return plan.fanOut === 'sequential' || callees.length === 1
    ? callInTurn(calls, attempt, callees)
    : callTogether(calls, attempt, callees);
}

async function callInTurn(calls: Calls, attempt: Attempt, callees: StepPlan[]): Promise<Answer> {
  for (const callee of callees) {
    if (!inputsAreThere(callee, attempt)) continue;
    const answer = await calls.call(attempt, callee, attempt.request);
    if (answer.state !== 'done' && callee.critical) return passOn(answer);
  }
  return DONE;
}

/** Independent callees are called together, a join as soon as those it comes after have answered. */
function callTogether(calls: Calls, attempt: Attempt, callees: StepPlan[]): Promise<Answer> {
  return new Promise((resolve) => {
    const answered = new Set<number>();
    const waiting = new Set(callees);
    const callWhatIsReady = (): void => {
      for (const callee of waiting) {
        if (!callee.after.every((other) => answered.has(other))) continue;
        waiting.delete(callee);
        void callAndGoOn(callee);
      }
    };
    const callAndGoOn = async (callee: StepPlan): Promise<void> => {
      if (inputsAreThere(callee, attempt)) {
        const answer = await calls.call(attempt, callee, attempt.request);
        if (answer.state !== 'done' && callee.critical) {
          resolve(passOn(answer));
          return;
        }
      }
      answered.add(callee.index);
      if (answered.size === callees.length) resolve(DONE);
      else if (waiting.size > 0) callWhatIsReady();
    };
    callWhatIsReady();
  });
}

/** What a non-critical callee has not done is missing for those that come after it: they are not called. */
function inputsAreThere(callee: StepPlan, attempt: Attempt): boolean {
  return callee.inputs.every((input) => (attempt.request.effects[input] ?? 0) > 0);
}

function stepAt(plan: Plan, index: number): StepPlan {
  const step = plan.steps[index];
  if (step === undefined) throw new RangeError(`no step ${index}`);
  return step;
}
