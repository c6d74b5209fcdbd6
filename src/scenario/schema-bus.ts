import { distribution } from './schema-distribution.js';
import { redelivery } from './schema-policies.js';
import { bound, interval, oneOf, positiveDurationOrNone, yesOrNo } from './schema-values.js';

/** What guards a message: a row of a shared table, too. */
export const deliveryShape = {
  redelivery: redelivery
    .optional()
    .describe(
      'after a failed delivery, as a nak with a delay; a list as JetStream has in BackOff there is not',
    ),
  ackWait: positiveDurationOrNone
    .optional()
    .describe(
      'without an ack for so long, from the moment a worker takes it, it is delivered again at once; or `none`',
    ),
};

export const busShape = {
  deliveryLatency: distribution.optional().describe('of each event, to each subscriber'),
  ...deliveryShape,
  lateAck: oneOf(['accepted', 'ignored'])
    .optional()
    .describe(
      '`accepted`: a delivery that ends well after `ackWait` settles its message, as with JetStream; a redelivery that has not begun is withdrawn. `ignored`: as with a visibility timeout (SQS)',
    ),
  outbox: yesOrNo.optional().describe("an event is kept with its step's commit until the bus has it"),
  capacity: bound(1).optional().describe('messages waiting per subscription, or `unbounded`'),
};

export const databaseShape = {
  latency: distribution.optional().describe('of one query'),
  concurrency: bound(1).optional().describe('connections'),
  pollInterval: interval.optional().describe('between two looks of a step for its work, on average'),
};
