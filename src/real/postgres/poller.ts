import type { StepPlan } from '../../plan/plan.js';
import { DONE } from '../../system/answer.js';
import { Attempt } from '../../system/attempt.js';
import type { Database, Statement } from '../../system/database.js';
import { PollLoop } from '../../system/poll-loop.js';
import type { Serve } from '../../system/ports.js';
import type { Offers, Row, RowHistory } from '../../system/row.js';
import { KeptRow } from './kept-row.js';
import type { StoredRow } from './schema.js';
import type { Shared } from './table.js';
import { TimedStatement } from './timed-statement.js';

/** A row that somebody has worked on, as its step's process knows it. */
interface Known {
  id: number;
  row: KeptRow;
  /** The attempt that is to work on it next, and whose number stands in the table. */
  next: Attempt | undefined;
}

/**
 * One step's way to its rows in PostgreSQL. Reading and claiming are one statement; how long a claim holds, when a row may be
 * claimed again and when it is given up is kept here, as the scenario says.
 */
export class PostgresPoller extends PollLoop implements Offers {
  private readonly rows = new Map<number, Known>();
  private readonly known = new WeakMap<Row, Known>();
  /** Rows that are claimed in the table, and rightly so. */
  private readonly held = new Set<number>();
  private readonly onOpen: (() => void)[] = [];
  private found: StoredRow[] = [];
  /** Rows may be claimed of which nothing was heard. */
  private isUnsure = false;
  private reading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly shared: Shared,
    database: Database,
    step: StepPlan,
    private readonly serve: Serve,
  ) {
    super(shared.world, database, step);
  }

  /** Begins to look for work; of what was claimed by a process that was killed nothing is known yet. */
  open(): void {
    for (const offerAgain of this.onOpen.splice(0)) offerAgain();
    this.wakeFirst();
  }

  distrust(): void {
    this.isUnsure = true;
  }

  idOf(row: Row): number | undefined {
    return this.known.get(row)?.id;
  }

  rowOf(id: number): KeptRow | undefined {
    return this.rows.get(id)?.row;
  }

  /**
   * A row on which the process before this one has worked.
   *
   * @param was what had become of it: its attempt was killed, it waited to be claimed, or it was freed for later
   */
  restore(stored: StoredRow, was: 'working' | 'waiting' | 'parked'): void {
    const { id, claims, wait, attempt, readyAt, isClaimed } = stored;
    // A claim of which nobody has heard is none.
    const isUnheard = isClaimed && was !== 'working';
    const known = this.knowOf(stored, { claims: isUnheard ? claims - 1 : claims, wait });
    if (was === 'working') {
      this.held.add(id);
      known.row.wasKilled((offerAgain) => this.onOpen.push(offerAgain));
      return;
    }
    known.next = this.makeAttempt(known.row, attempt);
    if (was === 'parked') {
      known.row.wasParked(readyAt);
      return;
    }
    enqueue(known.next, readyAt);
    known.row.wasOffered(known.next);
  }

  offer(row: Row): Attempt {
    const known = this.knownOf(row);
    if (known.next === undefined) this.freed(row, this.world.clock.now);
    const attempt = known.next ?? this.makeAttempt(row);
    enqueue(attempt, this.world.clock.now);
    this.world.facts.waits(attempt);
    return attempt;
  }

  withdraw(attempt: Attempt): void {
    attempt.state = 'over';
    this.world.facts.waited(attempt);
  }

  /** What is told of it is written down before the table knows it. */
  freed(row: Row, at: number): void {
    const { connections, errands, sql, told, journal } = this.shared;
    const known = this.knownOf(row);
    const next = this.makeAttempt(row);
    known.next = next;
    const { wait } = row.history;
    const values = [known.id, told.numberOf(next), at, wait];
    journal.then(() => {
      errands.run(async () => {
        await connections.run(sql.free, values);
        // It may have been claimed, and freed, since.
        if (known.next === next) this.held.delete(known.id);
      });
    });
  }

  ended(row: Row, outcome: 'done' | 'declined' | 'dead'): void {
    const { connections, errands, sql, told, journal, counts } = this.shared;
    const { id } = this.knownOf(row);
    counts.ended += 1;
    told.tell('settled', row.request.key, this.step.index, id);
    this.rows.delete(id);
    this.held.delete(id);
    if (outcome !== 'dead') return;
    journal.then(() => {
      errands.run(async () => {
        await connections.run(sql.giveUp, [id]);
      });
    });
  }

  protected find(): Statement {
    const { connections, database } = this.shared;
    return new TimedStatement(
      this.world,
      database,
      {
        ask: async () => {
          await this.reading;
          const reading = this.read();
          this.reading = reading.catch(() => undefined);
          const found = await reading;
          return () => {
            this.found = found;
            return DONE;
          };
        },
        inDoubt: () => {
          this.isUnsure = true;
        },
      },
      () => connections.roundTrip,
    );
  }

  protected claim(): void {
    for (const stored of this.found.splice(0)) {
      // Something else has taken the slot meanwhile.
      if (this.service.freeSlots > 0) this.begin(stored);
      else this.isUnsure = true;
    }
  }

  private async read(): Promise<StoredRow[]> {
    const { connections, sql } = this.shared;
    if (this.isUnsure) {
      await connections.run(sql.forget, [this.step.index, [...this.held]]);
      this.isUnsure = false;
    }
    const { freeSlots } = this.service;
    if (freeSlots === 0) return [];
    // The moment at which it will be read.
    const now = this.world.clock.now + connections.roundTrip / 2;
    const most = Math.min(freeSlots, 2 ** 31 - 1);
    return connections.run<StoredRow & Record<string, unknown>>(sql.claim, [this.step.index, now, most]);
  }

  private begin(stored: StoredRow): void {
    const { told } = this.shared;
    const { attempt: number, key, begun, counted } = stored;
    const known = this.rows.get(stored.id) ?? this.knowOf(stored);
    const isNew = known.next === undefined && known.row.isUntouched;
    const attempt = isNew ? this.makeAttempt(known.row, number) : known.next;
    if (isNew && attempt !== undefined) enqueue(attempt, stored.readyAt);
    // The table was quicker than our clock: it is not offered yet.
    if (attempt?.state !== 'waiting') {
      this.isUnsure = true;
      return;
    }
    known.next = undefined;
    this.held.add(stored.id);
    told.tell('claimed', number, key, this.step.index, begun, counted);
    this.world.facts.waited(attempt);
    this.service.begin(attempt);
  }

  private knowOf({ id, key, begun, counted }: StoredRow, history?: RowHistory): Known {
    const request = this.shared.ledger.find({ key, begunAt: begun, counted });
    this.world.pin(request);
    const row = new KeptRow(this.world, this.step, request, this.serve, this, history);
    const known: Known = { id, row, next: undefined };
    this.rows.set(id, known);
    this.known.set(row, known);
    return known;
  }

  private knownOf(row: Row): Known {
    const known = this.known.get(row);
    if (known === undefined) throw new RangeError('a row of nobody');
    return known;
  }

  private makeAttempt(row: Row, number?: number): Attempt {
    const attempt = new Attempt(this.step, row.request, this.service, row, true);
    if (number === undefined) this.shared.told.numberOf(attempt);
    else this.shared.told.adopt(attempt, number);
    return attempt;
  }
}

function enqueue(attempt: Attempt, at: number): void {
  attempt.arrivedAt = at;
  attempt.state = 'waiting';
  attempt.queued = true;
}
