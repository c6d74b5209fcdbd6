import { formatChosenShare, formatMoment } from '../compare/quantities.js';
import { parseDuration } from '../scenario/units.js';
import { aimedAt, readNumber } from './flag-forms.js';
import { faultKind } from './kind.js';

export const delay = faultKind({
  kind: 'delay',
  targets: ['bus'],
  fields: {
    rate: { type: 'share', description: 'the share of messages that are delivered late' },
    by: { type: 'duration', description: 'how much later they are delivered' },
  },
  description: 'a `rate` of messages is delivered `by` later',
  flags: [
    {
      name: 'delay',
      takes: '<share=+time@when>',
      help: 'delayed messages: 5%=+2s',
      form: 'share=+time[@start[+length]], such as 5%=+2s@20s+10s',
      read: aimedAt('bus', (value) => {
        const [, rate, by] = /^([^=]+)=\+(.+)$/.exec(value) ?? [];
        return rate === undefined || by === undefined ? undefined : { rate: readNumber(rate), by };
      }),
    },
  ],
  effects: ({ rate, by }) => [
    { on: 'message', rate, arrivesTwice: false, late: parseDuration(by), overtakes: false },
  ],
  words: {
    injection: ({ rate, by }, subject) => `${subject} delivers ${shareAndDelay(rate, by)}`,
    brief: (_, subject) => `${subject}: delayed messages`,
  },
});

function shareAndDelay(rate: number, by: string): string {
  return `${formatChosenShare(rate)} of messages ${formatMoment(parseDuration(by))} late`;
}
