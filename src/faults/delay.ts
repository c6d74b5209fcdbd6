import { formatChosenShare, formatMoment } from '../compare/quantities.js';
import { parseDuration } from '../scenario/units.js';
import { aimedAt, readNumber } from './flag-forms.js';
import { faultKind } from './kind.js';

export const delay = faultKind({
  kind: 'delay',
  targets: ['bus'],
  fields: {
    rate: { type: 'share', description: 'the share of messages that come later' },
    by: { type: 'duration', description: 'how much later they come' },
  },
  description: 'a `rate` of messages comes `by` later',
  flags: [
    {
      name: 'delay',
      takes: '<share=+time@when>',
      help: 'a share of messages comes later: 5%=+2s',
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
    injection: ({ rate, by }, subject) => `${subject} brings ${shareAndDelay(rate, by)}`,
    state: ({ rate, by }) => `bringing ${shareAndDelay(rate, by)}`,
    brief: () => 'the bus is late',
  },
});

function shareAndDelay(rate: number, by: string): string {
  return `${formatChosenShare(rate)} of messages ${formatMoment(parseDuration(by))} late`;
}
