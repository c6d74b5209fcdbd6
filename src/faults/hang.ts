import type { ServiceStates, Switch } from './effects.js';
import { aimedAtService, nothing } from './flag-forms.js';
import { faultKind } from './kind.js';

export const hang = faultKind({
  kind: 'hang',
  targets: ['service', 'database'],
  fields: {},
  description: 'work is accepted and stands still: no replies',
  flags: [
    {
      name: 'hang',
      takes: '<service@when>',
      help: 'service hangs: accepts work, never replies',
      form: 'service[@start[+length]], such as payment@20s+10s',
      read: aimedAtService(nothing),
    },
  ],
  effects: () => [{ on: 'switch', ofService: hangOf, isStandstill: true, cycle: undefined }],
  words: {
    injection: (_, subject, areMany) =>
      `${subject} ${areMany ? 'hang (accept calls, never reply)' : 'hangs (accepts calls, never replies)'}`,
    brief: (_, subject) => `${subject} hangs`,
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
