import type { Callback } from '../engine/clock.js';
import type { Answer } from './answer.js';
import type { Attempt, AttemptSource, AttemptState } from './attempt.js';
import type { Request } from './request.js';
import type { Subscription } from './subscription.js';

/** An event as one subscription has it; it brings one attempt after another to the service, until one is acknowledged. */
export class Message implements AttemptSource {
  deliveries = 0;
  /** Milliseconds it waited before its last redelivery. */
  wait = 0;
  /** Rings when the bus has waited long enough for the acknowledgement of the last delivery. */
  expiry: Callback | undefined = undefined;
  /** Nothing more is owed to it: it is acknowledged, or given up. Deliveries of it may still be at work. */
  isSettled = false;
  /** What comes next of it, if that may still be withdrawn: it rings then, or waits for its slot. */
  comeback: Callback | undefined = undefined;
  redelivery: Attempt | undefined = undefined;
  /** It waits outside the queues of the services. */
  isParked = false;

  constructor(
    private readonly subscription: Subscription,
    readonly request: Request,
    /** In the order of publication, where that is kept. */
    readonly place: number,
    /** It goes before all others that wait, once. */
    public overtakes: boolean,
  ) {}

  get from(): undefined {
    return undefined;
  }

  started(attempt: Attempt): void {
    this.subscription.begin(this, attempt);
  }

  worked(attempt: Attempt, outcome: Answer): void {
    this.subscription.worked(attempt, outcome);
  }

  answered(attempt: Attempt, answer: Answer): void {
    this.subscription.answered(this, attempt, answer);
  }

  dropped(attempt: Attempt, answer: Answer, before: AttemptState): void {
    this.subscription.dropped(this, attempt, answer, before);
  }
}
