import { belongs, type StepPlan } from '../../plan/plan.js';
import { type Answer, failed, passOn } from '../../system/answer.js';
import type { Attempt } from '../../system/attempt.js';
import { type Pending } from '../../system/attempt.js';
import { Poller, type Reads } from '../../system/poller.js';
import type { Serve, Table } from '../../system/ports.js';
import type { Request } from '../../system/request.js';
import { type Offers, Row } from '../../system/row.js';
import type { World } from '../../system/world.js';
import type { Journal } from '../journal.js';
import type { Ledger } from '../requests.js';
import type { Told } from '../told.js';
import type { DatabaseClient } from './client.js';
import type { ClaimedRow } from './store.js';

/** The shared table, as one service's process sees it: it polls for its rows, and writes what has come of them. */
export class PostgresTable implements Table {
  private client: DatabaseClient | undefined;
  /** What an earlier process has claimed is there again: whoever polled before that would have its own claims taken. */
  private isReclaimed = false;
  private readonly pollers: ClaimingPoller[] = [];

  constructor(
    private readonly world: World,
    private readonly own: number,
    private readonly ledger: Ledger,
    private readonly journal: Journal,
    private readonly told: Told,
  ) {}

  poll(step: StepPlan, serve: Serve): void {
    if (step.service.index !== this.own) return;
    const { world, ledger, told } = this;
    this.pollers.push(
      new ClaimingPoller(world, step, serve, {
        ledger,
        told,
        client: () => (this.isReclaimed ? this.client : undefined),
      }),
    );
  }

  /** From now on there is a database that commits; before anybody calls. */
  connect(client: DatabaseClient): void {
    this.client = client;
  }

  /** From now on it is polled. That may take as long as the database is away. */
  async open(isFirstLife: boolean): Promise<void> {
    if (!isFirstLife) await this.client?.ask({ kind: 'reclaim', service: this.own });
    this.isReclaimed = true;
  }

  commit(attempt: Attempt, outcome: Answer, committed: (answer: Answer) => void): void {
    const { world, told, client } = this;
    const { step, request, service, source } = attempt;
    if (client === undefined) throw new Error('the database is not connected');
    const query = queryOf(world, step);
    const call = told.nextNumber();
    const aborter = new AbortController();
    const pending: Pending = {
      whereabouts: () => ({ service: query.service.index, depth: query.depth }),
      cancel: () => {
        aborter.abort();
      },
    };
    attempt.waitFor(pending);
    world.pin(request);
    told.tell('calls', told.numberOf(attempt), request.key, query.index, call, null);
    const hear = (answer: Answer): void => {
      attempt.goOn(pending);
      told.tell('goesOn', told.numberOf(attempt), request.key, query.index);
      if (answer.state !== 'failed' && source instanceof Row) source.settle(attempt, outcome);
      const failedElsewhere = answer.state === 'failed' && answer.origin !== service.index;
      service.whenAwake(() => {
        committed(failedElsewhere ? passOn(answer) : answer);
      });
      world.unpin(request);
    };
    // It may have lost its slot while it was on its way: its transaction is rolled back, unless it was too late for that.
    const isOver = (): boolean => attempt.state === 'over';
    this.journal.then(() => {
      if (isOver()) {
        hear(failed('inherited', service.index));
        return;
      }
      void client
        .ask(
          {
            kind: 'write',
            key: request.key,
            begunAt: request.begunAt,
            counted: request.counted,
            step: step.index,
            attempt: told.numberOf(attempt),
            call,
            row: source instanceof ClaimOfRow ? source.row : null,
            isDone: outcome.state === 'done',
            sent: world.clock.now,
          },
          aborter.signal,
        )
        .then(({ answer }) => {
          hear(isOver() ? failed('inherited', service.index) : answer.state === 'failed' ? answer : outcome);
        });
    });
  }
}

function queryOf({ plan }: World, step: StepPlan): StepPlan {
  const query = plan.sharing?.queries[step.index];
  if (query === undefined) throw new RangeError('a plan without a database');
  return query;
}

interface Around {
  ledger: Ledger;
  told: Told;
  client: () => DatabaseClient | undefined;
}

/** A poller whose reads claim: the rows that come back are its own. */
class ClaimingPoller extends Poller implements Offers {
  /** The last read has found as many rows as it asked for. Slots that became free meanwhile could have had some, too. */
  private isFull = false;

  constructor(
    world: World,
    step: StepPlan,
    serve: Serve,
    private readonly around: Around,
  ) {
    const reads: Reads = {
      read: (_, key, heard) => {
        const client = around.client();
        const service = world.serviceOf(step);
        const { now } = world.clock;
        const { warmup, duration } = world.plan.load;
        const body = {
          kind: 'read',
          step: step.index,
          key,
          counted: now >= warmup && now < duration,
          limit: service.freeSlots,
          sent: now,
        } as const;
        if (client === undefined) {
          heard(failed('injected', service.index));
          return;
        }
        void client.ask(body).then(({ answer, rows = [] }) => {
          this.isFull = rows.length === body.limit;
          for (const row of rows) this.take(row);
          heard(answer);
        });
      },
    };
    super(world, reads, step, serve);
  }

  private take(claimed: ClaimedRow): void {
    const { world, step, around } = this;
    const request = around.ledger.find(claimed);
    world.pin(request);
    const row = new ClaimOfRow(world, step, request, this.serve, this, claimed);
    const attempt = this.attemptOf(row);
    around.told.assign(attempt, claimed.attempt);
    this.ready.push(attempt);
  }

  protected override mayHaveMore(): boolean {
    return this.isFull;
  }

  /** It goes back into the table. Whoever claims it next makes an attempt of its own. */
  override offer(row: Row): Attempt {
    if (row instanceof ClaimOfRow) this.tell(row, 'offer');
    return this.attemptOf(row);
  }

  override withdraw(): void {
    // The database knows that it is ended.
  }

  tell(row: ClaimOfRow, kind: 'offer' | 'end'): void {
    const { key, begunAt, counted } = row.request;
    const body = { kind, key, begunAt, counted, step: this.step.index, row: row.row, wait: row.waited };
    void this.around.client()?.ask(body);
  }
}

/** One claim of a row. */
class ClaimOfRow extends Row {
  readonly row: number;
  /** The process works for it still. */
  private isPinned = true;

  constructor(
    world: World,
    step: StepPlan,
    request: Request,
    serve: Serve,
    private readonly poller: ClaimingPoller,
    { row, claims, wait }: ClaimedRow,
  ) {
    super(world, step, request, serve, poller);
    this.row = row;
    this.claims = claims;
    this.wait = wait;
  }

  get waited(): number {
    return this.wait;
  }

  override offer(): void {
    super.offer();
    this.letGo();
  }

  override settle(attempt: Attempt, outcome: Answer): void {
    if (!this.isPinned) this.world.pin(this.request);
    this.isPinned = false;
    super.settle(attempt, outcome);
  }

  protected override parked(change: 1 | -1): void {
    // Whoever puts the journals together knows when it is there again, whoever offers it.
    if (change === 1) this.world.observer?.rowParked(this.request, this.step);
  }

  protected override givesUp(): boolean {
    const isGivenUp = super.givesUp();
    if (isGivenUp) {
      this.isPinned = false;
      this.poller.tell(this, 'end');
    }
    return isGivenUp;
  }

  private letGo(): void {
    if (!this.isPinned) return;
    this.isPinned = false;
    this.world.unpin(this.request);
  }
}

/** The steps whose rows a commit of a step inserts. */
export function stepsAfter({ plan }: World, step: StepPlan, begunAt: number): StepPlan[] {
  return step.subscribers.flatMap((index) => {
    const next = plan.steps[index];
    return next !== undefined && belongs(next, begunAt) ? [next] : [];
  });
}
