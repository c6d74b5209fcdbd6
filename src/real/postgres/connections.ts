import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { monotonicNow } from '../../engine/wall-clock.js';
import type { DatabaseAddress } from './address.js';
import { isBroken } from './broken.js';

/** One process's connections: enough of them for a busy machine, and few enough for a server as it comes (100 in all). */
const MOST = 8;
const OF_ALL = 80;
/** So often each statement is run before it is needed: then its plan is kept. */
const ROUNDS = 6;
const TRY_AGAIN = 30;
/** What one round trip adds to what is known of them. */
const WEIGHT = 0.1;

/** A statement that is prepared on each connection before it is needed. */
export interface Prepared {
  name: string;
  text: string;
}

/** Connections to the database that are kept open, and opened again whatever becomes of it. */
export class Connections {
  /** How long a statement has taken lately, there and back. Milliseconds. */
  roundTrip = 1;
  private readonly pool: pg.Pool;
  private readonly size: number;
  private isOpening = false;
  private isClosed = false;

  /**
   * @param processes how many share the server
   * @param prepared what is run, and rolled back, so that each connection knows it
   */
  constructor(
    { url }: DatabaseAddress,
    processes: number,
    private readonly prepared: readonly { statement: Prepared; idle: () => unknown[] }[],
    private readonly noted: (roundTrip: number) => void,
  ) {
    this.size = Math.max(1, Math.min(MOST, Math.floor(OF_ALL / processes)));
    this.pool = new pg.Pool({
      connectionString: url,
      max: this.size,
      idleTimeoutMillis: 0,
      application_name: 'coupling-demo',
    });
    // An idle connection has ended: with the database, as a rule.
    this.pool.on('error', () => {
      void this.reopen();
    });
  }

  /** Opens all of them, with what is prepared. */
  async open(): Promise<void> {
    const opened = await Promise.allSettled(Array.from({ length: this.size }, () => this.pool.connect()));
    const clients = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    try {
      for (const one of opened) if (one.status === 'rejected') throw one.reason;
      await Promise.all(clients.map((client) => this.warmUp(client)));
    } finally {
      for (const client of clients) client.release();
    }
  }

  private async warmUp(client: pg.PoolClient): Promise<void> {
    await client.query('BEGIN');
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { statement, idle } of this.prepared) await client.query({ ...statement, values: idle() });
    }
    await client.query('ROLLBACK');
  }

  /**
   * Runs one statement, a transaction of its own.
   *
   * @throws what `isBroken` knows when the connection was lost: it may have been done or not
   */
  async run<Row extends pg.QueryResultRow>(statement: Prepared, values: readonly unknown[]): Promise<Row[]> {
    const sent = monotonicNow();
    try {
      const { rows } = await this.pool.query<Row>({ ...statement, values: [...values] });
      this.note(monotonicNow() - sent);
      return rows;
    } catch (error) {
      if (isBroken(error)) void this.reopen();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.pool.end();
  }

  /** Before anybody needs them, as soon as the database is back. */
  private async reopen(): Promise<void> {
    if (this.isOpening || this.isClosed) return;
    this.isOpening = true;
    for (;;) {
      await sleep(TRY_AGAIN);
      try {
        await this.open();
        break;
      } catch (error) {
        if (!isBroken(error)) throw error;
      }
    }
    this.isOpening = false;
  }

  private note(roundTrip: number): void {
    this.roundTrip += (roundTrip - this.roundTrip) * WEIGHT;
    this.noted(roundTrip);
  }
}
