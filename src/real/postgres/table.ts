import { belongs, type StepPlan } from '../../plan/plan.js';
import { type Answer, failed, passOn } from '../../system/answer.js';
import type { Attempt } from '../../system/attempt.js';
import { Database } from '../../system/database.js';
import type { Serve, Table } from '../../system/ports.js';
import { Row } from '../../system/row.js';
import type { World } from '../../system/world.js';
import type { Journal, Line } from '../journal.js';
import type { Noise } from '../noise.js';
import type { Ledger } from '../requests.js';
import type { Told } from '../told.js';
import type { DatabaseAddress } from './address.js';
import { Connections } from './connections.js';
import { Errands } from './errands.js';
import { PostgresPoller } from './poller.js';
import { Recovery } from './recovery.js';
import { type Finished, type Sql, sqlOf } from './schema.js';
import { TimedStatement } from './timed-statement.js';

/** What the parts of a table share. */
export interface Shared {
  world: World;
  sql: Sql;
  connections: Connections;
  errands: Errands;
  told: Told;
  journal: Journal;
  ledger: Ledger;
  /** The database, among the services. */
  database: number;
  counts: Counts;
}

/** Rows that this process has put into the table, and those that it has ended. */
interface Counts {
  inserted: number;
  ended: number;
}

/** What is asked of `finish`, beside the moment. */
interface Order {
  at?: number;
  attempt: number;
  step: number;
  key: number;
  begun: number;
  counted: boolean;
  row: number | null;
  outcome: 'done' | 'declined';
  hasEffect: boolean;
  once: boolean;
  next: { step: number; attempt: number; inputs: number }[];
}

/** The table that all services share, in PostgreSQL, as one service's process sees it. */
export class PostgresTable implements Table {
  private readonly database: Database;
  private readonly shared: Shared;
  private readonly recovery: Recovery;
  private readonly pollers = new Map<number, PostgresPoller>();

  constructor(
    private readonly world: World,
    address: DatabaseAddress,
    private readonly own: number,
    ledger: Ledger,
    journal: Journal,
    told: Told,
    noise: Noise,
  ) {
    const sql = sqlOf(address.schema);
    const connections = new Connections(
      address,
      world.plan.services.length,
      [
        { statement: sql.finish, idle: () => [JSON.stringify(nobodys(told.nextNumber()))] },
        { statement: sql.claim, idle: () => [-1, 0, 1] },
        { statement: sql.free, idle: () => [-1, 0, 0, 0] },
        { statement: sql.look, idle: () => [[]] },
      ],
      (roundTrip) => {
        noise.databaseRoundTrip(roundTrip);
      },
    );
    const errands = new Errands((error) => {
      world.clock.fail(error);
    });
    const database = world.plan.sharing?.database.index ?? -1;
    const counts = { inserted: 0, ended: 0 };
    this.shared = { world, sql, connections, errands, told, journal, ledger, database, counts };
    this.database = new Database(world);
    this.recovery = new Recovery(this.shared, this.pollers);
  }

  /** Rows put in, rows ended, and what is not known yet to be done. */
  get status(): { owed: number; settled: number; open: number } {
    const { counts, errands } = this.shared;
    return { owed: counts.inserted, settled: counts.ended, open: errands.open };
  }

  poll(step: StepPlan, serve: Serve): void {
    if (step.service.index !== this.own) return;
    this.pollers.set(step.index, new PostgresPoller(this.shared, this.database, step, serve));
  }

  /** Connections are there, and know their statements. */
  connect(): Promise<void> {
    return this.shared.connections.open();
  }

  /** What the process before this one has left behind is known, and what it claimed is nobody's. */
  async restore(before: readonly Line[]): Promise<void> {
    await this.recovery.restore(before);
  }

  /** Begins to look for work. */
  open(): void {
    for (const poller of this.pollers.values()) poller.open();
  }

  commit(attempt: Attempt, outcome: Answer, committed: (answer: Answer) => void): void {
    const { told } = this.shared;
    const id = told.numberOf(attempt);
    told.tell('commits', id, attempt.request.key);
    const order = this.orderOf(attempt, outcome);
    const statement = new TimedStatement(
      this.world,
      this.shared.database,
      {
        ask: () => this.finish(attempt, outcome, order),
        inDoubt: () => {
          this.recovery.look(id, attempt);
        },
      },
      () => this.shared.connections.roundTrip,
    );
    this.database.write(attempt, statement, (answer) => {
      told.tell('heard', id);
      if (!statement.isUndecided) told.tell('decided', id);
      const failedElsewhere = answer.state === 'failed' && answer.origin !== attempt.service.index;
      attempt.service.whenAwake(() => {
        committed(failedElsewhere ? passOn(answer) : answer);
      });
    });
  }

  private orderOf(attempt: Attempt, outcome: Answer): Order {
    const { step, request, source } = attempt;
    const { told } = this.shared;
    const { key, begunAt, counted } = request;
    const hasEffect = outcome.state === 'done';
    return {
      attempt: told.numberOf(attempt),
      step: step.index,
      key,
      begun: begunAt,
      counted,
      row: source instanceof Row ? (this.pollers.get(step.index)?.idOf(source) ?? null) : null,
      outcome: hasEffect ? 'done' : 'declined',
      hasEffect,
      once: step.idempotent,
      next: this.followersOf(step, begunAt).map((follower) => ({
        step: follower.index,
        attempt: told.nextNumber(),
        inputs: follower.inputs.length,
      })),
    };
  }

  private followersOf(step: StepPlan, begunAt: number): StepPlan[] {
    return this.world.plan.steps.filter(
      (follower) => follower.inputs.includes(step.index) && belongs(follower, begunAt),
    );
  }

  /** Rolled back: the connection is gone with its service, or the row, which somebody else has ended. */
  private async finish(attempt: Attempt, outcome: Answer, order: Order): Promise<() => Answer> {
    const { connections, sql, told, counts } = this.shared;
    const { service, source, request } = attempt;
    const rolledBack = (): Answer => failed('inherited', service.index);
    if (attempt.state === 'over' || (source instanceof Row && source.isEnded)) return rolledBack;
    const at = this.world.clock.now + connections.roundTrip / 2;
    const given = JSON.stringify({ ...order, at });
    const [answer] = await connections.run<{ finished: Finished }>(sql.finish, [given]);
    if (answer === undefined || answer.finished.isGone) return rolledBack;
    const inserted = new Set(answer.finished.inserted);
    return () => {
      // Its service has lost it meanwhile, and the database has not: what was committed is told as such.
      if (attempt.state === 'over') {
        told.tell('commits', order.attempt, request.key);
        this.recovery.look(order.attempt, attempt);
        return rolledBack();
      }
      if (outcome.state === 'done') service.commit(attempt);
      for (const next of order.next) {
        if (!inserted.has(next.attempt)) continue;
        counts.inserted += 1;
        told.tell('inserted', next.attempt, request.key, next.step, request.begunAt, request.counted);
      }
      if (source instanceof Row) source.settle(attempt, outcome);
      return outcome;
    };
  }
}

/** What asks for all that can be asked for, and is rolled back. */
function nobodys(number: number): Order {
  const next = [1, 2].map((inputs) => ({ step: -1, attempt: number, inputs }));
  const asked = { attempt: number, step: -1, key: -number, begun: 0, counted: false, row: null, at: 0 };
  return { ...asked, outcome: 'done', hasEffect: true, once: true, next };
}
