import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { BrokerAddress } from './broker-address.js';
import { findProgram } from './programs.js';

/** A broker of the run's own, on loopback, with a folder and a token that nobody else knows. */
export class Broker {
  private process: ChildProcess | undefined = undefined;
  private stops = 0;
  private crashes = 0;
  private isEnding = false;
  /** The one before is gone, and its port is free. */
  private gone: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly address: BrokerAddress,
    private readonly config: string,
    private readonly failed: (reason: string) => void,
  ) {
    this.start();
  }

  /** @param failed hears why it could not be started, or has ended by itself */
  static async begin(folder: string, failed: (reason: string) => void): Promise<Broker> {
    const port = await freePort();
    const token = randomBytes(24).toString('base64url');
    const store = `${folder}/broker`;
    mkdirSync(store, { recursive: true });
    const config = `${folder}/broker.conf`;
    // In a file that only its owner reads: what stands in arguments, everybody can see.
    writeFileSync(
      config,
      `listen: "127.0.0.1:${port}"\nauthorization { token: "${token}" }\njetstream { store_dir: "${store}" }\nlog_file: "${folder}/broker.log"\n`,
      { mode: 0o600 },
    );
    return new Broker({ servers: [`nats://127.0.0.1:${port}`], token, stream: 'run' }, config, failed);
  }

  /** It stands still: whoever is connected stays so. */
  stop(): void {
    this.stops += 1;
    this.signal('SIGSTOP');
  }

  goOn(): void {
    this.stops -= 1;
    if (this.stops === 0) this.signal('SIGCONT');
  }

  /** It is killed, with what it has not written down. */
  crash(): void {
    this.crashes += 1;
    this.kill();
  }

  /** It is back on the same port, with what it has stored. */
  restart(): void {
    this.crashes -= 1;
    void this.gone.then(() => {
      if (this.crashes > 0 || this.isEnding || this.process !== undefined) return;
      this.start();
      if (this.stops > 0) this.signal('SIGSTOP');
    });
  }

  end(): void {
    this.isEnding = true;
    this.kill();
  }

  private start(): void {
    const child = spawn(findProgram('nats-server') ?? 'nats-server', ['-c', this.config], {
      stdio: 'ignore',
    });
    this.process = child;
    child.on('error', (error) => {
      this.failed(`nats-server: ${error.message}`);
    });
    child.on('exit', (code) => {
      if (this.process === child)
        this.failed(`nats-server has ended by itself (exit code ${code ?? 'none'})`);
    });
  }

  private signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.process?.kill(signal);
  }

  private kill(): void {
    const child = this.process;
    if (child === undefined) return;
    this.process = undefined;
    this.gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGCONT');
    child.kill('SIGKILL');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
