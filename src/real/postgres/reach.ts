import { Client, type ClientConfig, DatabaseError } from 'pg';
import { RealProblem } from '../problem.js';
import { type DatabaseAddress, parseDatabaseUrl } from './address.js';
import { TABLES } from './sql.js';

/** The first that has all that is asked of it. */
const OLDEST = 13;
const PATIENCE = 3000;

/**
 * Asks a database whether it is there, lets us in, and is new enough.
 *
 * @throws {RealProblem} where it does not: which database, and what to do
 */
export async function checkDatabase(url: string): Promise<void> {
  await withDatabase({ connectionString: url }, async (client) => {
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    const version = Math.floor(Number(rows[0]?.server_version_num ?? 0) / 10_000);
    if (version < OLDEST)
      throw new RealProblem(`is PostgreSQL ${version}: ${OLDEST} or later has what is needed`);
  });
}

/** Makes the table, in a schema of its own. */
export async function makeTable({ config, schema }: DatabaseAddress): Promise<void> {
  await withDatabase(config, async (client) => {
    await client.query(`create schema ${schema}`);
    await client.query(`set search_path to ${schema}`);
    await client.query(TABLES);
  });
}

export async function dropTable({ config, schema }: DatabaseAddress): Promise<void> {
  await withDatabase(config, async (client) => {
    await client.query(`drop schema if exists ${schema} cascade`);
  });
}

async function withDatabase(config: ClientConfig, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ ...config, connectionTimeoutMillis: PATIENCE });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await use(client);
  } catch (error) {
    throw problemOf(config, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What is wrong with a database that does not do what it is asked for: which one, and what to do. */
export function problemOf(config: ClientConfig, error: unknown): RealProblem {
  return new RealProblem(`the database at ${whereOf(config)} ${describe(error)}`);
}

/** Without user and password. */
function whereOf({ connectionString = '' }: ClientConfig): string {
  const url = parseDatabaseUrl(connectionString);
  if (url === undefined) return 'the socket of the run';
  const { protocol, host, pathname, searchParams } = url;
  const socket = searchParams.get('host');
  return socket === null ? `${protocol}//${host}${pathname}` : `${protocol}//${pathname}?host=${socket}`;
}

/**
 * Of PostgreSQL's classes of errors, 28 is a login that is refused; 42501 a right that is missing; 53300 a connection too
 * many.
 */
function describe(error: unknown): string {
  if (error instanceof RealProblem) return error.message;
  if (error instanceof DatabaseError) {
    if (error.code?.startsWith('28') === true)
      return 'refuses us: check the user, PGPASSWORD or DATABASE_URL';
    if (error.code === '42501')
      return 'does not let us make a schema: grant create on the database to the user';
    if (error.code === '53300')
      return 'has too few connections for us: raise its limit, or lower database.concurrency';
    return `says: ${error.message}`;
  }
  // The client's own error where it is asked for a password and has none.
  if (error instanceof Error && error.message.includes('password must be a string'))
    return 'asks for a password: put it into PGPASSWORD or DATABASE_URL';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'cannot be reached: nothing listens there (or leave --database out)';
  return `cannot be reached: ${code === '' ? (error instanceof Error ? error.message : String(error)) : code}`;
}
