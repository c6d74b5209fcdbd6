import type { ServiceStates, Switch } from './effects.js';
import { aimedAtService, nothing } from './flag-forms.js';
import { faultKind } from './kind.js';

export const crash = faultKind({
  kind: 'crash',
  targets: ['service', 'database'],
  fields: {},
  description: 'what is in progress is lost, then an outage',
  flags: [
    {
      name: 'crash',
      takes: '<service@when>',
      help: 'attempts in progress are lost, then an outage',
      form: 'service[@start[+length]], such as payment@20s+10s',
      read: aimedAtService(nothing),
    },
  ],
  effects: () => [{ on: 'switch', ofService: crashOf, isStandstill: false, cycle: undefined }],
  words: {
    injection: (_, subject) => `${subject} crashes`,
    state: () => 'down after a crash',
    brief: ({ target }) => `${target} is down`,
  },
});

export function crashOf(service: ServiceStates): Switch {
  return {
    begin: () => {
      service.beginOutage();
      service.crash();
    },
    end: () => {
      service.endOutage();
    },
  };
}
