import { formatChosenShare } from '../compare/quantities.js';
import { aimedAtService, shareNamed } from './flag-forms.js';
import { faultKind } from './kind.js';

export const errors = faultKind({
  kind: 'errors',
  targets: ['service', 'database'],
  fields: { rate: { type: 'share', description: 'the share of attempts that fail' } },
  description: 'a `rate` of attempts fails, worth a retry',
  flags: [
    {
      name: 'errors',
      takes: '<service=share@when>',
      help: 'a share of attempts fails: inventory=30%',
      form: 'service=share[@start[+length]], such as inventory=30%@20s+10s',
      read: aimedAtService(shareNamed('rate')),
    },
  ],
  effects: ({ rate }) => [{ on: 'outcome', rate, luckOf: 'attempt', outcome: 'failed' }],
  words: {
    injection: ({ rate }, subject) => `${subject} fails ${formatChosenShare(rate)} of attempts`,
    state: ({ rate }) => `failing ${formatChosenShare(rate)} of attempts`,
    brief: ({ target }) => `${target} is failing`,
  },
});
