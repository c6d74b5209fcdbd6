import { chownSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Who runs the server, as `spawn` is told. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to be run by root: its own user does it, else nobody. */
export function whoRuns(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] =
    ['postgres', 'nobody'].flatMap((name) => users.filter(([own]) => own === name))[0] ?? [];
  return uid === undefined || gid === undefined
    ? { uid: 65534, gid: 65534 }
    : { uid: Number(uid), gid: Number(gid) };
}

/** A folder that is theirs, and that nobody else reads. Where they cannot enter the usual place, it is in `/tmp`. */
export function folderFor({ uid, gid }: RunAs, folder: string): string {
  if (uid === undefined || gid === undefined) return mkdtempSync(join(folder, 'database-'));
  const place = canEnter(tmpdir()) ? tmpdir() : '/tmp';
  const made = mkdtempSync(join(place, 'coupling-demo-database-'));
  chownSync(made, uid, gid);
  return made;
}

function canEnter(folder: string): boolean {
  const isOpen = (statSync(folder).mode & 0o001) !== 0;
  return isOpen && (dirname(folder) === folder || canEnter(dirname(folder)));
}
