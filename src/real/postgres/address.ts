import { UsageProblem } from '../../scenario/problems.js';

/** Where a PostgreSQL server is. Whoever is given one is trusted with the secret in it. */
export interface Database {
  /** As a connection string; what it leaves out, libpq's variables say (`PGUSER`, `PGPASSWORD`). */
  url: string;
}

/** A database, and the schema in it that is the run's own. */
export interface DatabaseAddress extends Database {
  schema: string;
}

/**
 * The user's own database: `--database`, else `DATABASE_URL`; its password is in `PGPASSWORD`, or in the URL of
 * `DATABASE_URL`.
 *
 * @returns `undefined` where a server of the run's own is to be started
 * @throws {UsageProblem} for what is no address of a database, and for a secret where everybody can read it
 */
export function readDatabase(
  { database }: { database?: string },
  { DATABASE_URL: fromOutside }: Readonly<Record<string, string | undefined>>,
): Database | undefined {
  const isGiven = database !== undefined;
  const text = isGiven ? database : (fromOutside ?? '');
  if (text === '' && !isGiven) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new UsageProblem(
      'no-database-url',
      `${isGiven ? '--database' : 'DATABASE_URL'}: not the address of a database, such as postgres://me@127.0.0.1:5432/test`,
    );
  }
  if (isGiven && (url.password !== '' || url.searchParams.has('password'))) {
    throw new UsageProblem(
      'secret-in-argument',
      '--database: a password in an argument can be read by everybody (ps): put it into PGPASSWORD or DATABASE_URL',
    );
  }
  return { url: text };
}

/** Where it is, for everybody to read: no user, no password. */
export function nameOf({ url }: Database): string {
  const { host, pathname, searchParams } = new URL(url);
  const where = host === '' ? (searchParams.get('host') ?? 'localhost') : host;
  return `${where}${decodeURIComponent(pathname)}`;
}
