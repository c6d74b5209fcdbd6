import { belongs, type StepPlan } from '../plan/plan.js';
import { type Answer, failed, passOn } from '../system/answer.js';
import type { Attempt } from '../system/attempt.js';
import type { Serve, Table } from '../system/ports.js';
import { Database } from './database.js';
import { Poller } from '../system/poller.js';
import { Row } from '../system/row.js';
import type { World } from '../system/world.js';

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

  commit(attempt: Attempt, outcome: Answer, committed: (answer: Answer) => void): void {
    const commit = (): Answer => this.put(attempt, outcome);
    this.database.write(attempt, commit, (answer) => {
      const failedElsewhere = answer.state === 'failed' && answer.origin !== attempt.service.index;
      // A service that hangs hears nothing of it until it goes on.
      attempt.service.whenAwake(() => {
        committed(failedElsewhere ? passOn(answer) : answer);
      });
    });
  }

  /** Tells of all rows that are still waiting when the run is over. */
  close(): void {
    for (const poller of this.pollers) poller?.close();
  }

  private put(attempt: Attempt, outcome: Answer): Answer {
    const { service, source } = attempt;
    // Rolled back: the connection is gone with its service, or the row, which somebody else has ended.
    if (attempt.state === 'over' || (source instanceof Row && source.isEnded))
      return failed('inherited', service.index);
    if (outcome.state === 'done') {
      service.commit(attempt);
      if (!attempt.repeated) this.insertAfter(attempt);
    }
    if (source instanceof Row) source.settle(attempt, outcome);
    return outcome;
  }

  /** A step on several events is ready when the last of them is committed. */
  private insertAfter({ step, request }: Attempt): void {
    for (const index of step.subscribers) {
      const poller = this.pollers[index];
      if (poller === undefined) throw new RangeError(`nobody polls for step ${index}`);
      if (!belongs(poller.step, request.begunAt)) continue;
      if (this.world.store.join(poller.step, step, request)) poller.insert(request);
    }
  }
}
