import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { collect, type Line } from './journal.js';
import type { Status } from './host.js';
import type { KeeperMessage, KeeperOrders } from './keeper.js';
import { fileOf } from './keeping.js';
import { RealProblem } from './problem.js';
import type { Listener, Staff } from './staff.js';

/** A keeper that does not end by itself is left to the operating system after so long. Milliseconds. */
const ENDS_WITHIN = 5000;

/** The processes of a run on this machine, which a keeper of its own looks after. */
export class LocalStaff implements Staff {
  readonly machines = [];
  readonly callToken = undefined;
  private readonly keeper: ChildProcess;
  private addresses: string[] = [];

  /** @param entry what a process of a real run is started from */
  constructor(
    entry: string,
    private readonly orders: KeeperOrders,
    private readonly listener: Listener,
  ) {
    this.keeper = fork(entry, ['keeper'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  }

  start(): Promise<string[]> {
    const { keeper, listener } = this;
    return new Promise((resolve, reject) => {
      const fail = (problem: Error): void => {
        reject(problem);
        listener.failed(problem);
      };
      keeper.on('message', (message: KeeperMessage | Status | { kind: 'going' }) => {
        if (message.kind === 'ready') {
          this.addresses = message.addresses.map((address) => address ?? '');
          resolve(this.addresses);
        } else if (message.kind === 'failed') fail(new RealProblem(message.reason));
        else if (message.kind === 'status') listener.status(message);
      });
      keeper.on('exit', () => {
        fail(new RealProblem('the keeper has ended'));
      });
      keeper.send(this.orders);
    });
  }

  go(origin: number): void {
    this.keeper.send({ kind: 'go', origin, addresses: this.addresses });
  }

  journals(): Promise<Line[]> {
    const own = fileOf(this.orders.folder, 'journal', 0);
    return Promise.resolve(collect(this.orders.folder, own));
  }

  async end(): Promise<void> {
    const { keeper } = this;
    keeper.removeAllListeners('exit');
    const gone = new Promise((resolve) => keeper.once('exit', resolve));
    if (keeper.connected) keeper.disconnect();
    if (keeper.exitCode === null && keeper.signalCode === null)
      await Promise.race([gone, sleep(ENDS_WITHIN, undefined, { ref: false })]);
  }
}
