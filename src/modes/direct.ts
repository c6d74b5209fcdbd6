import { belongs, type Plan, type StepPlan } from '../plan/plan.js';
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
  for (const step of plan.steps) {
    const callees = step.callees.map((index) => stepAt(plan, index));
    const callCallees = plan.fanOut === 'sequential' || callees.length === 1 ? callInTurn : callTogether;
    calls.serve(step, (attempt, outcome) => {
      if (outcome.state === 'done' && callees.length > 0) return callCallees(calls, attempt, callees);
      attempt.release(outcome);
      return outcome;
    });
  }
}

/** One after another; answers at once when a critical callee fails, else when all have answered, and gives its slot back. */
async function callInTurn(calls: Calls, attempt: Attempt, callees: StepPlan[]): Promise<Answer> {
  let answer = DONE;
  for (const callee of callees) {
    if (!isToBeCalled(callee, attempt)) continue;
    const heard = await calls.call(attempt, callee, attempt.request);
    if (heard.state === 'done' || !callee.critical) continue;
    answer = passOn(heard);
    break;
  }
  attempt.release(answer);
  return answer;
}

/** The same with independent callees called together, and a join as soon as those it comes after have answered. */
function callTogether(calls: Calls, attempt: Attempt, callees: StepPlan[]): Promise<Answer> {
  return new Promise((resolve) => {
    const answer = (outcome: Answer): void => {
      attempt.release(outcome);
      resolve(outcome);
    };
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
      if (isToBeCalled(callee, attempt)) {
        const heard = await calls.call(attempt, callee, attempt.request);
        if (heard.state !== 'done' && callee.critical) {
          answer(passOn(heard));
          return;
        }
      }
      answered.add(callee.index);
      if (answered.size === callees.length) answer(DONE);
      else if (waiting.size > 0) callWhatIsReady();
    };
    callWhatIsReady();
  });
}

/**
 * What a non-critical callee has not done is missing for those that come after it: they are not called. Nor is a step that
 * had not joined when the request was begun.
 */
function isToBeCalled(callee: StepPlan, { request }: Attempt): boolean {
  return (
    callee.inputs.every((input) => (request.effects[input] ?? 0) > 0) && belongs(callee, request.begunAt)
  );
}

function stepAt(plan: Plan, index: number): StepPlan {
  const step = plan.steps[index];
  if (step === undefined) throw new RangeError(`no step ${index}`);
  return step;
}
