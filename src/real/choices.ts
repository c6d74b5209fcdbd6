import { mkdirSync } from 'node:fs';
import { UsageProblem } from '../scenario/problems.js';
import { type Broker, readBroker } from './broker-address.js';

/** What of the user's own a real run works with. */
export interface RealChoices {
  /** Otherwise one is started for the run. */
  broker?: Broker;
  /** A folder in which journals and logs stay. */
  keep?: string;
}

/** What the command line and the environment say of it. */
export interface RealFlags {
  broker?: string;
  creds?: string;
  keep?: string;
}

/** @throws {UsageProblem} for what cannot be meant */
export function chooseReal(
  { keep, ...flags }: RealFlags,
  env: Readonly<Record<string, string | undefined>>,
): RealChoices {
  const broker = readBroker(flags, env);
  if (keep !== undefined) makeFolder(keep);
  return { ...(broker === undefined ? {} : { broker }), ...(keep === undefined ? {} : { keep }) };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new UsageProblem('no-folder', `--keep: the folder cannot be made (${code})`);
  }
}
