import { formatChosenShare } from '../compare/quantities.js';
import { aimedAt, shareNamed } from './flag-forms.js';
import { faultKind } from './kind.js';

export const ackLoss = faultKind({
  kind: 'ack-loss',
  targets: ['bus'],
  fields: { rate: { type: 'share', description: 'the share of acknowledgements that never arrive' } },
  description: 'a `rate` of consumer acknowledgements is lost: the message is redelivered after `ackWait`',
  flags: [
    {
      name: 'ack-loss',
      takes: '<share@when>',
      help: 'lost acks: 5%',
      form: 'share[@start[+length]], such as 5%@20s+10s',
      read: aimedAt('bus', shareNamed('rate')),
    },
  ],
  effects: ({ rate }) => [{ on: 'acknowledgement', rate }],
  words: {
    injection: ({ rate }, subject) => `${subject} loses ${formatChosenShare(rate)} of acks`,
    brief: (_, subject) => `${subject}: acks lost`,
  },
});
