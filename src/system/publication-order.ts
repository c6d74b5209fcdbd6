import type { FaultPlan } from '../faults/effects.js';
import type { Plan } from '../plan/plan.js';

/**
 * The order in which the events for one subscription were published, and which of them have not been delivered yet. A
 * delivery is out of order while the event published just before is still to come: so one that overtakes many counts
 * once, and so does one that is late.
 */
export class PublicationOrder {
  private last = 0;
  private readonly toCome = new Set<number>();

  /** The place of the event that is published now, from 1 on. */
  publish(): number {
    this.last += 1;
    this.toCome.add(this.last);
    return this.last;
  }

  /** It is delivered; says whether out of order. A second copy, or one that is delivered again, never is. */
  deliver(place: number): boolean {
    return this.toCome.delete(place) && this.toCome.has(place - 1);
  }

  /** It will never come. */
  drop(place: number): void {
    this.toCome.delete(place);
  }
}

/** `undefined` where events cannot but come in their order: nothing is kept for them then. */
export function publicationOrderOf({ bus, faults }: Plan): PublicationOrder | undefined {
  const canDiffer = bus.isDeliveryRandom || faults.some(changesOrder);
  return canDiffer ? new PublicationOrder() : undefined;
}

/** A second copy is never out of order. */
function changesOrder(fault: FaultPlan): boolean {
  return fault.on === 'path' || (fault.on === 'message' && !fault.arrivesTwice);
}
