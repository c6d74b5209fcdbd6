import { Pool, type PoolConfig } from 'pg';
import type { Header } from '../requests.js';
import type { DatabaseAddress } from './address.js';
import { CLAIM, CLAIMED, COMMIT, END, FIND_COMMIT, OFFER } from './sql.js';

/** Connections that are open before time 0. */
const PRIMED = 20;
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
 */
export async function openStore({ config, schema }: DatabaseAddress, slots: number): Promise<TableStore> {
  const connections = Math.min(slots, MOST_CONNECTIONS);
  const store = new TableStore({ ...config, options: `-c search_path=${schema}` }, connections);
  await store.prime(Math.min(connections, PRIMED));
  return store;
}

/** The shared table in PostgreSQL, behind as many connections as the scenario's database has slots. */
export class TableStore {
  private readonly pool: Pool;

  constructor(config: PoolConfig, connections: number) {
    this.pool = new Pool({ ...config, max: connections, idleTimeoutMillis: 0 });
    // A connection that breaks while nobody uses it is replaced when somebody does.
    this.pool.on('error', () => undefined);
  }

  /** Opens the connections, and prepares what is asked for often. */
  async prime(connections: number): Promise<void> {
    const clients = await Promise.all(Array.from({ length: connections }, () => this.pool.connect()));
    for (const client of clients) {
      await client.query({ name: 'claim', text: CLAIM, values: [-1, 0] });
      await client.query({ name: 'find', text: FIND_COMMIT, values: [-1] });
      await client.query({
        name: 'commit',
        text: COMMIT,
        values: [-1, -1, -1, -1, 0, false, false, false, [], [], []],
      });
      client.release();
    }
  }

  async claim(step: number, limit: number): Promise<ClaimedRow[]> {
    const { rows } = await this.pool.query<RowOfDatabase>({
      name: 'claim',
      text: CLAIM,
      values: [step, limit],
    });
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
    const { rows } = await this.pool.query<CommitOfDatabase>({
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
    });
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
