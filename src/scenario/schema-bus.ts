import { distribution } from './schema-distribution.js';
import { redelivery } from './schema-policies.js';
import { bound, interval, oneOf, positiveDurationOrNone, yesOrNo } from './schema-values.js';

/** What guards a message: a row of a shared table, too. */
export const deliveryShape = {
  redelivery: redelivery.optional(),
  ackWait: positiveDurationOrNone.optional(),
};

export const busShape = {
  deliveryLatency: distribution.optional(),
  ...deliveryShape,
  lateAck: oneOf(['accepted', 'ignored']).optional(),
  outbox: yesOrNo.optional(),
  capacity: bound(1).optional(),
};

export const databaseShape = {
  latency: distribution.optional(),
  concurrency: bound(1).optional(),
  pollInterval: interval.optional(),
};
