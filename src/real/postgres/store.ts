import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type PoolConfig } from 'pg';
import { monotonicNow } from '../../engine/wall-clock.js';
import { RealProblem } from '../problem.js';
import type { Header } from '../requests.js';
import type { DatabaseAddress } from './address.js';
import { problemOf } from './reach.js';
import { CLAIM, CLAIMED, COMMIT, END, FIND_COMMIT, OFFER, UNCLAIM } from './sql.js';

/** Connections that are open before time 0. */
const PRIMED = 20;
const TRY_AGAIN = 50;
/** A database that nobody has killed for us, and that has been away for so long, has gone for good. Milliseconds. */
const GONE_AFTER = 5000;
/** Of a server whose own limit is a hundred. */
export const MOST_CONNECTIONS = 90;

/** A row that is claimed, with what is known of its earlier claims. */
export interface ClaimedRow extends Header {
  row: number;
  /** The number of the attempt that works on it. */
  attempt: number;
  claims: number;
  /** Milliseconds that it waited before it could be claimed again. */
  wait: number;
}

/** What a step commits. */
export interface Commit extends Header {
  /** The number of the attempt that has done the work. */
  attempt: number;
  /** `null` for the entry step, which was called. */
  row: number | null;
  step: number;
  isDone: boolean;
  isIdempotent: boolean;
  /** The steps that wait for it: how many inputs each has, and the number of the attempt that would work on it. */
  next: { step: number; inputs: number; attempt: number }[];
}

export interface Committed {
  /** Somebody else has ended the row before: nothing was done. */
  isEnded: boolean;
  isFirst: boolean;
  isRepeated: boolean;
  /** Places in `next` of those that are ready now. */
  inserted: number[];
  /** The number of the attempt that would have worked on the row next: its claim had run out. */
  offered: number | null;
}

interface RowOfDatabase {
  id: string;
  step: number;
  key: number;
  begun_at: number;
  counted: boolean;
  attempt: number;
  claims: number;
  wait: number;
  ready: string;
}

interface CommitOfDatabase {
  is_ended: boolean;
  is_first: boolean;
  is_repeated: boolean;
  inserted: number[];
  offered: number | null;
}

/**
 * Connects to the run's schema.
 *
 * @param slots of the scenario's database; a server has no more than so many connections to give
 * @param gone hears that the user's own database does not come back
 * @throws {RealProblem} where it does not give us the connections
 */
export async function openStore(
  { config, schema }: DatabaseAddress,
  slots: number,
  gone: (problem: Error) => void,
): Promise<TableStore> {
  const connections = Math.min(slots, MOST_CONNECTIONS);
  const isOwn = config.connectionString === undefined;
  const lost = (error: unknown): void => {
    gone(
      new RealProblem(`${problemOf(config, error).message}; when it is back: drop schema ${schema} cascade`),
    );
  };
  const options = `-c search_path=${schema}`;
  const store = new TableStore({ ...config, options }, connections, isOwn ? undefined : lost);
  try {
    // What the user's own cannot give is said now, and does not fail queries later.
    await store.prime(isOwn ? Math.min(connections, PRIMED) : connections);
  } catch (error) {
    throw problemOf(config, error);
  }
  return store;
}

/** The shared table in PostgreSQL, behind as many connections as the scenario's database has slots. */
export class TableStore {
  private readonly pool: Pool;
  private usual = 1;
  private isReopening = false;
  private primed = 0;

  /** @param lost hears why a server does not come back; left out where it may be away for as long as a fault lasts */
  constructor(
    config: PoolConfig,
    connections: number,
    private readonly lost?: (error: unknown) => void,
  ) {
    this.pool = new Pool({ ...config, max: connections, idleTimeoutMillis: 0 });
    // One that is in use has nobody else who listens: what it was asked for fails, and that is heard.
    this.pool.on('connect', (client) => {
      client.on('error', () => undefined);
    });
    this.pool.on('error', () => {
      void this.reopen();
    });
  }

  /** How long a statement has taken lately, there and back. Milliseconds. */
  get roundTrip(): number {
    return this.usual;
  }

  /** Opens the connections, and prepares what is asked for often. */
  async prime(connections: number): Promise<void> {
    this.primed = connections;
    const opened = await Promise.allSettled(Array.from({ length: connections }, () => this.pool.connect()));
    const clients = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    try {
      for (const one of opened) if (one.status === 'rejected') throw one.reason;
      for (const client of clients) {
        await client.query({ name: 'claim', text: CLAIM, values: [-1, 0, -1] });
        await client.query({ name: 'find', text: FIND_COMMIT, values: [-1] });
        await client.query({
          name: 'commit',
          text: COMMIT,
          values: [-1, -1, -1, -1, 0, false, false, false, [], [], []],
        });
      }
    } finally {
      for (const client of clients) client.release();
    }
  }

  /** The server has gone: connections are there again as soon as it is, before anybody needs them. */
  private async reopen(): Promise<void> {
    if (this.isReopening) return;
    this.isReopening = true;
    const since = monotonicNow();
    for (;;) {
      await sleep(TRY_AGAIN);
      try {
        await this.prime(this.primed);
        break;
      } catch (error) {
        if (this.lost !== undefined && monotonicNow() - since > GONE_AFTER) {
          this.lost(error);
          return;
        }
      }
    }
    this.isReopening = false;
  }

  /** @param claim a number of its own, by which it can be taken back */
  async claim(step: number, limit: number, claim: number): Promise<ClaimedRow[]> {
    const { rows } = await this.timed(() =>
      this.pool.query<RowOfDatabase>({ name: 'claim', text: CLAIM, values: [step, limit, claim] }),
    );
    return rows.sort((one, other) => Number(one.ready) - Number(other.ready)).map((row) => rowOf(row));
  }

  async commit({
    attempt,
    row,
    step,
    key,
    begunAt,
    counted,
    isDone,
    isIdempotent,
    next,
  }: Commit): Promise<Committed> {
    const { rows } = await this.timed(() =>
      this.pool.query<CommitOfDatabase>({
        name: 'commit',
        text: COMMIT,
        values: [
          attempt,
          row,
          step,
          key,
          begunAt,
          counted,
          isDone,
          isIdempotent,
          next.map((one) => one.step),
          next.map(({ inputs }) => inputs),
          next.map((one) => one.attempt),
        ],
      }),
    );
    const [committed] = rows;
    if (committed === undefined) throw new Error('a commit without a result');
    return committedOf(committed);
  }

  /** What came of a commit whose end nobody has heard; `undefined` where it was rolled back. */
  async findCommit(attempt: number): Promise<Committed | undefined> {
    const { rows } = await this.pool.query<CommitOfDatabase>({
      name: 'find',
      text: FIND_COMMIT,
      values: [attempt],
    });
    return rows[0] === undefined ? undefined : committedOf(rows[0]);
  }

  /** A claim of which nobody has heard is none. */
  async unclaim(claim: number): Promise<void> {
    await this.pool.query(UNCLAIM, [claim]);
  }

  /** @returns whether the row is still there */
  async offer(row: number, attempt: number, wait: number): Promise<boolean> {
    return (await this.pool.query(OFFER, [row, attempt, wait])).rowCount === 1;
  }

  /** @returns whether the row was still there */
  async end(row: number): Promise<boolean> {
    return (await this.pool.query(END, [row])).rowCount === 1;
  }

  async claimed(steps: readonly number[]): Promise<(ClaimedRow & { step: number })[]> {
    const { rows } = await this.pool.query<RowOfDatabase>(CLAIMED, [steps]);
    return rows.map((row) => ({ ...rowOf(row), step: row.step }));
  }

  private async timed<T>(ask: () => Promise<T>): Promise<T> {
    const from = monotonicNow();
    try {
      const answer = await ask();
      this.usual += (monotonicNow() - from - this.usual) / 10;
      return answer;
    } catch (error) {
      // Where all connections were in use, no idle one has told of it.
      void this.reopen();
      throw error;
    }
  }
}

function rowOf({ id, key, begun_at, counted, attempt, claims, wait }: RowOfDatabase): ClaimedRow {
  return { row: Number(id), key, begunAt: begun_at, counted, attempt, claims, wait };
}

function committedOf({ is_ended, is_first, is_repeated, inserted, offered }: CommitOfDatabase): Committed {
  return {
    isEnded: is_ended,
    isFirst: is_first,
    isRepeated: is_repeated,
    // PostgreSQL counts from 1.
    inserted: inserted.map((place) => place - 1),
    offered,
  };
}
