import type { Plan } from '../plan/plan.js';
import type { RequestHeader } from './ports.js';

/** What the caller was answered; `none` while it waits. */
export type Response = 'none' | 'accepted' | 'failed' | 'timedOut' | 'declined';

/**
 * One trip through the workflow, with all that the simulation keeps of it in one place. A service sees its header; what
 * each step keeps of it is asked of the `StepStore`. It lives no longer than anything that belongs to it is still going on.
 */
export class Request implements RequestHeader {
  response: Response = 'none';
  respondedAt = 0;
  completed = false;
  completedAt = 0;
  declined = false;
  lost = false;
  deadLettered = false;
  /** Things still going on for it: its caller's waiting, calls, messages, attempts. */
  open = 1;
  /** How many critical steps have no effect yet. */
  stepsLeft: number;
  /** By step: attempts that have reached the service, effects in place. */
  readonly attempts: number[];
  readonly effects: number[];
  /** By step, made when first needed: packets sent over the network, retries, inputs of a join that are there. */
  sent: number[] | undefined = undefined;
  retries: number[] | undefined = undefined;
  joined: number[][] | undefined = undefined;

  constructor(
    plan: Plan,
    readonly key: number,
    readonly begunAt: number,
    readonly counted: boolean,
  ) {
    const { length } = plan.steps;
    this.stepsLeft = plan.critical;
    this.attempts = zeros(length);
    this.effects = zeros(length);
  }
}

const TEMPLATES: number[][] = [];

/** A copied template is the fastest way to a small array of zeros. */
function zeros(length: number): number[] {
  return (TEMPLATES[length] ??= new Array<number>(length).fill(0)).slice();
}
