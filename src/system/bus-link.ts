import type { Facts } from './facts.js';
import { Queue } from './queue.js';

/** Whether the bus is there, and what waits until it is. */
export class BusLink {
  private outages = 0;
  private readonly parked = new Queue<() => void>();

  constructor(private readonly facts: Facts) {}

  get isDown(): boolean {
    return this.outages > 0;
  }

  goDown(): void {
    this.outages += 1;
  }

  comeUp(): void {
    this.outages -= 1;
  }

  /** Does what had to wait, in its order. */
  letThrough(): void {
    for (let next = this.parked.shift(); next !== undefined; next = this.parked.shift()) next();
  }

  /** Does it when the bus is back; so many messages wait with it. */
  park(messages: number, action: () => void): void {
    this.facts.parked(messages);
    this.parked.push(() => {
      this.facts.parked(-messages);
      action();
    });
  }
}
