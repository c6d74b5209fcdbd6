import { formatPlural } from '../compare/quantities.js';
import type { ServiceStates, Switch } from './effects.js';
import { aimedAtService, readNumber } from './flag-forms.js';
import { faultKind } from './kind.js';

export const slots = faultKind({
  kind: 'slots',
  targets: ['service', 'database'],
  fields: { concurrency: { type: 'count', least: 0, description: 'how many workers are left' } },
  description: 'reduced concurrency: `concurrency: n` workers are left',
  flags: [
    {
      name: 'slots',
      takes: '<service=n@when>',
      help: 'reduced concurrency: payment=4',
      form: 'service=number[@start[+length]], such as payment=4@20s+10s',
      read: aimedAtService((value) => (value === undefined ? undefined : { concurrency: readNumber(value) })),
    },
  ],
  effects: ({ concurrency }) => [
    {
      on: 'switch',
      ofService: (service) => limitOf(service, concurrency),
      isStandstill: false,
      cycle: undefined,
    },
  ],
  words: {
    injection: ({ concurrency }, subject) => `${subject} limited to ${formatPlural(concurrency, 'worker')}`,
    brief: ({ concurrency }, subject) => `${subject}: ${formatPlural(concurrency, 'worker')}`,
  },
});

export function limitOf(service: ServiceStates, slots: number): Switch {
  return {
    begin: () => {
      service.addLimit(slots);
    },
    end: () => {
      service.removeLimit(slots);
    },
  };
}
