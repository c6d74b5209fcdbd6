import type { CanCrash, Switch } from './effects.js';
import { aimedAtService, nothing, whenOfBus } from './flag-forms.js';
import { faultKind } from './kind.js';

export const crash = faultKind({
  kind: 'crash',
  targets: ['service', 'bus', 'database'],
  fields: {},
  description:
    'in-flight work is lost, then the service is down; of the `bus`: down, then all unacked messages are redelivered',
  flags: [
    {
      name: 'crash',
      takes: '<service@when>',
      help: 'crash: in-flight work lost, then down',
      form: 'service[@start[+length]], such as payment@20s+10s',
      read: aimedAtService(nothing),
    },
    {
      name: 'bus-crash',
      takes: '<when>',
      help: 'broker killed: unacked redelivered: 20s+2s',
      form: 'start[+length], such as 20s+10s',
      read: whenOfBus,
    },
  ],
  effects: () => [
    {
      on: 'switch',
      ofService: crashOf,
      ofBus: crashOf,
      isStandstill: false,
      forgets: true,
      cycle: undefined,
    },
  ],
  words: {
    injection: ({ target }, subject, areMany) =>
      `${subject} ${areMany ? 'crash' : 'crashes'} (${target === 'bus' ? 'unacked messages redelivered' : 'in-flight work lost'})`,
    brief: (_, subject) => `${subject} crash`,
  },
});

export function crashOf(target: CanCrash): Switch {
  return {
    begin: () => {
      target.beginOutage();
      target.crash();
    },
    end: () => {
      target.endOutage();
    },
  };
}
