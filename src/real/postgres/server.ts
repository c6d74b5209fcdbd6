import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../free-port.js';
import { RealProblem } from '../problem.js';
import { findProgram } from '../programs.js';
import type { Database } from './address.js';
import { isBroken } from './broken.js';
import { withClient } from './schema.js';
import { folderFor, type RunAs, whoRuns } from './unprivileged.js';

/** The user of a run's own server, which has no other. */
const USER = 'coupling_demo';
const STARTED_WITHIN = 15_000;
const ENDS_WITHIN = 2000;
const LOOK = 20;

/**
 * What is not the default. What is committed is with the operating system, which a killed server cannot take away; that it
 * is on the disk, only a power cut would ask (`fsync`). The rest keeps the server from work of its own while a run measures.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'on',
  full_page_writes: 'off',
  autovacuum: 'off',
  jit: 'off',
  max_wal_size: '1GB',
  checkpoint_timeout: '1h',
  shared_buffers: '64MB',
  max_connections: '1000',
};

/** A PostgreSQL server of the run's own, on loopback, with a folder and a password that nobody else knows. */
export class PostgresServer {
  readonly database: Database;
  private process: ChildProcess | undefined = undefined;
  private crashes = 0;
  private isEnding = false;
  private gone: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly port: number,
    password: string,
    private readonly data: string,
    private readonly log: string,
    private readonly runAs: RunAs,
    private readonly failed: (reason: string) => void,
  ) {
    this.database = { url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres` };
    this.start();
  }

  /**
   * @param folder of the run
   * @param made hears which folder has to be removed in the end
   * @param failed hears why it could not be started, or has ended by itself
   */
  static async begin(
    folder: string,
    made: (folder: string) => void,
    failed: (reason: string) => void,
  ): Promise<PostgresServer> {
    const runAs = whoRuns();
    const own = folderFor(runAs, folder);
    made(own);
    const password = randomBytes(24).toString('hex');
    const data = `${own}/data`;
    await initialise(data, password, runAs, own);
    const server = new PostgresServer(
      await freePort(),
      password,
      data,
      `${folder}/database.log`,
      runAs,
      failed,
    );
    await server.isReady();
    return server;
  }

  /** It is killed with all of its processes, in the midst of whatever they do. */
  crash(): void {
    this.crashes += 1;
    this.kill();
  }

  /** It is back on the same port, with what was committed. */
  restart(): void {
    this.crashes -= 1;
    void this.gone.then(() => {
      if (this.crashes > 0 || this.isEnding || this.process !== undefined) return;
      rmSync(`${this.data}/postmaster.pid`, { force: true });
      this.start();
    });
  }

  async end(): Promise<void> {
    this.isEnding = true;
    this.kill();
    await Promise.race([this.gone, sleep(ENDS_WITHIN, undefined, { ref: false })]);
  }

  private start(): void {
    const settings = Object.entries({ ...SETTINGS, port: String(this.port) });
    const log = openSync(this.log, 'a');
    const child = spawn(
      findProgram('postgres') ?? 'postgres',
      ['-D', this.data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { stdio: ['ignore', log, log], ...this.runAs, cwd: this.data, env: withoutSecrets() },
    );
    closeSync(log);
    this.process = child;
    child.on('error', (error) => {
      this.failed(`postgres: ${error.message}`);
    });
    child.on('exit', (code) => {
      if (this.process === child) this.failed(`postgres has ended by itself (exit code ${code ?? 'none'})`);
    });
  }

  /** Its backends are killed, too: those that have just committed would otherwise say so. */
  private kill(): void {
    const child = this.process;
    if (child === undefined) return;
    this.process = undefined;
    this.gone = new Promise((resolve) => child.once('exit', resolve));
    const backends = childrenOf(child.pid ?? 0);
    child.kill('SIGKILL');
    for (const id of backends) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  private async isReady(): Promise<void> {
    for (let waited = 0; ; waited += LOOK) {
      try {
        await withClient(this.database, () => Promise.resolve());
        return;
      } catch (error) {
        if (!isBroken(error) || waited > STARTED_WITHIN) throw error;
        await sleep(LOOK);
      }
    }
  }
}

/** Makes an empty database. The password is in a file that only its owner reads, and only until then. */
async function initialise(data: string, password: string, runAs: RunAs, folder: string): Promise<void> {
  const file = `${folder}/password`;
  writeFileSync(file, password, { mode: 0o600 });
  if (runAs.uid !== undefined) chownSync(file, runAs.uid, runAs.gid ?? runAs.uid);
  try {
    await promisify(execFile)(
      findProgram('initdb') ?? 'initdb',
      ['-D', data, '-U', USER, '-A', 'scram-sha-256', '--pwfile', file, '-E', 'UTF8', '--locale=C', '-N'],
      { ...runAs, cwd: folder, env: withoutSecrets() },
    );
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new RealProblem(`initdb cannot make a database: ${said.trim().split('\n').at(-1) ?? ''}`);
  } finally {
    rmSync(file, { force: true });
  }
}

/** The user's own settings of PostgreSQL are for another server. */
function withoutSecrets(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && name !== 'DATABASE_URL'),
  );
}

function childrenOf(parent: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, of]) => of === parent)
    .map(([id]) => id ?? 0);
}
