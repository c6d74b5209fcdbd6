import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram } from '../programs.js';

/** Debian keeps the programs of each version in a folder of its own. */
const DEBIAN = '/usr/lib/postgresql';

/** Where PostgreSQL's own programs are; `undefined` where there are none. */
export function findPostgres(find = findProgram): { initdb: string; postgres: string } | undefined {
  const postgres = find('postgres');
  const beside = postgres === undefined ? undefined : join(dirname(postgres), 'initdb');
  if (postgres !== undefined && beside !== undefined && existsSync(beside))
    return { initdb: beside, postgres };
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return versions
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(DEBIAN, version, 'bin'))
    .map((folder) => ({ initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }))
    .find(({ initdb, postgres: server }) => existsSync(initdb) && existsSync(server));
}
