import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { findPostgres } from './programs.js';
import { MOST_CONNECTIONS } from './store.js';

const READY_WITHIN = 20_000;
const LOOK = 50;

/**
 * A database server of the run's own. It listens on a socket in a folder that only its own user may enter, and on no port:
 * so it needs no password. What it has committed survives `kill -9` (it is with the operating system), and not a power cut:
 * `fsync` is off, as the broker's is.
 */
export class PostgresServer {
  private process: ChildProcess | undefined;
  private crashes = 0;
  private isEnding = false;
  private gone: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly program: string,
    private readonly user: { uid?: number; gid?: number },
    private readonly failed: (reason: string) => void,
  ) {
    this.start();
  }

  /** @param failed hears why it has ended by itself */
  static async begin(failed: (reason: string) => void): Promise<PostgresServer> {
    const programs = findPostgres();
    if (programs === undefined) throw new Error('postgres is not installed');
    const user = serverUser();
    // The server's user has to be able to enter it; and the path of a socket may not be long.
    const folder = mkdtempSync(
      join(user.uid === undefined && tmpdir().length < 60 ? tmpdir() : '/tmp', 'coupling-demo-db-'),
    );
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    const args = [
      '-D',
      join(folder, 'data'),
      '-U',
      'run',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ];
    let server: PostgresServer | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        execFile(programs.initdb, args, { ...user, cwd: folder, env: {} }, (error, _, stderr) => {
          if (error === null) resolve();
          else reject(new Error(`initdb: ${lastLine(stderr) || error.message}`));
        });
      });
      server = new PostgresServer(folder, programs.postgres, user, failed);
      await server.ready();
      return server;
    } catch (error) {
      await server?.end();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get config(): ClientConfig {
    return { host: this.folder, user: 'run', database: 'postgres' };
  }

  /** It is killed. Its connections' processes see that, and end. */
  crash(): void {
    this.crashes += 1;
    const child = this.process;
    this.process = undefined;
    child?.kill('SIGKILL');
  }

  /** It is back on its store. */
  restart(): void {
    this.crashes -= 1;
    void this.gone.then(() => {
      if (this.process === undefined) this.start();
    });
  }

  async end(): Promise<void> {
    this.isEnding = true;
    // At once, with the processes of its connections.
    this.process?.kill('SIGQUIT');
    await Promise.race([this.gone, sleep(1500)]);
    this.process?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private start(): void {
    if (this.isEnding || this.crashes > 0) return;
    const { folder, user } = this;
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${folder}`,
      'unix_socket_permissions=0700',
      'fsync=off',
      `max_connections=${MOST_CONNECTIONS + 10}`,
      'logging_collector=off',
    ];
    const child = spawn(
      this.program,
      ['-D', join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])],
      { ...user, cwd: folder, env: {}, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.process = child;
    let said = '';
    child.stderr.on('data', (part: Buffer) => {
      said = (said + part.toString()).slice(-2000);
    });
    this.gone = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        resolve(undefined);
        if (this.isEnding || this.crashes > 0 || this.process !== child) return;
        // The processes of the one before may still be about to end.
        if (signal === null && said.includes('is still in use')) setTimeout(() => this.start(), LOOK);
        else this.failed(`postgres has ended (${signal ?? code}): ${lastLine(said)}`);
      });
    });
    child.on('error', (error) => {
      this.failed(`postgres: ${error.message}`);
    });
  }

  private async ready(): Promise<void> {
    for (let waited = 0; waited < READY_WITHIN; waited += LOOK) {
      const client = new Client(this.config);
      try {
        await client.connect();
        await client.end();
        return;
      } catch {
        await sleep(LOOK);
      }
    }
    throw new Error('postgres did not start in time');
  }
}

/** It refuses to run as root, so it is somebody else then. */
function serverUser(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return {};
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
