import { type FlagTable, ONLY_REPEATED } from './flag.js';

/** Which request a trace shows. */
export const REQUEST = {
  request: { kind: 'text', takes: '<n>', help: 'the n-th request', ...ONLY_REPEATED },
  worst: {
    kind: 'switch',
    help: 'accepted but never completed, else the slowest completion',
    ...ONLY_REPEATED,
  },
  failed: {
    kind: 'switch',
    help: 'the first error response; a decline if nothing failed',
    ...ONLY_REPEATED,
  },
} as const satisfies FlagTable;
