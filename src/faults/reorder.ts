import { formatChosenShare } from '../compare/quantities.js';
import { aimedAt, shareNamed } from './flag-forms.js';
import { faultKind } from './kind.js';

export const reorder = faultKind({
  kind: 'reorder',
  targets: ['bus'],
  fields: { rate: { type: 'share', description: 'the share of messages that overtake others' } },
  description: 'a `rate` of messages overtakes those that wait or are on their way',
  flags: [
    {
      name: 'reorder',
      takes: '<share@when>',
      help: 'a share of messages overtakes: 5%',
      form: 'share[@start[+length]], such as 5%@20s+10s',
      read: aimedAt('bus', shareNamed('rate')),
    },
  ],
  effects: ({ rate }) => [{ on: 'message', rate, arrivesTwice: false, late: 0, overtakes: true }],
  words: {
    injection: ({ rate }, subject) => `${subject} lets ${formatChosenShare(rate)} of messages overtake`,
    state: ({ rate }) => `letting ${formatChosenShare(rate)} of messages overtake`,
    brief: () => 'the bus is reordering',
  },
});
