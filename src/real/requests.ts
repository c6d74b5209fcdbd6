import type { Plan } from '../plan/plan.js';
import { Request } from '../system/request.js';
import { countUp } from '../system/step-store.js';
import type { Line } from './journal.js';

/** What travels of a request, beside the attempt itself. */
export interface Header {
  key: number;
  begunAt: number;
  counted: boolean;
}

/** What one service keeps of each request it has worked for: idempotency, joins and numbers of attempts rest on it. */
export class Ledger {
  private readonly requests = new Map<number, Request>();

  constructor(private readonly plan: Plan) {}

  find({ key, begunAt, counted }: Header): Request {
    const known = this.requests.get(key);
    if (known !== undefined) return known;
    const request = new Request(this.plan, key, begunAt, counted);
    this.requests.set(key, request);
    return request;
  }

  /** What the process before this one has written down, before it was killed. */
  restore(lines: readonly Line[]): void {
    for (const [, kind, ...rest] of lines) {
      if (kind === 'reached') {
        const [, key, step, number, , , , begunAt, counted] = rest as number[];
        const request = this.find({ key: key ?? 0, begunAt: begunAt ?? 0, counted: Boolean(counted) });
        request.attempts[step ?? 0] = Math.max(request.attempts[step ?? 0] ?? 0, number ?? 0);
      } else if (kind === 'effect') {
        const [, , key, step] = rest as number[];
        const request = this.requests.get(key ?? 0);
        if (request !== undefined) countUp(request.effects, step ?? 0);
      } else if (kind === 'joined') {
        const [key, step, from, begunAt, counted] = rest as number[];
        const request = this.find({ key: key ?? 0, begunAt: begunAt ?? 0, counted: Boolean(counted) });
        const joined = ((request.joined ??= [])[step ?? 0] ??= []);
        if (!joined.includes(from ?? 0)) joined.push(from ?? 0);
      }
    }
  }
}
