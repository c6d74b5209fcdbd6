import { formatChosenShare } from '../compare/quantities.js';
import { aimedAt, shareNamed } from './flag-forms.js';
import { faultKind } from './kind.js';

export const duplicates = faultKind({
  kind: 'duplicates',
  targets: ['bus'],
  fields: { rate: { type: 'share', description: 'the share of messages that arrive twice' } },
  description: 'a `rate` of messages is delivered twice; a step that is `idempotent` suppresses them',
  flags: [
    {
      name: 'duplicates',
      takes: '<share@when>',
      help: 'duplicate messages: 5%',
      form: 'share[@start[+length]], such as 5%@20s+10s',
      read: aimedAt('bus', shareNamed('rate')),
    },
  ],
  effects: ({ rate }) => [{ on: 'message', rate, arrivesTwice: true, late: 0, overtakes: false }],
  words: {
    injection: ({ rate }, subject) => `${subject} delivers ${formatChosenShare(rate)} of messages twice`,
    brief: (_, subject) => `${subject}: duplicates`,
  },
});
