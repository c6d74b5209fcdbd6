import { type FlagTable, ONLY_REPEATED } from './flag.js';

/** Which request a trace shows. */
export const REQUEST = {
  request: { kind: 'text', takes: '<n>', help: 'the n-th that begins', ...ONLY_REPEATED },
  worst: { kind: 'switch', help: 'the one that took longest to be done', ...ONLY_REPEATED },
  failed: {
    kind: 'switch',
    help: 'the first that failed its caller; a declined one if none did',
    ...ONLY_REPEATED,
  },
} as const satisfies FlagTable;
