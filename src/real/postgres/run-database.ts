import { rmSync } from 'node:fs';
import type { DatabaseAddress } from './address.js';
import { dropSchema, makeSchema } from './schema.js';
import { PostgresServer } from './server.js';

/** The schema of a run's own server, which has no other. */
const SCHEMA = 'run';

/** The database of one run, as its keeper has it: a server of the run's own, or a schema in the user's. */
export class RunDatabase {
  address: DatabaseAddress | undefined = undefined;
  private server: PostgresServer | undefined = undefined;
  private folder: string | undefined = undefined;

  /** @param failed hears why the server could not be started, or has ended by itself */
  constructor(private readonly failed: (reason: string) => void) {}

  /** Starts the server where there is none, and makes the tables. */
  async begin(of: DatabaseAddress | 'own', folder: string): Promise<void> {
    if (of === 'own') {
      this.server = await PostgresServer.begin(
        folder,
        (made) => {
          this.folder = made;
        },
        this.failed,
      );
      this.address = { ...this.server.database, schema: SCHEMA };
    } else this.address = of;
    await makeSchema(this.address);
  }

  /** What is done to a server only if it is the run's own. */
  crash(): void {
    this.server?.crash();
  }

  restart(): void {
    this.server?.restart();
  }

  /** Leaves nothing of it: no process, no folder, no schema. */
  async end(): Promise<void> {
    if (this.server !== undefined) await this.server.end();
    else if (this.address !== undefined) await dropSchema(this.address).catch(() => undefined);
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
