import type { StepPlan } from '../plan/plan.js';
import type { Answer } from './answer.js';
import type { Attempt } from './attempt.js';
import { CallEdge } from './call-edge.js';
import { Guards } from './guards.js';
import { Invocation } from './invocation.js';
import type { Calls, Serve } from './ports.js';
import type { Request } from './request.js';
import type { World } from './world.js';

/** Leads each call, of a service or of the outer caller, to what stands before the step that is called. */
export class CallRouter implements Calls {
  private readonly edges: CallEdge[];

  constructor(private readonly world: World) {
    const guards = new Guards(world.plan.steps);
    this.edges = world.plan.steps.map((step) => new CallEdge(world, step, guards));
  }

  serve(step: StepPlan, serve: Serve): void {
    this.edgeTo(step).serve = serve;
  }

  /** A call's own work is over: what follows is the mode's. */
  serveCall(attempt: Attempt, outcome: Answer): void {
    this.edgeTo(attempt.step).serve(attempt, outcome);
  }

  call(from: Attempt, step: StepPlan, heard: (answer: Answer) => void): void {
    new Invocation(this.world, this.edgeTo(step), from, from.request, heard).begin();
  }

  /**
   * The outer caller asks for a request, once.
   *
   * @param deadline the moment until which it waits at most, whatever its time limit is
   */
  ask(request: Request, heard: (answer: Answer) => void, deadline: number): void {
    new Invocation(this.world, this.entry, undefined, request, heard, deadline).begin();
  }

  /** What stands between the outer caller and the entry step. */
  get entry(): CallEdge {
    return this.edgeTo(this.world.plan.entry);
  }

  private edgeTo(step: StepPlan): CallEdge {
    const edge = this.edges[step.index];
    if (edge === undefined) throw new RangeError(`no step ${step.index}`);
    return edge;
  }
}
