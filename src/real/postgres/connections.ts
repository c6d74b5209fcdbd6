import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { monotonicNow } from '../../engine/wall-clock.js';
import type { DatabaseAddress } from './address.js';
import { isBroken } from './broken.js';

/** One process's connections. A statement takes a fraction of the time for which a query holds its slot. */
const SIZE = 4;
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
  private isOpening = false;
  private isClosed = false;

  /** @param prepared what is run with values that change nothing, so that each connection knows it */
  constructor(
    { url }: DatabaseAddress,
    private readonly prepared: readonly { statement: Prepared; idle: readonly unknown[] }[],
    private readonly noted: (roundTrip: number) => void,
  ) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: SIZE,
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
    const clients: pg.PoolClient[] = [];
    try {
      for (let n = 0; n < SIZE; n += 1) clients.push(await this.pool.connect());
      for (const client of clients) {
        for (const { statement, idle } of this.prepared) {
          await client.query({ ...statement, values: [...idle] });
          const sent = monotonicNow();
          await client.query({ ...statement, values: [...idle] });
          this.note(monotonicNow() - sent);
        }
      }
    } finally {
      for (const client of clients) client.release();
    }
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
