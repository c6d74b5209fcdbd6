import { belongs, type StepPlan } from '../plan/plan.js';
import { type Answer, failed, passOn } from './answer.js';
import type { Attempt } from './attempt.js';
import type { Serve } from './calls.js';
import { Database } from './database.js';
import { completesInputs } from './joins.js';
import { Poller } from './poller.js';
import { Row } from './row.js';
import type { World } from './world.js';

/** The table that all steps share; a mode knows no more of it than this. */
export interface Table {
  /**
   * Gives a step a poller, which brings it the rows that are ready for it. What is served answers with what was committed;
   * a row that is left undone (a failure) is tried again.
   */
  poll(step: StepPlan, serve: Serve): void;
  /**
   * One transaction: the step's effect (or its decline), the end of the row that it worked on, and rows for the steps that
   * wait for it. Either all of it is in place when the answer comes, or, with a failure, nothing.
   */
  commit(attempt: Attempt, outcome: Answer): Promise<Answer>;
}

/** A table in a simulated database. */
export class SimulatedTable implements Table {
  private readonly database: Database;
  private readonly pollers: (Poller | undefined)[];

  constructor(private readonly world: World) {
    this.database = new Database(world);
    this.pollers = world.plan.steps.map(() => undefined);
  }

  poll(step: StepPlan, serve: Serve): void {
    this.pollers[step.index] = new Poller(this.world, this.database, step, serve);
  }

  commit(attempt: Attempt, outcome: Answer): Promise<Answer> {
    return new Promise((resolve) => {
      const commit = (): Answer => this.put(attempt, outcome);
      this.database.write(attempt, commit, (answer) => {
        const isOthers = answer.state === 'failed' && answer.origin !== attempt.service.index;
        // A service that hangs hears nothing of it until it goes on.
        attempt.service.whenAwake(() => {
          this.world.clock.letAllRun();
          resolve(isOthers ? passOn(answer) : answer);
        });
      });
    });
  }

  /** Tells of all rows that are still waiting when the run is over. */
  close(): void {
    for (const poller of this.pollers) poller?.close();
  }

  private put(attempt: Attempt, outcome: Answer): Answer {
    const { service, broughtBy } = attempt;
    // Rolled back: the connection is gone with its service, or the claim has run out and the row may be another's.
    if (attempt.state === 'over' || attempt.isGivenUp) return failed('inherited', service.index);
    if (outcome.state === 'done') {
      service.commit(attempt);
      if (!attempt.repeated) this.insertAfter(attempt);
    }
    if (broughtBy instanceof Row) broughtBy.settle(attempt, outcome);
    return outcome;
  }

  /** A step on several events is ready when the last of them is committed. */
  private insertAfter({ step, request }: Attempt): void {
    for (const index of step.subscribers) {
      const poller = this.pollers[index];
      if (poller === undefined) throw new RangeError(`nobody polls for step ${index}`);
      if (!belongs(poller.step, request.begunAt)) continue;
      if (completesInputs(poller.step, step, request)) poller.insert(request);
    }
  }
}
