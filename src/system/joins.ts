import type { StepPlan } from '../plan/plan.js';
import type { Request } from './request.js';

/**
 * Notes that what `from` has done is there for `step`, which waits for all of its inputs: are they complete now? A second
 * copy of one that is there is dropped.
 */
export function completesInputs(step: StepPlan, from: StepPlan, request: Request): boolean {
  const { inputs } = step;
  if (inputs.length === 1) return true;
  const joined = (request.joined ??= []);
  const there = (joined[step.index] ??= []);
  if (there.includes(from.index)) return false;
  there.push(from.index);
  return there.length === inputs.length;
}
