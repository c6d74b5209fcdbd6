import type { Line } from './journal.js';
import type { Status } from './host.js';

/** Another machine that has served in a run. */
export interface Machine {
  host: string;
  cores: number;
  node: string;
  services: string[];
  /** How far its clock was ahead of ours, and how exactly that is known. Milliseconds. */
  clock: { offset: number; uncertainty: number };
}

/** What whoever drives a run hears of its processes. */
export interface Listener {
  status(status: Status): void;
  failed(problem: Error): void;
}

/** The processes of one run, on this machine or on others. */
export interface Staff {
  /**
   * Starts a process for every service.
   *
   * @returns where they listen, `host:port`, by the service's index
   */
  start(): Promise<string[]>;
  /** @param origin time 0, by this machine's monotonic clock */
  go(origin: number): void;
  /** All that the processes have written down, when the run is over. */
  journals(): Promise<Line[]>;
  /** Ends all of them, whatever state they are in, and leaves nothing. */
  end(): Promise<void>;
  /** Other machines than this one. */
  readonly machines: readonly Machine[];
  /** What calls carry; `undefined` on loopback, where nobody else is. */
  readonly callToken: string | undefined;
}
