import fc from 'fast-check';
import { analyseWorkflow, WorkflowProblem } from '../../../src/workflow/workflow.js';
import type { Service, Step } from '../../../src/scenario/scenario.js';
import { callPolicy, redelivery } from './policies.js';
import { time } from './times.js';

export interface StepChoice {
  /** Which of the steps before it waits for, and which service does it: by number, modulo how many there are. */
  inputs: number[];
  service: number;
  calledBy: number | undefined;
  fields: Partial<Step>;
}

export function steps(): fc.Arbitrary<StepChoice[]> {
  return fc.array(
    fc.record({
      inputs: fc.oneof(fc.constant<number[]>([0]), fc.array(fc.nat(5), { minLength: 1, maxLength: 3 })),
      service: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(5)),
      calledBy: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, fc.nat(5)),
      fields: fc.record(
        {
          idempotent: fc.boolean(),
          critical: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
          calls: fc.record(callPolicy, { requiredKeys: [] }),
          redelivery: fc.record(redelivery, { requiredKeys: [] }),
        },
        { requiredKeys: ['idempotent', 'critical'] },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  );
}

export function makeSteps(choices: readonly StepChoice[]): Step[] {
  const made = choices.map(({ inputs, service, fields }, index): Step => {
    // 0 is the step before, or the service of its own: a chain is the simplest workflow.
    const own = index === 0 ? [] : [...new Set(inputs.map((back) => index - 1 - (back % index)))];
    return {
      name: `s${index}`,
      service: `s${index - (service % (index + 1))}`,
      on: own.map((input) => `e${input}`),
      emits: `e${index}`,
      idempotent: false,
      critical: true,
      ...fields,
      // Of a workflow that nobody needs nothing is ever completed.
      ...(index === 0 ? { critical: true } : {}),
    };
  });
  choices.forEach(({ calledBy }, index) => {
    const step = made[index];
    if (step === undefined || calledBy === undefined) return;
    step.calledBy = `s${calledBy % made.length}`;
    if (!isSound(made)) delete step.calledBy;
  });
  return made;
}

/** Can it be called so? */
function isSound(made: readonly Step[]): boolean {
  try {
    analyseWorkflow(made);
    return true;
  } catch (error) {
    if (error instanceof WorkflowProblem) return false;
    throw error;
  }
}

export function service(): fc.Arbitrary<Service> {
  return fc.record({
    latency: time(),
    concurrency: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant('unbounded' as const)),
    queue: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant('unbounded' as const)),
    declineRate: fc.constantFrom(0, 0, 0, 0, 0.05, 0.5),
  });
}
