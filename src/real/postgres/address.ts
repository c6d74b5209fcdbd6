import { randomBytes } from 'node:crypto';
import type { ClientConfig } from 'pg';
import { UsageProblem } from '../../scenario/problems.js';

/** How a database is reached, and in which schema of it the run's table is. */
export interface DatabaseAddress {
  config: ClientConfig;
  schema: string;
}

const PROTOCOLS = ['postgres:', 'postgresql:'];

/**
 * The user's own database: `--database`, else `DATABASE_URL`. Other programs read that variable, too: what it says of a
 * database of another kind is not for us.
 *
 * @returns `undefined` where one of the run's own is to be started
 * @throws {UsageProblem} for what is no address of a database, and for a password where everybody can read it
 */
export function readDatabase(
  database: string | undefined,
  { DATABASE_URL: fromOutside = '' }: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const name = database === undefined ? 'DATABASE_URL' : '--database';
  const text = database ?? fromOutside;
  if (text === '' && database === undefined) return undefined;
  const url = parseDatabaseUrl(text);
  if (url !== undefined && !PROTOCOLS.includes(url.protocol) && database === undefined) return undefined;
  if (url === undefined || !PROTOCOLS.includes(url.protocol)) {
    throw new UsageProblem(
      'no-database-url',
      `${name}: not the address of a database, such as postgres://user@127.0.0.1:5432/test`,
    );
  }
  if ((url.password !== '' || url.searchParams.has('password')) && database !== undefined) {
    throw new UsageProblem(
      'secret-in-argument',
      '--database: a password in an argument can be read by everybody (ps): put it into PGPASSWORD or DATABASE_URL',
    );
  }
  return text;
}

/** As PostgreSQL's own programs read it: the host may be left out where `?host=` names the folder of a socket. */
export function parseDatabaseUrl(text: string): URL | undefined {
  const filled = text.replace('@/', '@localhost/');
  return URL.canParse(filled) ? new URL(filled) : undefined;
}

/** Nobody else's schema is called so. */
export function addressOf(url: string): DatabaseAddress {
  return { config: { connectionString: url }, schema: `coupling_demo_${randomBytes(6).toString('hex')}` };
}
