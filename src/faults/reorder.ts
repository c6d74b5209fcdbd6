import { formatChosenShare } from '../compare/quantities.js';
import { aimedAt, shareNamed } from './flag-forms.js';
import { faultKind } from './kind.js';

export const reorder = faultKind({
  kind: 'reorder',
  targets: ['bus'],
  fields: { rate: { type: 'share', description: 'the share of messages that are reordered' } },
  description: 'a `rate` of messages is reordered: delivered before earlier ones',
  flags: [
    {
      name: 'reorder',
      takes: '<share@when>',
      help: 'reordered messages: 5%',
      form: 'share[@start[+length]], such as 5%@20s+10s',
      read: aimedAt('bus', shareNamed('rate')),
    },
  ],
  effects: ({ rate }) => [{ on: 'message', rate, arrivesTwice: false, late: 0, overtakes: true }],
  words: {
    injection: ({ rate }, subject) => `${subject} reorders ${formatChosenShare(rate)} of messages`,
    brief: (_, subject) => `${subject}: reordering`,
  },
});
