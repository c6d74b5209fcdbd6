/**
 * The columns of a comparison. A variant is a mode with one policy changed: direct calls are not to lose only because their
 * retries were set badly, nor events to win only because their steps are idempotent.
 */
export const MODES = [
  'direct',
  'direct:no-retry',
  'direct:breaker',
  'direct:cancel',
  'direct:idempotent',
  'event',
  'event:no-outbox',
  'event:idempotent',
  'shared-database',
] as const;

export type Mode = (typeof MODES)[number];
