import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram } from '../programs.js';

/** Where PostgreSQL's own programs are, of one version; `undefined` where there are none. */
export function findPostgres(find = findProgram): { initdb: string; postgres: string } | undefined {
  const initdb = find('initdb');
  if (initdb === undefined) return undefined;
  // It looks for the server beside itself, too.
  const postgres = join(dirname(initdb), 'postgres');
  if (!existsSync(postgres)) return undefined;
  return { initdb, postgres };
}
