import type { Clock } from '../engine/clock.js';
import type { Plan, StepPlan } from '../plan/plan.js';
import { Conditions } from './conditions.js';
import type { Facts } from './facts.js';
import type { Request } from './request.js';
import { Service } from './service.js';

/** What calls, bus, faults and load share: the services of one run, its clock, and who is told what happens. */
export class World {
  readonly services: Service[];
  /** Requests for which something is still going on. */
  openRequests = 0;

  constructor(
    readonly plan: Plan,
    readonly clock: Clock,
    readonly facts: Facts,
  ) {
    const { steps, faults, luck, sharing } = plan;
    const all = sharing === undefined ? steps : [...steps, ...sharing.queries];
    this.services = plan.services.map((service) => {
      const conditions = new Conditions(service, all, faults, luck);
      return new Service(service, clock, facts, conditions, sharing === undefined);
    });
  }

  serviceOf(step: StepPlan): Service {
    const service = this.services[step.service.index];
    if (service === undefined) throw new RangeError(`no service ${step.service.name}`);
    return service;
  }

  /** One more thing goes on for this request. */
  hold(request: Request): void {
    request.open += 1;
  }

  /** One thing less goes on for it; with the last one it has ended. */
  letGo(request: Request): void {
    request.open -= 1;
    if (request.open > 0) return;
    this.openRequests -= 1;
    this.facts.ended(request);
  }
}
