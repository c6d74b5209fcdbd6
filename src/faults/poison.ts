import { formatChosenShare } from '../compare/quantities.js';
import { aimedAtService, shareNamed } from './flag-forms.js';
import { faultKind } from './kind.js';

export const poison = faultKind({
  kind: 'poison',
  // A query of the database is nobody's request, and cannot be poisoned by it.
  targets: ['service'],
  fields: { rate: { type: 'share', description: 'the share of requests that fail at every attempt' } },
  description: 'a `rate` of requests fails at every attempt: permanent failures',
  flags: [
    {
      name: 'poison',
      takes: '<service=share@when>',
      help: 'permanent failures (poison messages): shipping=1%',
      form: 'service=share[@start[+length]], such as payment=1%',
      read: aimedAtService(shareNamed('rate')),
    },
  ],
  effects: ({ rate }) => [{ on: 'outcome', rate, luckOf: 'request', outcome: 'failed' }],
  words: {
    injection: ({ rate }, subject) =>
      `${formatChosenShare(rate)} of requests always fail at ${subject} (poison)`,
    brief: (_, subject) => `${subject}: poison messages`,
  },
});
