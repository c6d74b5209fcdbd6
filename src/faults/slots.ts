import type { ServiceStates, Switch } from './effects.js';
import { aimedAtService, readNumber } from './flag-forms.js';
import { faultKind } from './kind.js';

export const slots = faultKind({
  kind: 'slots',
  targets: ['service', 'database'],
  fields: { concurrency: { type: 'count', least: 0, description: 'how many slots are left' } },
  description: 'only `concurrency: n` are left',
  flags: [
    {
      name: 'slots',
      takes: '<service=n@when>',
      help: 'only so many slots are left: payment=4',
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
    injection: ({ concurrency }, subject) => `${subject} has ${inSlots(concurrency)}`,
    state: ({ concurrency }) => `down to ${inSlots(concurrency)}`,
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

function inSlots(count: number): string {
  return `${count} ${count === 1 ? 'slot' : 'slots'}`;
}
