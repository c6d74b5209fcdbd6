import { RealProblem } from '../problem.js';
import { type Database, nameOf } from './address.js';
import { codeOf } from './broken.js';
import { withClient } from './schema.js';

/** What has `FOR UPDATE SKIP LOCKED` and is still maintained. */
const OLDEST = 13;

/**
 * Asks a database whether it is there, lets us in, is new enough, and lets us make a schema.
 *
 * @throws {RealProblem} where it does not: which database, and what to do
 */
export async function askDatabase(database: Database): Promise<void> {
  try {
    await withClient(database, async (client) => {
      const { rows } = await client.query<{ version: number; may: boolean }>(
        `SELECT current_setting('server_version_num')::int / 10000 AS version,
          has_database_privilege(current_database(), 'CREATE') AS may`,
      );
      const { version = 0, may = false } = rows[0] ?? {};
      if (version < OLDEST) throw new RealProblem(`is PostgreSQL ${version}: ${OLDEST} or later is needed`);
      if (!may)
        throw new RealProblem('does not let us make a schema: GRANT CREATE ON DATABASE … TO the user');
    });
  } catch (error) {
    throw new RealProblem(`the database at ${nameOf(database)} ${describe(error)}`);
  }
}

function describe(error: unknown): string {
  if (error instanceof RealProblem) return error.message;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === '28P01' || code === '28000' || /SASL|password/i.test(message))
    return 'refuses us: check the user, and PGPASSWORD or the password in DATABASE_URL';
  if (code === '3D000') return 'does not exist: createdb makes it';
  if (code === 'ECONNREFUSED')
    return 'cannot be reached: nothing listens there (start it, or leave --database and DATABASE_URL out)';
  return `cannot be reached: ${code === '' ? message : code}`;
}
