/** One of the two places a command writes to. */
export interface Stream {
  write(text: string): void;
  /** Is someone watching? */
  readonly isTTY: boolean;
  /** Where it is a terminal: how many characters a line has. */
  readonly columns?: number | undefined;
}

export type Interrupt = 'SIGINT' | 'SIGTERM';

/** All that a command knows of the process it runs in: so that a test can be the process. */
export interface Io {
  /** Results. */
  readonly stdout: Stream;
  /** Progress, notes and what is wrong. */
  readonly stderr: Stream;
  /** In GitHub Actions: what its runner is told. Nothing else that is written is a command to it. */
  readonly runner?: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told before a run how many requests it will be about: the process may make itself ready for that. */
  expect?(requests: number): void;
  /** Opens an address on the desktop; tells whether there was one. Left out where there is none. */
  open?(address: string): Promise<boolean>;
  /** Has someone asked the run to end early? */
  interrupted(): Interrupt | undefined;
}
