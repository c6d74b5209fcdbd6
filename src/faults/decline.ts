import { formatChosenShare } from '../compare/quantities.js';
import { aimedAtService, shareNamed } from './flag-forms.js';
import { faultKind } from './kind.js';

export const decline = faultKind({
  kind: 'decline',
  // A query of the database is nobody's request, and there is no business in it that could say no.
  targets: ['service'],
  fields: { rate: { type: 'share', description: 'the share of requests that are refused for good' } },
  description: 'a `rate` of requests is refused for good: an answer, not a failure',
  flags: [
    {
      name: 'decline',
      takes: '<service=share@when>',
      help: 'a share of requests is refused for good',
      form: 'service=share[@start[+length]], such as payment=2%',
      read: aimedAtService(shareNamed('rate')),
    },
  ],
  effects: ({ rate }) => [{ on: 'outcome', rate, luckOf: 'request', outcome: 'declined' }],
  words: {
    injection: ({ rate }, subject) => `${subject} declines ${formatChosenShare(rate)} of requests`,
    state: ({ rate }) => `declining ${formatChosenShare(rate)} of requests`,
    brief: ({ target }) => `${target} is declining`,
  },
});
