import { joiningStep } from '../faults/planning.js';
import { analyseWorkflow, WorkflowProblem } from '../workflow/workflow.js';
import type { Path, Problem } from './problems.js';
import type { Fault, Scenario, Step } from './scenario.js';
import { given } from './values.js';

/** Each step that joins waits for the workflow's own events, and all of them together have names and events of their own. */
export function checkSubscribers({ steps, faults }: Scenario): Problem[] {
  const joining = faults.flatMap((fault, index): { step: Step; path: Path }[] => {
    const step = joiningStep(fault);
    return step === undefined ? [] : [{ step, path: ['faults', index, 'step'] }];
  });
  const alone = joining.flatMap((one) => checkJoining(steps, [one]));
  return alone.length > 0 || joining.length < 2 ? alone : checkJoining(steps, joining);
}

function checkJoining(own: readonly Step[], joining: readonly { step: Step; path: Path }[]): Problem[] {
  try {
    analyseWorkflow([...own, ...joining.map(({ step }) => step)]);
    return [];
  } catch (error) {
    if (!(error instanceof WorkflowProblem)) throw error;
    const { message, stepIndex, field, found, known } = error;
    const path = joining[stepIndex - own.length]?.path ?? ['steps', stepIndex];
    return [{ code: 'workflow', path: [...path, field], because: message, found, known }];
  }
}

/** Writes out who has to call a step that joins, in direct mode: its `calledBy`. */
export function withCallers(scenario: Scenario): Scenario {
  const { steps, faults } = scenario;
  if (faults.every((fault) => !('step' in fault))) return scenario;
  return {
    ...scenario,
    faults: faults.map((fault): Fault => {
      if (!('step' in fault) || fault.step.calledBy !== undefined) return fault;
      const node = analyseWorkflow([...steps, fault.step]).nodes[steps.length];
      const calledBy = node?.caller === undefined ? undefined : steps[node.caller]?.name;
      return calledBy === undefined ? fault : { ...fault, step: calledFrom(calledBy, fault.step) };
    }),
  };
}

/** With its fields in the order in which they stand where all of them are given. */
function calledFrom(calledBy: string, { calls, redelivery, ...others }: Step): Step {
  return { ...others, calledBy, ...given({ calls, redelivery }) };
}
