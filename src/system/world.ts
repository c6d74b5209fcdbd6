import type { Clock } from '../engine/clock.js';
import type { Plan, StepPlan } from '../plan/plan.js';
import { Conditions } from './conditions.js';
import type { Facts } from './facts.js';
import type { Request } from './request.js';
import { Service } from './service.js';
import type { Carrier, Observer } from './carrier.js';
import { type StepStore, StoreInRequest } from './step-store.js';

/** What calls, bus, faults and load share: the services of one run, its clock, and who is told what happens. */
export class World {
  readonly services: Service[];
  readonly store: StepStore = new StoreInRequest();
  /** Requests for which something is still going on. */
  openRequests = 0;
  /** All that is still going on for them: callers' waiting, calls, messages, attempts. */
  openWork = 0;
  /** What carries calls; `undefined`: the simulated network. */
  carrier: Carrier | undefined = undefined;

  constructor(
    readonly plan: Plan,
    readonly clock: Clock,
    readonly facts: Facts,
    /** Where nobody can look into the services of others: who finds out later where a failure began. */
    readonly observer?: Observer,
  ) {
    const { steps, faults, luck, sharing } = plan;
    const all = sharing === undefined ? steps : [...steps, ...sharing.queries];
    this.services = plan.services.map((service) => {
      const conditions = new Conditions(service, all, faults, luck);
      return new Service(service, this, conditions, sharing === undefined);
    });
  }

  serviceOf(step: StepPlan): Service {
    const service = this.services[step.service.index];
    if (service === undefined) throw new RangeError(`no service ${step.service.name}`);
    return service;
  }

  /** A request begins; its caller waits. */
  open(request: Request): void {
    this.openRequests += 1;
    this.openWork += 1;
    this.facts.begun(request);
  }

  /** One more thing goes on for this request. */
  pin(request: Request): void {
    request.open += 1;
    this.openWork += 1;
  }

  /** One thing less goes on for it; with the last one it has ended. */
  unpin(request: Request): void {
    request.open -= 1;
    this.openWork -= 1;
    if (request.open > 0) return;
    this.openRequests -= 1;
    this.facts.ended(request);
  }
}
