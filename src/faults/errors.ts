import { formatChosenShare } from '../compare/quantities.js';
import { aimedAtService, shareNamed } from './flag-forms.js';
import { faultKind } from './kind.js';

export const errors = faultKind({
  kind: 'errors',
  targets: ['service', 'database'],
  fields: { rate: { type: 'share', description: 'the share of attempts that fail' } },
  description: 'a `rate` of attempts fails: transient errors, worth a retry',
  flags: [
    {
      name: 'errors',
      takes: '<service=share@when>',
      help: 'transient error rate: inventory=30%',
      form: 'service=share[@start[+length]], such as inventory=30%@20s+10s',
      read: aimedAtService(shareNamed('rate')),
    },
  ],
  effects: ({ rate }) => [{ on: 'outcome', rate, luckOf: 'attempt', outcome: 'failed' }],
  words: {
    injection: ({ rate }, subject, areMany) =>
      `${subject} ${areMany ? 'fail' : 'fails'} ${formatChosenShare(rate)} of attempts`,
    brief: ({ rate }, subject) => `${subject}: ${formatChosenShare(rate)} errors`,
  },
});
