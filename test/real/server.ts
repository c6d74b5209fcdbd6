import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectTo } from '../../src/real/broker-address.js';
import { findProgram } from '../../src/real/programs.js';

/** What lets a test in at its broker. */
export const TOKEN = 'a-secret-of-the-test';

/** A broker as a user would have one, and a folder for a test's files; both are gone with `end`. */
export class UserBroker {
  readonly folder = mkdtempSync(join(tmpdir(), 'cd-broker-'));
  private server: ChildProcess | undefined;

  /** @returns its URL, when it lets in whoever has the token */
  async start({ jetstream }: { jetstream: boolean }): Promise<string> {
    const { folder } = this;
    const port = await freePort();
    const config = join(folder, 'server.conf');
    const store = jetstream ? `jetstream { store_dir: "${folder}/store" }\n` : '';
    writeFileSync(config, `listen: "127.0.0.1:${port}"\nauthorization { token: "${TOKEN}" }\n${store}`);
    this.server = spawn(findProgram('nats-server') ?? '', ['-c', config], { stdio: 'ignore' });
    const url = `nats://127.0.0.1:${port}`;
    const connection = await connectTo({ servers: [url], token: TOKEN });
    await connection.close();
    return url;
  }

  end(): void {
    this.server?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
