import { formatChosenShare } from '../compare/quantities.js';
import { aimedAtService, shareNamed } from './flag-forms.js';
import { faultKind } from './kind.js';

export const decline = faultKind({
  kind: 'decline',
  // A query of the database is nobody's request, and there is no business in it that could say no.
  targets: ['service'],
  fields: { rate: { type: 'share', description: 'the share of requests that are declined' } },
  description: 'a `rate` of requests is declined: a business answer, not a failure, and never retried',
  flags: [
    {
      name: 'decline',
      takes: '<service=share@when>',
      help: 'business declines (not retried): payment=2%',
      form: 'service=share[@start[+length]], such as payment=2%',
      read: aimedAtService(shareNamed('rate')),
    },
  ],
  effects: ({ rate }) => [{ on: 'outcome', rate, luckOf: 'request', outcome: 'declined' }],
  words: {
    injection: ({ rate }, subject, areMany) =>
      `${subject} ${areMany ? 'decline' : 'declines'} ${formatChosenShare(rate)} of requests`,
    brief: ({ rate }, subject) => `${subject}: ${formatChosenShare(rate)} declined`,
  },
});
