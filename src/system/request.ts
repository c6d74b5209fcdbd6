import type { Plan } from '../plan/plan.js';

/** What the caller was told; `nothing` while it waits. */
export type Told = 'nothing' | 'accepted' | 'failed' | 'timedOut';

/** One trip through the workflow. It lives no longer than anything that belongs to it is still going on. */
export class Request {
  told: Told = 'nothing';
  toldAt = 0;
  completed = false;
  completedAt = 0;
  lost = false;
  deadLettered = false;
  /** Things still going on for it: its caller's waiting, calls, messages, attempts. */
  open = 1;
  /** Critical steps that have no effect yet. */
  missing: number;
  /** By step: attempts that have reached the service, effects in place. */
  readonly attempts: number[];
  readonly effects: number[];
  /** By step, made when first needed: calls sent over the network, retries, inputs of a join that are there. */
  sent: number[] | undefined = undefined;
  retries: number[] | undefined = undefined;
  joined: number[][] | undefined = undefined;

  constructor(
    plan: Plan,
    /** What its luck is drawn by. */
    readonly key: number,
    readonly begunAt: number,
    /** Begun inside the window that is counted. */
    readonly counted: boolean,
  ) {
    const { length } = plan.steps;
    this.missing = plan.critical;
    this.attempts = zeros(length);
    this.effects = zeros(length);
  }
}

const TEMPLATES: number[][] = [];

/** A copied template is the fastest way to a small array of zeros. */
function zeros(length: number): number[] {
  return (TEMPLATES[length] ??= new Array<number>(length).fill(0)).slice();
}
