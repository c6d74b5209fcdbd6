import type { Facts } from './facts.js';
import { Queue } from './queue.js';

/** Whether the bus is there, and what waits until it is. */
export class BusLink {
  private outages = 0;
  private crashes = 0;
  /** It is down, and has crashed since it was up. */
  private hasCrashed = false;
  private readonly parked = new Queue<() => void>();
  /** Only where they are heard before all else. */
  private readonly acknowledgements = new Queue<() => void>();

  /** @param hearsFirst when it is back, it hears what deliveries came to before it brings anything again */
  constructor(
    private readonly facts: Facts,
    private readonly hearsFirst: boolean,
  ) {}

  get isDown(): boolean {
    return this.outages > 0;
  }

  goDown(): void {
    this.outages += 1;
  }

  comeUp(): void {
    this.outages -= 1;
    if (!this.isDown) this.hasCrashed = false;
  }

  /** It is down already. What it was to hear, it would not know of what. */
  crash(): void {
    this.crashes += 1;
    this.hasCrashed = true;
  }

  /** Does what had to wait, in its order. */
  letThrough(): void {
    doAll(this.parked);
  }

  /** What clients had to say while the bus was away comes with their connection. */
  hear(): void {
    doAll(this.acknowledgements);
  }

  /** Hears how a delivery ended when the bus is back. */
  parkAcknowledgement(action: () => void): void {
    if (this.hasCrashed) return;
    const { crashes } = this;
    (this.hearsFirst ? this.acknowledgements : this.parked).push(() => {
      if (crashes === this.crashes) action();
    });
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

function doAll(waiting: Queue<() => void>): void {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) next();
}
