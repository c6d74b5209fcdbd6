import { outcomeWords } from '../measure/outcomes.js';
import { type FlagTable, NOT_REPEATED, ONLY_REPEATED } from './flag.js';

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

/** What is asked of the requests; all of it has to hold in one mode. */
export const SEARCH = {
  outcome: {
    kind: 'text',
    takes: '<outcome>',
    help: `what it came to: ${outcomeWords().join(', ')}`,
    ...ONLY_REPEATED,
  },
  service: {
    kind: 'text',
    takes: '<name>',
    help: 'it failed there; where none did, it reached it',
    ...ONLY_REPEATED,
  },
  at: { kind: 'text', takes: '<time>', help: 'active at this time of the run: 25s', ...ONLY_REPEATED },
  list: { kind: 'switch', help: 'a table of the requests that match, instead of one', ...NOT_REPEATED },
} as const satisfies FlagTable;
