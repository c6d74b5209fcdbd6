import { nearCapacity, overloaded } from './capacity.js';
import { ackWaitBelowWork, redeliveredNotIdempotent, redeliveryOutlastsDrain } from './deliveries.js';
import type { HintKind } from './hint.js';
import { runTooShort } from './run-length.js';
import { retriesOutlastCaller, timeoutBelowP99, timeoutsDoNotNest } from './timeouts.js';

/** The kinds of hints there are, in the order in which they are given. */
export const HINT_KINDS: readonly HintKind[] = [
  overloaded,
  nearCapacity,
  timeoutBelowP99,
  retriesOutlastCaller,
  ackWaitBelowWork,
  redeliveryOutlastsDrain,
  redeliveredNotIdempotent,
  runTooShort,
  timeoutsDoNotNest,
];
