import type { ServiceStates, Switch } from './effects.js';
import { aimedAtService, nothing } from './flag-forms.js';
import { faultKind } from './kind.js';

export const hang = faultKind({
  kind: 'hang',
  targets: ['service', 'database'],
  fields: {},
  description: 'attempts are taken in and stand still',
  flags: [
    {
      name: 'hang',
      takes: '<service@when>',
      help: 'attempts are taken in and stand still',
      form: 'service[@start[+length]], such as payment@20s+10s',
      read: aimedAtService(nothing),
    },
  ],
  effects: () => [{ on: 'switch', ofService: hangOf, isStandstill: true, cycle: undefined }],
  words: {
    injection: (_, subject) => `${subject} hangs`,
    state: () => 'hanging',
  },
});

export function hangOf(service: ServiceStates): Switch {
  return {
    begin: () => {
      service.beginHang();
    },
    end: () => {
      service.endHang();
    },
  };
}
