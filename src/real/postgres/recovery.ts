import { DECLINED, DONE } from '../../system/answer.js';
import type { Attempt } from '../../system/attempt.js';
import { stepOf } from '../http-calls.js';
import type { Line } from '../journal.js';
import type { PostgresPoller } from './poller.js';
import type { Found, StoredRow } from './schema.js';
import type { Shared } from './table.js';

/**
 * What was committed, and nobody has heard it: the database or the process was killed in between. The table is right, and
 * what follows from it is told late.
 */
export class Recovery {
  constructor(
    private readonly shared: Shared,
    private readonly pollers: ReadonlyMap<number, PostgresPoller>,
  ) {}

  /** Looks, as soon as the database is there, what has become of an attempt's transaction. */
  look(number: number, attempt: Attempt): void {
    const { errands, connections, sql } = this.shared;
    errands.run(async () => {
      const all = await connections.run<Found & Record<string, unknown>>(sql.look, [[number]]);
      this.tell([number], all, attempt);
    });
  }

  /** Goes on with what the process before this one has left. */
  async restore(before: readonly Line[]): Promise<void> {
    const { connections, sql, counts } = this.shared;
    const inDoubt = new Set<number>();
    const waiting = new Set<number>();
    const claimed = new Set<number>();
    for (const [, kind, first] of before) {
      const number = Number(first);
      if (kind === 'commits') inDoubt.add(number);
      else if (kind === 'decided') inDoubt.delete(number);
      else if (kind === 'waits') waiting.add(number);
      else if (kind === 'claimed') claimed.add(number);
      else if (kind === 'inserted') counts.inserted += 1;
      else if (kind === 'settled') counts.ended += 1;
    }
    const numbers = [...inDoubt];
    this.tell(numbers, await connections.run<Found & Record<string, unknown>>(sql.look, [numbers]));
    for (const poller of this.pollers.values()) poller.distrust();
    const steps = [...this.pollers.keys()];
    for (const row of await connections.run<StoredRow & Record<string, unknown>>(sql.begun, [steps])) {
      const wasWorking = row.isClaimed && claimed.has(row.attempt);
      const wasWaiting = waiting.has(row.attempt);
      // One that was claimed for the first time, and nobody has heard it, is as new.
      if (!wasWorking && row.isClaimed && row.claims === 1) continue;
      this.pollers.get(row.step)?.restore(row, wasWorking ? 'working' : wasWaiting ? 'waiting' : 'parked');
    }
  }

  private tell(numbers: readonly number[], all: readonly Found[], attempt?: Attempt): void {
    const { told } = this.shared;
    for (const one of all) {
      if (one.what === 'work') this.tellEffect(one);
      else if (one.what === 'inserted') this.tellInserted(one);
      else this.tellEnd(one, attempt);
    }
    for (const number of numbers) told.tell('decided', number);
  }

  private tellEffect({ by, key, step }: Found): void {
    const { told, world, ledger } = this.shared;
    const plan = stepOf(world, step);
    const request = ledger.find({ key, begunAt: 0, counted: false });
    world.store.addEffect(plan, request);
    told.tell('recovered', by, key, step);
  }

  private tellInserted({ attempt, key, step, begun, counted }: Found): void {
    const { told, counts } = this.shared;
    counts.inserted += 1;
    told.tell('inserted', attempt, key, step, begun, counted);
  }

  private tellEnd({ id, key, step, outcome }: Found, attempt?: Attempt): void {
    const { told, counts } = this.shared;
    const row = this.pollers.get(step)?.rowOf(id);
    if (row !== undefined && attempt !== undefined) {
      row.settle(attempt, outcome === 'declined' ? DECLINED : DONE);
      return;
    }
    counts.ended += 1;
    if (outcome === 'declined') told.tell('declined', key, step, null);
    told.tell('settled', key, step, id);
  }
}
