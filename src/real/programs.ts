import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps servers where only root looks. */
const MORE_FOLDERS = ['/usr/sbin', '/usr/local/sbin'];
/** And those of PostgreSQL in a folder for each version. */
const POSTGRESQL = '/usr/lib/postgresql';

/** Where a program is, as a shell would find it. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...MORE_FOLDERS, ...ofPostgres()];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Newest first. */
function ofPostgres(): string[] {
  try {
    const versions = readdirSync(POSTGRESQL).sort((one, other) => Number(other) - Number(one));
    return versions.map((version) => join(POSTGRESQL, version, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
