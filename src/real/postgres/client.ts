import { Pool } from 'undici';
import { failed } from '../../system/answer.js';
import type { QueryAnswer, QueryBody } from './messages.js';

/** The way from a service's process to the database's. */
export class DatabaseClient {
  private readonly pool: Pool;
  private readonly headers: Record<string, string>;

  /** @param database its index among the services: where a failure began that nobody could answer */
  constructor(
    address: string,
    private readonly database: number,
    token: string | undefined,
  ) {
    this.headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    this.pool = new Pool(`http://${address}`, {
      connections: null,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 600_000,
      keepAliveMaxTimeout: 600_000,
      connect: { timeout: 0 },
    });
  }

  async ask(body: QueryBody, signal?: AbortSignal): Promise<QueryAnswer> {
    try {
      const response = await this.pool.request({
        path: '/',
        method: 'POST',
        headers: this.headers,
        body: JSON.stringify(body),
        ...(signal === undefined ? {} : { signal }),
      });
      return (await response.body.json()) as QueryAnswer;
    } catch {
      return { answer: failed('injected', this.database) };
    }
  }
}
