import { mkdirSync } from 'node:fs';
import { UsageProblem } from '../scenario/problems.js';
import { type Broker, readBroker } from './broker-address.js';
import { readDatabase } from './postgres/address.js';

/** What of the user's own a real run works with. */
export interface RealChoices {
  /** Otherwise one is started for the run. */
  broker?: Broker;
  /** Otherwise one is started for the run. Its URL, secrets and all. */
  database?: string;
  /** A folder in which journals and logs stay. */
  keep?: string;
  /** The services run on other machines, whose keepers are at the broker. */
  join?: boolean;
}

/** What the command line and the environment say of it. */
export interface RealFlags {
  broker?: string;
  creds?: string;
  database?: string;
  keep?: string;
  join?: boolean;
}

/** @throws {UsageProblem} for what cannot be meant */
export function chooseReal(
  { keep, database: url, join = false, ...flags }: RealFlags,
  env: Readonly<Record<string, string | undefined>>,
): RealChoices {
  const broker = readBroker(flags, env);
  const database = readDatabase(url, env);
  if (join && broker === undefined) {
    throw new UsageProblem(
      'join-what',
      '--join: name the broker at which the other machines are, with --broker or NATS_URL',
    );
  }
  if (keep !== undefined) makeFolder(keep);
  return {
    join,
    ...(broker === undefined ? {} : { broker }),
    ...(database === undefined ? {} : { database }),
    ...(keep === undefined ? {} : { keep }),
  };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new UsageProblem('no-folder', `--keep: the folder cannot be made (${code})`);
  }
}
